// What a run has measured so far, by column, in a bounded amount of memory. Knows the columns of the
// catalogue; knows no engine and draws nothing.
import { catalog } from '../config/catalog.ts';
import type { LayerColumn, StepColumn } from '../config/types.ts';

const stepKeys: readonly StepColumn[] = catalog.columns.step.map((column) => column.key);
const layerKeys: readonly LayerColumn[] = catalog.columns.layer.map((column) => column.key);
const stepIndex = stepKeys.indexOf('step');
const testIndex = stepKeys.indexOf('test_loss');

const layerIndex = (key: LayerColumn, layer: number) =>
  stepKeys.length + layer * layerKeys.length + layerKeys.indexOf(key);

/** How many numbers a row of a network with so many layers has. */
export const rowSize = (layers: number) => stepKeys.length + layers * layerKeys.length;

/** One row as the engine measured it. A value that was not measured is NaN. */
export class Row {
  /** `numbers`: the columns of the step, then those of layer 0, 1, ... */
  constructor(private readonly numbers: Float64Array) {}

  /** A number of the step. */
  get(key: StepColumn): number {
    return this.numbers[stepKeys.indexOf(key)] ?? Number.NaN;
  }

  /** A number of a layer. Layers are counted from 0. */
  layer(key: LayerColumn, layer: number): number {
    return this.numbers[layerIndex(key, layer)] ?? Number.NaN;
  }

  /** A number of every layer. */
  profile(key: LayerColumn): Float64Array {
    const layers = (this.numbers.length - stepKeys.length) / layerKeys.length;
    return Float64Array.from({ length: layers }, (_, layer) => this.layer(key, layer));
  }
}

/**
 * The rows of a run. It starts with every row; when it is full, the stride doubles, and of the rows in
 * every `stride` steps one stays: the first that holds a test result, or else the first. So what is
 * kept depends on the rows alone and not on how they arrived. Values are kept as measured: never
 * averaged, never moved to another step.
 *
 * A second row for a step completes the first. A row for an earlier step means that the run went back:
 * what lay behind it is dropped.
 */
export class History {
  private readonly columns: readonly Float64Array[];
  private readonly newest: Float64Array;
  private kept = 0;
  private width = 1;

  /** `layers` counts the output layer; `capacity` is the number of rows to keep, at least 2. */
  constructor(
    readonly layers: number,
    readonly capacity = 4096,
  ) {
    const size = rowSize(layers);
    this.columns = Array.from({ length: size }, () => new Float64Array(capacity));
    this.newest = new Float64Array(size);
  }

  /** Rows kept. */
  get length(): number {
    return this.kept;
  }

  /** Steps that one kept row stands for: the stride to ask the engine for. */
  get stride(): number {
    return this.width;
  }

  /** The step of each kept row, ascending. Like all views, valid until the next append. */
  get steps(): Float64Array {
    return this.view(stepIndex);
  }

  /** A number of the step for each kept row. */
  column(key: StepColumn): Float64Array {
    return this.view(stepKeys.indexOf(key));
  }

  /** A number of a layer for each kept row. Layers are counted from 0. */
  layerColumn(key: LayerColumn, layer: number): Float64Array {
    return this.view(layerIndex(key, layer));
  }

  /** A copy of a kept row. */
  row(index: number): Row {
    return new Row(this.copy(index));
  }

  /** A copy of the last row that arrived, kept or not; null if there is none. */
  latest(): Row | null {
    return this.kept === 0 ? null : new Row(this.newest.slice());
  }

  /** Adds `count` rows, one after the other as the engine gives them. */
  append(rows: Float64Array, count: number): void {
    const size = this.columns.length;
    for (let i = 0; i < count; i++) {
      const row = rows.subarray(i * size, (i + 1) * size);
      this.complete(row);
      this.insert(this.newest);
    }
  }

  /** Another history with the rows before a step, to be gone on with. This one stays as it is. */
  fork(step: number): History {
    const fork = new History(this.layers, this.capacity);
    fork.width = this.width;
    while (fork.kept < this.kept && this.value(stepIndex, fork.kept) < step) {
      fork.newest.set(this.copy(fork.kept));
      fork.write(fork.newest, fork.kept++);
    }
    return fork;
  }

  private view(index: number): Float64Array {
    const column = this.columns[index];
    if (column === undefined) throw new RangeError('there is no such column or layer');
    return column.subarray(0, this.kept);
  }

  private copy(row: number): Float64Array {
    return Float64Array.from(this.columns, (column) => column[row] ?? Number.NaN);
  }

  private value(column: number, row: number): number {
    return this.columns[column]?.[row] ?? Number.NaN;
  }

  /** Makes `row` the newest; where it has no value, an earlier row for the same step may have one. */
  private complete(row: Float64Array): void {
    const again = this.kept > 0 && this.newest[stepIndex] === row[stepIndex];
    row.forEach((value, i) => {
      if (!(again && Number.isNaN(value))) this.newest[i] = value;
    });
  }

  private insert(row: Float64Array): void {
    const step = row[stepIndex] ?? Number.NaN;
    while (this.kept > 0 && this.value(stepIndex, this.kept - 1) > step) this.kept--;
    const last = this.kept - 1;
    if (this.kept > 0 && this.sameStride(this.value(stepIndex, last), step)) {
      const untested = Number.isNaN(this.value(testIndex, last));
      const better = untested && !Number.isNaN(row[testIndex]);
      if (better || this.value(stepIndex, last) === step) this.write(row, last);
      return;
    }
    if (this.kept === this.capacity) {
      this.thin();
      this.insert(row); // it may share a stride with the last row now
    } else {
      this.write(row, this.kept++);
    }
  }

  private sameStride(a: number, b: number): boolean {
    return Math.floor(a / this.width) === Math.floor(b / this.width);
  }

  private write(row: Float64Array, index: number): void {
    this.columns.forEach((column, i) => {
      column[index] = row[i] ?? Number.NaN;
    });
  }

  /** Doubles the stride and inserts what is there once more: each row moves forward or is dropped. */
  private thin(): void {
    const before = this.kept;
    this.width *= 2;
    this.kept = 0;
    for (let i = 0; i < before; i++) this.insert(this.copy(i));
  }
}

/** The row that shows a step: the last one that is not after it. */
export function rowAt(steps: ArrayLike<number>, length: number, step: number): number {
  let [low, high] = [0, length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((steps[middle] ?? 0) <= step) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** A number of the step at a kept row, or the last one that was measured before it. */
export function valueAt(history: History, key: StepColumn, row: number): number {
  const column = history.column(key);
  for (let i = row; i >= 0; --i) {
    const value = column[i] ?? Number.NaN;
    if (!Number.isNaN(value)) return value;
  }
  return Number.NaN;
}

/** The latest number that the first of these columns has to offer. */
export function latestOf(history: History, ...keys: readonly StepColumn[]): number {
  for (const key of keys) {
    const value = valueAt(history, key, history.length - 1);
    if (!Number.isNaN(value)) return value;
  }
  return Number.NaN;
}
