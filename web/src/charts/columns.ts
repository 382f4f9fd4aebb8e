// Reduces a curve to what its pixels need: for each pixel column the highest and lowest point that
// the curve reaches there. Sparse curves become connected lines, dense ones bands; nothing is lost.

import type { Pixel } from './colour.ts';
import type { Raster } from './raster.ts';
import type { Scale } from './scale.ts';

export interface Curve {
  readonly xs: ArrayLike<number>;
  /** Values; NaN is a gap. */
  readonly ys: ArrayLike<number>;
  readonly length: number;
}

/** Joins points across gaps of NaN, for values that are measured only now and then. */
export type Gaps = 'break' | 'bridge';

export class Columns {
  readonly width: number;
  readonly top: Float32Array;
  readonly bottom: Float32Array;

  constructor(width: number) {
    this.width = width;
    this.top = new Float32Array(width);
    this.bottom = new Float32Array(width);
  }

  /** Reads a curve through two scales whose ranges are pixels of the raster. */
  read(curve: Curve, x: Scale, y: Scale, gaps: Gaps = 'break'): this {
    this.top.fill(Number.POSITIVE_INFINITY);
    this.bottom.fill(Number.NEGATIVE_INFINITY);
    let lastX = Number.NaN;
    let lastY = Number.NaN;
    for (let i = 0; i < curve.length; ++i) {
      const value = curve.ys[i] ?? Number.NaN;
      if (Number.isNaN(value)) {
        if (gaps === 'break') lastX = Number.NaN;
        continue;
      }
      const px = x.at(curve.xs[i] ?? 0);
      const py = clampToFloat(y.at(value));
      if (!Number.isNaN(lastX)) this.segment(lastX, lastY, px, py);
      else this.point(px, py);
      lastX = px;
      lastY = py;
    }
    return this;
  }

  private point(x: number, y: number): void {
    const column = Math.min(this.width - 1, Math.floor(x));
    if (column < 0 || Number.isNaN(y)) return;
    if (y < (this.top[column] ?? 0)) this.top[column] = y;
    if (y > (this.bottom[column] ?? 0)) this.bottom[column] = y;
  }

  private segment(x0: number, y0: number, x1: number, y1: number): void {
    const first = Math.max(0, Math.floor(x0));
    const last = Math.min(this.width - 1, Math.floor(x1));
    if (first === last) {
      this.point(x0, y0);
      this.point(x1, y1);
      return;
    }
    const slope = (y1 - y0) / (x1 - x0);
    for (let column = first; column <= last; ++column) {
      const left = y0 + (Math.max(column, x0) - x0) * slope;
      const right = y0 + (Math.min(column + 1, x1) - x0) * slope;
      this.point(column, left);
      this.point(column, right);
    }
  }

  /** Writes the curve, `thickness` pixels thick; a dash of n pixels alternates with a gap of n. */
  draw(raster: Raster, colour: Pixel, thickness: number, dash = 0): void {
    for (let column = 0; column < this.width; ++column) {
      if (dash > 0 && Math.floor(column / dash) % 2 === 1) continue;
      const top = this.top[column] ?? 0;
      const bottom = this.bottom[column] ?? 0;
      if (top <= bottom) raster.run(column, top - thickness / 2, bottom + thickness / 2, colour);
    }
  }
}

/** Infinite pixels (the logarithm of 0) must not turn a slope into NaN. */
function clampToFloat(pixel: number): number {
  return Math.max(-1e6, Math.min(1e6, pixel));
}
