// Folds a long curve to what a raster of some width can show: where several rows share a pixel column,
// the least and the largest logarithm of them, and their mean. Sparse curves pass as they are.
import type { Scale } from './scale.ts';

interface Folded {
  /** Pixels. */
  readonly xs: Float64Array;
  /** Logarithms to base 10; NaN is a gap. */
  readonly ys: Float64Array;
  length: number;
}

const folded = (capacity: number): Folded => ({
  xs: new Float64Array(capacity),
  ys: new Float64Array(capacity),
  length: 0,
});

export class Fold {
  /** The curve, or for each column where it is dense the two ends of what it reaches there. */
  readonly extremes: Folded;
  /** The curve, or the mean of each column. */
  readonly means: Folded;

  private readonly starts: Int32Array;
  private readonly places: Float64Array;
  private groups = 0;

  constructor(readonly width: number) {
    this.starts = new Int32Array(width + 1);
    this.places = new Float64Array(width);
    this.extremes = folded(2 * width);
    this.means = folded(width);
  }

  /** Which rows share a column; the same for all curves of a chart. */
  place(steps: ArrayLike<number>, length: number, x: Scale): void {
    const dense = length > this.width;
    let end = Number.NEGATIVE_INFINITY;
    this.groups = 0;
    for (let i = 0; i < length; ++i) {
      const place = x.at(steps[i] ?? 0);
      if (place < end || this.groups === this.width) continue;
      end = dense ? Math.floor(place) + 1 : place;
      this.starts[this.groups] = i;
      this.places[this.groups] = place;
      this.groups += 1;
    }
    this.starts[this.groups] = length;
  }

  /** What lies beyond [lo, hi] is cut off before it can spoil a mean. */
  read(values: ArrayLike<number>, lo: number, hi: number): void {
    this.extremes.length = 0;
    this.means.length = 0;
    for (let group = 0; group < this.groups; ++group) {
      const [start, end] = [this.starts[group] ?? 0, this.starts[group + 1] ?? 0];
      let [least, most, sum] = [hi, lo, 0];
      for (let i = start; i < end; ++i) {
        const log = Math.max(lo, Math.min(hi, Math.log10(values[i] ?? Number.NaN)));
        if (log < least) least = log;
        if (log > most) most = log;
        sum += log;
      }
      this.put(this.places[group] ?? 0, least, most, sum / (end - start));
    }
  }

  private put(place: number, least: number, most: number, mean: number): void {
    const { extremes, means } = this;
    const both = !Number.isNaN(mean); // one row that is not a number makes a gap of its column
    add(means, place, mean);
    add(extremes, place, both ? least : mean);
    if (both && most > least) add(extremes, place, most);
  }
}

function add(curve: Folded, x: number, y: number): void {
  curve.xs[curve.length] = x;
  curve.ys[curve.length] = y;
  curve.length += 1;
}
