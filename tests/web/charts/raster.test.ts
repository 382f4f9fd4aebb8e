// Curves as pixels: coverage, connection, gaps and dashes, on pictures small enough to write down.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pack } from '../../../web/src/charts/colour.ts';
import { Columns } from '../../../web/src/charts/columns.ts';
import { Fold } from '../../../web/src/charts/fold.ts';
import { Raster } from '../../../web/src/charts/raster.ts';
import { linear } from '../../../web/src/charts/scale.ts';
import { smooth } from '../../../web/src/charts/smooth.ts';

const black = pack(0, 0, 0);

/** The opacity of every pixel, as rows of text: "." none, "#" full, a digit for tenths between. */
function picture(raster: Raster): string[] {
  return Array.from({ length: raster.height }, (_, y) =>
    Array.from({ length: raster.width }, (_, x) => {
      const alpha = (raster.pixels[y * raster.width + x] ?? 0) >>> 24;
      return alpha === 0 ? '.' : alpha === 255 ? '#' : String(Math.floor((alpha * 10) / 256));
    }).join(''),
  );
}

function draw(ys: number[], width: number, height: number, thickness = 1, dash = 0) {
  const raster = new Raster(width, height);
  const xs = ys.map((_, i) => i);
  const x = linear([0, Math.max(1, ys.length - 1)], [0, width]);
  const y = linear([0, height], [height, 0]);
  new Columns(width).read({ xs, ys, length: ys.length }, x, y).draw(raster, black, thickness, dash);
  return picture(raster);
}

test('run: fills whole pixels, and the two at its ends by how much of them it covers', () => {
  const raster = new Raster(1, 4);
  raster.run(0, 0.5, 3.25, black);
  expect(picture(raster)).toEqual(['5', '#', '#', '2']);
});

test('run: what lies outside of the picture is cut off', () => {
  const raster = new Raster(1, 3);
  raster.run(0, -10, 1, black);
  raster.run(0, 2, 1e9, black);
  raster.run(0, 5, 9, black);
  expect(picture(raster)).toEqual(['#', '.', '#']);
});

test('blend: half of white over black is grey and opaque', () => {
  const raster = new Raster(1, 1);
  raster.blend(0, 0, black, 1);
  raster.blend(0, 0, pack(255, 255, 255), 0.5);
  expect(raster.pixels[0]).toBe(pack(128, 128, 128));
});

test('a flat curve is a line of its thickness', () => {
  expect(draw([1.5, 1.5, 1.5], 6, 3)).toEqual(['......', '######', '......']);
});

test('few points over many pixels are connected', () => {
  const rows = draw([0, 4], 4, 4, 1);
  for (let column = 0; column < 4; ++column) {
    expect(rows.some((row) => row[column] !== '.')).toBe(true);
  }
  expect(rows[0]?.[3]).not.toBe('.');
  expect(rows[3]?.[0]).not.toBe('.');
});

test('many points in one pixel column become a band from the lowest to the highest', () => {
  const ys = [2, 2, 0.5, 3.5, 2, 2];
  const rows = draw(ys, 1, 4, 0.0001);
  expect(rows.map((row) => row !== '.')).toEqual([true, true, true, true]);
});

test('no extreme is lost, however many points a pixel holds', () => {
  const spike = fc.integer({ min: 0, max: 999 });
  fc.assert(
    fc.property(spike, (at) => {
      const ys = Array.from({ length: 1000 }, (_, i) => (i === at ? 9 : 1));
      expect(draw(ys, 20, 10)[0]).toMatch(/[^.]/);
    }),
  );
});

test('a number that is missing breaks the curve', () => {
  const columns = new Columns(5);
  const [x, y] = [linear([0, 4], [0, 5]), linear([0, 1], [1, 0])];
  const curve = { xs: [0, 1, 2, 3, 4], ys: [0, 0, Number.NaN, 0, 0], length: 5 };
  const raster = new Raster(5, 1);
  columns.read(curve, x, y).draw(raster, black, 2);
  expect(picture(raster)).toEqual(['##.##']);
});

test('with gaps bridged, numbers that are measured now and then are joined', () => {
  const columns = new Columns(5);
  const [x, y] = [linear([0, 4], [0, 5]), linear([0, 1], [1, 0])];
  const curve = { xs: [0, 1, 2, 3, 4], ys: [0, Number.NaN, Number.NaN, Number.NaN, 0], length: 5 };
  const raster = new Raster(5, 1);
  columns.read(curve, x, y, 'bridge').draw(raster, black, 2);
  expect(picture(raster)).toEqual(['#####']);
});

test('a dashed curve is drawn and left out in turn', () => {
  expect(draw([0.5, 0.5], 8, 1, 1, 2)).toEqual(['##..##..']);
});

test('infinities leave the picture upwards and downwards and break nothing', () => {
  const rows = draw([1, Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY, 1], 8, 2);
  expect(rows.join('')).toMatch(/#/);
});

test('smooth: leaves a constant alone, keeps missing numbers missing, and does not lag', () => {
  const values = Float64Array.of(2, 2, 2, Number.NaN, 5, 5);
  smooth(values, 6, 4);
  expect([...values]).toEqual([2, 2, 2, Number.NaN, 5, 5]);
  // So long that what happens at its ends has died away in the middle: (5/6)^200 = 1e-16.
  const peak = Float64Array.from({ length: 401 }, (_, i) => (i === 200 ? 1 : 0));
  smooth(peak, 401, 6);
  for (let i = 1; i < 5; ++i) expect(peak[200 - i]).toBeCloseTo(peak[200 + i] ?? Number.NaN, 12);
});

test('fold: a dense curve keeps its extremes and its mean in every column', () => {
  const fold = new Fold(4);
  const values = Float64Array.from({ length: 40 }, (_, i) => 10 ** ((i % 10) - 5));
  const steps = Float64Array.from({ length: 40 }, (_, i) => i);
  fold.place(steps, 40, linear([0, 40], [0, 4]));
  fold.read(values, -9, 9);
  expect(fold.means.length).toBe(4);
  expect([...fold.means.ys]).toEqual([-0.5, -0.5, -0.5, -0.5].map((y) => expect.closeTo(y)));
  expect([...fold.extremes.ys]).toEqual([-5, 4, -5, 4, -5, 4, -5, 4].map((y) => expect.closeTo(y)));
});

test('fold: a sparse curve passes as it is, cut off at the limits, with its gaps', () => {
  const fold = new Fold(10);
  fold.place([0, 1, 2, 3], 4, linear([0, 10], [0, 10]));
  fold.read([1, 0, Number.NaN, 1e30], -3, 3);
  expect([...fold.means.ys.subarray(0, 4)]).toEqual([0, -3, Number.NaN, 3]);
  expect([...fold.means.xs.subarray(0, 4)]).toEqual([0, 1, 2, 3]);
  expect(fold.extremes.length).toBe(4);
});
