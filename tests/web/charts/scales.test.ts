// Scales, round axes and ticks.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linear, logarithmic, roundUp } from '../../../web/src/charts/scale.ts';
import { decadeTicks, linearTicks } from '../../../web/src/charts/ticks.ts';

test('linear: the ends of the domain go to the ends of the range, and back', () => {
  const scale = linear([2, 6], [100, 300]);
  expect([scale.at(2), scale.at(4), scale.at(6)]).toEqual([100, 200, 300]);
  expect(scale.invert(250)).toBe(5);
});

test('logarithmic: every decade is as high as any other, and the axis may point down', () => {
  const scale = logarithmic([1e-3, 1e3], [60, 0]);
  expect(scale.at(1e-3)).toBeCloseTo(60);
  expect(scale.at(1)).toBeCloseTo(30);
  expect(scale.at(10)).toBeCloseTo(20);
  expect(scale.invert(30)).toBeCloseTo(1);
});

test('logarithmic: zero lies infinitely far below, a negative number nowhere', () => {
  const scale = logarithmic([1e-3, 1e3], [60, 0]);
  expect(scale.at(0)).toBe(Number.POSITIVE_INFINITY);
  expect(scale.at(-1)).toBeNaN();
});

test('scales: invert undoes at', () => {
  const value = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(value, (x) => {
      for (const scale of [linear([-5, 7], [3, 900]), logarithmic([1e-7, 1e7], [500, 0])]) {
        expect(scale.invert(scale.at(x)) / x).toBeCloseTo(1, 6);
      }
    }),
  );
});

test('roundUp: the next of 1, 2, 5 times a power of ten, never below the least', () => {
  const cases = [
    [0, 20],
    [20, 20],
    [21, 50],
    [99.5, 100],
    [100, 100],
    [101, 200],
    [4999, 5000],
  ] as const;
  for (const [value, expected] of cases) expect(roundUp(value, 20)).toBe(expected);
  expect(roundUp(Number.NaN, 20)).toBe(20);
});

test('roundUp: is at least the value and at most 2.5 times it', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), (x) => {
      const up = roundUp(x, 1e-3);
      expect(up).toBeGreaterThanOrEqual(x * (1 - 1e-9));
      expect(up).toBeLessThanOrEqual(2.5 * x * (1 + 1e-9));
    }),
  );
});

test('linearTicks: round numbers within the axis, without the dust of binary fractions', () => {
  expect(linearTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(linearTicks(-1.1, 1.1, 4)).toEqual([-1, 0, 1]);
  expect(linearTicks(0, 3000, 6)).toEqual([0, 500, 1000, 1500, 2000, 2500, 3000]);
  expect(linearTicks(5, 5, 4)).toEqual([]);
});

test('decadeTicks: exponents at a stride that leaves room', () => {
  expect(decadeTicks(1e-10, 1e3, 20)).toHaveLength(14);
  expect(decadeTicks(1e-10, 1e3, 5)).toEqual([-9, -6, -3, 0, 3]);
});
