// What the network has learned, as numbers to draw: its decision over the plane, its curve, its
// confusion or its predictions, whichever suits the data. Asks the engine; draws nothing.
import { memberOf } from '../config/members.ts';
import type { Evaluation, RunInfo } from '../engine/answers.ts';
import type { RunSlot } from '../engine/slot.ts';

export type Picture = 'boundary' | 'curve' | 'confusion' | 'agreement';

export interface Samples {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly label: ArrayLike<number>;
  readonly length: number;
}

export interface Plane {
  readonly train: Samples;
  readonly test: Samples;
  readonly xDomain: readonly [number, number];
  readonly yDomain: readonly [number, number];
}

/** Grid points along a side of the plane, and points of a curve. */
export const GRID = 56;
export const CURVE = 160;

export function pictureOf(info: RunInfo): Picture {
  const { task, features, classes } = info.data;
  if (task === 'regression') return features === 1 ? 'curve' : 'agreement';
  return features === 2 && classes === 2 ? 'boundary' : 'confusion';
}

/** The samples of a run, fetched once. For `agreement`, x is the truth and y is filled in later. */
export async function samplesOf(slot: RunSlot, info: RunInfo): Promise<Plane> {
  const [inputs, answers, testInputs, testAnswers] = await Promise.all([
    slot.ask('values', { name: 'train.inputs' }),
    slot.ask('values', { name: 'train.answers' }),
    slot.ask('values', { name: 'test.inputs' }),
    slot.ask('values', { name: 'test.answers' }),
  ]);
  const picture = pictureOf(info);
  const { features } = info.data;
  const read = (from: ArrayLike<number>, label: ArrayLike<number>, length: number): Samples => {
    const x = new Float64Array(length);
    const y = new Float64Array(length);
    for (let i = 0; i < length; ++i) {
      const answer = label[i] ?? Number.NaN;
      x[i] = picture === 'agreement' ? answer : (from[i * features] ?? Number.NaN);
      y[i] = picture === 'boundary' ? (from[i * features + 1] ?? Number.NaN) : answer;
    }
    return { x, y, label, length };
  };
  const train = read(inputs, answers, info.data.train);
  const test = read(testInputs, testAnswers, info.data.test);
  const xDomain = extent([train.x, test.x]);
  const yDomain = extent([train.y, test.y]);
  return {
    train,
    test,
    ...(picture === 'boundary' ? square(xDomain, yDomain) : { xDomain, yDomain }),
  };
}

/** From the least to the largest number, with some room around. */
export function extent(columns: readonly ArrayLike<number>[]): [number, number] {
  let [lo, hi] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const column of columns) {
    for (let i = 0; i < column.length; ++i) {
      lo = Math.min(lo, column[i] ?? lo);
      hi = Math.max(hi, column[i] ?? hi);
    }
  }
  if (!(hi > lo)) return [(Number.isFinite(lo) ? lo : 0) - 1, (Number.isFinite(hi) ? hi : 0) + 1];
  const room = (hi - lo) * 0.08;
  return [lo - room, hi + room];
}

/** The same length on both axes, so that circles are round. */
function square(x: readonly [number, number], y: readonly [number, number]) {
  const half = Math.max(x[1] - x[0], y[1] - y[0]) / 2;
  const [cx, cy] = [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2];
  return {
    xDomain: [cx - half, cx + half] as const,
    yDomain: [cy - half, cy + half] as const,
  };
}

/** The score of class 1 on the grid of boundary.ts, rows from the bottom. */
export async function planeScores(
  slot: RunSlot,
  info: RunInfo,
  plane: Plane,
): Promise<Float64Array> {
  const inputs = new Float32Array(2 * GRID * GRID);
  const place = ([lo, hi]: readonly [number, number], i: number) =>
    lo + ((hi - lo) * (i + 0.5)) / GRID;
  for (let row = 0; row < GRID; ++row) {
    for (let column = 0; column < GRID; ++column) {
      inputs[2 * (row * GRID + column)] = place(plane.xDomain, column);
      inputs[2 * (row * GRID + column) + 1] = place(plane.yDomain, row);
    }
  }
  return scores(await slot.ask('predict', { inputs }), GRID * GRID, info);
}

/** Outputs as scores from 0 to 1 whose middle is where the engine's answer turns. */
export function scores(outputs: ArrayLike<number>, rows: number, info: RunInfo): Float64Array {
  const each = outputs.length / rows;
  const logistic = (z: number) => 1 / (1 + Math.exp(-z));
  const aroundZero = memberOf('loss', info.loss)?.threshold === 0;
  const result = new Float64Array(rows);
  for (let i = 0; i < rows; ++i) {
    const first = outputs[i * each] ?? Number.NaN;
    if (each === 2) result[i] = logistic((outputs[i * each + 1] ?? Number.NaN) - first);
    else result[i] = aroundZero ? logistic(first) : first;
  }
  return result;
}

export interface FittedCurve {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
}

export async function fittedCurve(slot: RunSlot, plane: Plane): Promise<FittedCurve> {
  const [lo, hi] = plane.xDomain;
  const xs = Float64Array.from({ length: CURVE }, (_, i) => lo + ((hi - lo) * i) / (CURVE - 1));
  const outputs = await slot.ask('predict', { inputs: Float32Array.from(xs) });
  return { xs, ys: Float64Array.from(outputs) };
}

/** Predictions for the samples themselves. */
export async function predictions(slot: RunSlot, part: 'train' | 'test') {
  const inputs = await slot.ask('values', { name: `${part}.inputs` });
  return inputs.length === 0 ? inputs : slot.ask('predict', { inputs: Float32Array.from(inputs) });
}

export function confusionOf(slot: RunSlot, info: RunInfo): Promise<Evaluation> {
  return slot.ask('evaluate', { part: info.data.test > 0 ? 'test' : 'train' });
}
