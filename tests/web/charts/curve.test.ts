// Where a fitted curve leaves its plot.
import { expect, test } from 'vitest';
import { type CurveModel, markExits } from '../../../web/src/charts/curve.ts';
import type { Stage } from '../../../web/src/charts/stage.ts';

const box = { left: 40, top: 10, width: 100, height: 50 };

/** The tips of the arrows for a curve over x = 0, 1, ... */
function tips(ys: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  const context = {
    beginPath() {},
    moveTo: (x: number, y: number) => found.push([x, y]),
    lineTo() {},
    fill() {},
  };
  const model = {
    xs: ys.map((_, i) => i),
    ys,
    xDomain: [0, ys.length - 1],
    yDomain: [-1, 1],
    curve: 0,
  };
  markExits({ context } as unknown as Stage, box, model as unknown as CurveModel);
  return found;
}

test('a curve inside its plot has no arrow', () => {
  expect(tips([-1, 0, 1, 0.5, -0.5])).toEqual([]);
  expect(tips([])).toEqual([]);
});

test('each part outside has one arrow at its edge, over its middle', () => {
  expect(tips([0, 2, 3, 2, 0])).toEqual([[90, 10]]);
  expect(tips([-9, -9, 0, 5, 5])).toEqual([
    [52.5, 60],
    [127.5, 10],
  ]);
  expect(tips([7, -7, 7])).toEqual([
    [40, 10],
    [90, 60],
    [140, 10],
  ]);
});

test('what is no number is nowhere, what is infinite is outside', () => {
  expect(tips([Number.NaN, Number.NaN, 0])).toEqual([]);
  expect(tips([0, Number.POSITIVE_INFINITY, 0])).toEqual([[90, 10]]);
});
