// What changes delta on its way back, as bars: nothing is lost between the engine's numbers and the picture.
import { expect, test } from 'vitest';
import { catalog } from '../../../web/src/config/catalog.ts';
import { deltaParts } from '../../../web/src/i18n/proof-text.ts';
import { barsOf, changesOf } from '../../../web/src/ui/canvas/delta-bars.ts';

test('delta parts: those of the engine, in its order', () => {
  const keys = catalog.causes.map(({ key }) => key);
  expect(keys.slice(0, deltaParts.length)).toEqual([...deltaParts]);
});

test('changesOf: the way from the output is left out, however deep the network', () => {
  const numbers = Array.from({ length: 3 * deltaParts.length }, (_, i) => i);
  const changes = changesOf(numbers);
  expect(changes).toHaveLength(2);
  expect(changes[1]?.weights).toBe(deltaParts.length);
  expect(changesOf([])).toEqual([]);
  expect(changesOf(numbers.slice(0, deltaParts.length))).toEqual([]);
});

test('barsOf: bars of a side follow each other, and their ends are the sums of the sides', () => {
  const [change] = changesOf([-1, 0.5, -0.25, 2, -3, 0, 0, 0, 0, 0]);
  if (!change) throw new Error('there is one');
  const bars = barsOf(change);
  expect(bars.map(({ from, to }) => to - from)).toEqual([1, 0.5, 0.25, 2, 3]);
  expect(Math.min(...bars.map(({ from }) => from))).toBe(-4.25);
  expect(Math.max(...bars.map(({ to }) => to))).toBe(2.5);
  const left = bars.filter(({ to }) => to <= 0 && to > -5).map(({ to }) => to);
  expect(left).toContain(0);
});
