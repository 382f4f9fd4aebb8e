// The history: bounded, and a function of the rows alone.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalog } from '../../../web/src/config/catalog.ts';
import { History, rowSize } from '../../../web/src/experiment/history.ts';

const layers = 2;
const size = rowSize(layers);
const keys = catalog.columns.step.map((column) => column.key);
const testIndex = keys.indexOf('test_loss');

interface Measured {
  readonly step: number;
  readonly tested: boolean;
}

/** A row whose numbers tell where they come from: step + column / 1000. */
function rowOf({ step, tested }: Measured): Float64Array {
  const row = Float64Array.from({ length: size }, (_, i) => step + i / 1000);
  if (!tested) row[testIndex] = Number.NaN;
  return row;
}

function rowsOf(measured: readonly Measured[]): Float64Array {
  const rows = new Float64Array(measured.length * size);
  for (const [i, m] of measured.entries()) rows.set(rowOf(m), i * size);
  return rows;
}

function historyOf(measured: readonly Measured[], capacity: number): History {
  const history = new History(layers, capacity);
  history.append(rowsOf(measured), measured.length);
  return history;
}

/** Everything that can be read from a history. */
function contents(history: History): unknown {
  const columns = keys.map((key) => [...history.column(key)]);
  const perLayer = catalog.columns.layer.map(({ key }) =>
    [...Array(layers).keys()].map((layer) => [...history.layerColumn(key, layer)]),
  );
  return { columns, perLayer, stride: history.stride, latest: history.latest() };
}

/** Rows with ascending steps, some far apart, some with a test result. */
const anyMeasured = fc
  .array(fc.tuple(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 })), fc.boolean()), {
    maxLength: 300,
  })
  .map((gaps) => {
    let step = 0;
    return gaps.map(([gap, tested]): Measured => {
      step += gap;
      return { step, tested };
    });
  });

const anyCapacity = fc.integer({ min: 2, max: 40 });

test('history: every row stays while there is room', () => {
  const history = historyOf(
    [...Array(50).keys()].map((step) => ({ step, tested: true })),
    50,
  );
  expect(history.length).toBe(50);
  expect(history.stride).toBe(1);
  expect([...history.steps]).toEqual([...Array(50).keys()]);
  expect(history.column('loss')[7]).toBe(7.001);
  expect(history.layerColumn('delta_rms', 1)[7]).toBe(7 + (9 + 7 + 1) / 1000);
  expect([...history.row(7).profile('gradient_norm')]).toEqual([7.009, 7.016]);
  expect(history.row(7).get('step')).toBe(7);
});

test('history: one row more and every second one goes, and the stride is 2', () => {
  const history = historyOf(
    [...Array(51).keys()].map((step) => ({ step, tested: true })),
    50,
  );
  expect(history.stride).toBe(2);
  expect([...history.steps]).toEqual([...Array(26).keys()].map((i) => 2 * i));
});

test('history: never more rows than the capacity, and of each stride exactly one', () => {
  fc.assert(
    fc.property(anyMeasured, anyCapacity, (measured, capacity) => {
      const history = historyOf(measured, capacity);
      expect(history.length).toBeLessThanOrEqual(capacity);
      const buckets = (steps: Iterable<number>) =>
        Array.from(steps, (step) => Math.floor(step / history.stride));
      expect(buckets(history.steps)).toEqual([...new Set(buckets(measured.map((m) => m.step)))]);
    }),
  );
});

test('history: the stride is no longer than it must be', () => {
  fc.assert(
    fc.property(anyMeasured, anyCapacity, (measured, capacity) => {
      const { stride } = historyOf(measured, capacity);
      const half = new Set(measured.map(({ step }) => Math.floor(step / (stride / 2))));
      expect(stride === 1 || half.size > capacity).toBe(true);
    }),
  );
});

test('history: each row is one that was measured, with all its numbers', () => {
  fc.assert(
    fc.property(anyMeasured, anyCapacity, (measured, capacity) => {
      const history = historyOf(measured, capacity);
      const byStep = new Map(measured.map((m) => [m.step, rowOf(m)]));
      history.steps.forEach((step, i) => {
        const row = byStep.get(step) as Float64Array;
        expect(keys.map((key) => history.column(key)[i])).toEqual([...row.slice(0, keys.length)]);
        expect(history.layerColumn('weight_rms', layers - 1)[i]).toBe(row.at(-1));
      });
    }),
  );
});

test('history: a stride with a test result keeps its first one', () => {
  fc.assert(
    fc.property(anyMeasured, anyCapacity, (measured, capacity) => {
      const history = historyOf(measured, capacity);
      const bucket = (step: number) => Math.floor(step / history.stride);
      history.steps.forEach((step) => {
        const inside = measured.filter((m) => bucket(m.step) === bucket(step));
        const kept = inside.find((m) => m.tested) ?? inside[0];
        expect(step).toBe(kept?.step);
      });
    }),
  );
});

test('history: how the rows arrive does not matter', () => {
  fc.assert(
    fc.property(
      anyMeasured,
      anyCapacity,
      fc.integer({ min: 1, max: 9 }),
      (measured, capacity, chunk) => {
        const piecewise = new History(layers, capacity);
        for (let i = 0; i < measured.length; i += chunk) {
          const part = measured.slice(i, i + chunk);
          piecewise.append(rowsOf(part), part.length);
        }
        expect(contents(piecewise)).toEqual(contents(historyOf(measured, capacity)));
      },
    ),
  );
});

test('history: a second row for a step completes the first', () => {
  const history = new History(layers, 10);
  const [probe, step] = [rowOf({ step: 3, tested: true }), rowOf({ step: 3, tested: false })];
  const last = size - 1;
  probe[last] = Number.NaN;
  step[1] = 77;
  history.append(probe, 1);
  history.append(step, 1);
  expect(history.length).toBe(1);
  expect(history.column('test_loss')[0]).toBe(3 + testIndex / 1000);
  expect(history.column('loss')[0]).toBe(77);
  expect(history.latest()?.layer('weight_rms', 1)).toBe(3 + last / 1000);
});

test('history: when the run goes back, what lay behind that step is dropped', () => {
  const history = historyOf(
    [...Array(20).keys()].map((step) => ({ step, tested: false })),
    100,
  );
  history.append(rowOf({ step: 5, tested: true }), 1);
  expect([...history.steps]).toEqual([0, 1, 2, 3, 4, 5]);
  expect(history.latest()?.get('step')).toBe(5);
  expect(history.column('test_loss')[5]).toBe(5 + testIndex / 1000);
});

test('history: numbers that are not finite are kept as they are', () => {
  const history = new History(layers, 10);
  const row = rowOf({ step: 0, tested: true });
  row[1] = Number.POSITIVE_INFINITY;
  history.append(row, 1);
  expect(history.column('loss')[0]).toBe(Number.POSITIVE_INFINITY);
});

test('history: latest is the last row that arrived, also if it is not kept', () => {
  const history = historyOf(
    [...Array(9).keys()].map((step) => ({ step, tested: false })),
    8,
  );
  history.append(rowOf({ step: 9, tested: false }), 1);
  expect([...history.steps]).toEqual([0, 2, 4, 6, 8]);
  expect(history.latest()?.get('step')).toBe(9);
});

test('history: asking for a layer that is not there is an error, not an empty column', () => {
  expect(() => new History(2).layerColumn('dead', 2)).toThrow(RangeError);
});
