// The charts that paint areas: the heatmap's rows, the decision's pixels, the profile's layers.
import { expect, test } from 'vitest';
import { paintScores } from '../../../web/src/charts/boundary.ts';
import { pack } from '../../../web/src/charts/colour.ts';
import { rowsOfColumns } from '../../../web/src/charts/heatmap.ts';
import { layerAt, profileBoxes } from '../../../web/src/charts/profile.ts';

test('heatmap: a column shows the last row that is not after it', () => {
  expect([...rowsOfColumns([0, 1, 2, 3], 4, [0, 4], 8)]).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
});

test('heatmap: what the run has not reached yet stays empty', () => {
  expect([...rowsOfColumns([0, 1], 2, [0, 4], 4)]).toEqual([0, 1, -1, -1]);
  expect([...rowsOfColumns([], 0, [0, 4], 2)]).toEqual([-1, -1]);
});

test('heatmap: a thinned history fills the columns between its rows', () => {
  expect([...rowsOfColumns([0, 10, 20], 3, [0, 40], 4)]).toEqual([0, 1, 2, -1]);
});

const classes = [pack(0, 0, 200), pack(200, 0, 0)] as const;
const neutral = pack(240, 240, 240);

function decision(scores: number[], size: number, side: number): Uint32Array {
  const pixels = new Uint32Array(side * side);
  const model = {
    scores,
    size,
    xDomain: [0, 1] as const,
    yDomain: [0, 1] as const,
    points: [],
    classes,
    neutral,
  };
  paintScores(pixels, side, side, model);
  return pixels;
}

const red = (pixel: number | undefined) => (pixel ?? 0) & 255;
const blue = (pixel: number | undefined) => ((pixel ?? 0) >> 16) & 255;

test('decision: each side has the colour of its class, and rows go upwards', () => {
  const pixels = decision([0, 0, 1, 1], 2, 8); // class 0 below, class 1 above
  expect(red(pixels[3])).toBeGreaterThan(blue(pixels[3]));
  expect(blue(pixels[8 * 7 + 3])).toBeGreaterThan(red(pixels[8 * 7 + 3]));
});

test('decision: a line runs where the answer turns, and nowhere else', () => {
  const pixels = decision([0, 1, 0, 1], 2, 9);
  const row = [...pixels.subarray(0, 9)];
  const grey = row.filter((pixel) => Math.abs(red(pixel) - blue(pixel)) < 12);
  expect(grey).toHaveLength(1);
  expect(row.indexOf(grey[0] ?? 0)).toBe(5); // the first pixel of the other side
});

test('decision: a score that is not a number shows as undecided', () => {
  const pixels = decision([Number.NaN, Number.NaN, Number.NaN, Number.NaN], 2, 4);
  expect(new Set(pixels)).toEqual(new Set([neutral]));
});

test('profile: panels stand side by side, are equally wide and share their axis', () => {
  const boxes = profileBoxes(600, 200, 3);
  expect(boxes).toHaveLength(3);
  for (const box of boxes) {
    expect(box.width).toBeCloseTo(boxes[0]?.width ?? 0);
    expect([box.top, box.height]).toEqual([boxes[0]?.top, boxes[0]?.height]);
  }
  const [first, second] = boxes;
  expect((first?.left ?? 0) + (first?.width ?? 0)).toBeLessThan(second?.left ?? 0);
});

test('profile: the pointer finds the same layer in every panel, and none between them', () => {
  const boxes = profileBoxes(600, 200, 3);
  for (const box of boxes) {
    expect(layerAt(600, 200, 3, 11, box.left + 1)).toBe(0);
    expect(layerAt(600, 200, 3, 11, box.left + box.width - 1)).toBe(10);
  }
  expect(layerAt(600, 200, 3, 11, (boxes[1]?.left ?? 0) - 2)).toBeUndefined();
});
