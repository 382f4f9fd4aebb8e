// What changes delta from layer to layer: the engine's numbers by part, and where their bars lie. Draws
// nothing.
import { type DeltaPart, deltaParts } from '../../i18n/proof-text.ts';

/** Decades by part, from one hidden layer to the one below. */
export type Change = Readonly<Record<DeltaPart, number>>;

/** The engine's numbers, [layer][part] from the second layer on, without the way from the output. */
export function changesOf(numbers: ArrayLike<number>): Change[] {
  const layers = Math.max(0, Math.floor(numbers.length / deltaParts.length) - 1);
  return Array.from({ length: layers }, (_, layer) => {
    const part = (i: number) => numbers[layer * deltaParts.length + i] ?? Number.NaN;
    return Object.fromEntries(deltaParts.map((key, i) => [key, part(i)])) as unknown as Change;
  });
}

/** Where the bars of a change lie: what shrinks delta to the left of 0, what lets it grow to the right. */
export function barsOf(change: Change): { part: DeltaPart; from: number; to: number }[] {
  const ends = { left: 0, right: 0 };
  return deltaParts.map((part) => {
    const side = change[part] < 0 ? 'left' : 'right';
    const start = ends[side];
    ends[side] += change[part];
    return { part, from: Math.min(start, ends[side]), to: Math.max(start, ends[side]) };
  });
}
