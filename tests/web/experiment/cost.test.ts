// What a run costs: the arithmetic, who is asked, and what steps that were made say of the machine.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { complete } from '../../../web/src/config/config.ts';
import type { Config } from '../../../web/src/config/types.ts';
import { costOf, expected, isSlow, narrower } from '../../../web/src/experiment/cost.ts';
import { Gate, isSmall } from '../../../web/src/experiment/gate.ts';
import { settled } from './by-hand.ts';

const muon: Config = {
  depth: 64,
  width: 256,
  batch: 8,
  update: [{ kind: 'muon' }],
  init: { kind: 'orthogonal' },
};
const cost = (config: Config) => costOf(complete(config));

describe('cost', () => {
  test('Muon multiplies each matrix six times by itself in each Newton-Schulz step', () => {
    const { step } = cost(muon);
    const products = 6 * 5 * 63 * 256 ** 3;
    const rest = cost({ ...muon, update: [] }).step;
    expect(step - rest).toBeCloseTo(products / 20e9, 10);
  });

  test('doubling what is multiplied doubles the products, in a batch or in depth', () => {
    const wide: Config = { depth: 32, width: 256, batch: 256, test_every: 0 };
    const { step } = cost(wide);
    const twice = [cost({ ...wide, batch: 512 }), cost({ ...wide, depth: 64 })];
    for (const other of twice) expect(other.step / step).toBeCloseTo(2, 1);
    expect(cost({ ...wide, precision: 'float64' }).step / step).toBe(2);
  });

  test('an orthogonal start and a test set of many are counted', () => {
    const plain: Config = { depth: 64, width: 256, batch: 8 };
    const orthogonal = cost({ ...plain, init: { kind: 'lsuv' } }).start - cost(plain).start;
    expect(orthogonal).toBeGreaterThan(1);
    const tested: Config = {
      ...plain,
      data: { kind: 'moons', samples: 20000 },
      test_fraction: 0.9,
      test_every: 1,
    };
    expect(cost(tested).step).toBeGreaterThan(4);
    expect(cost({ ...tested, test_every: 0 }).step).toBeLessThan(0.1);
  });

  test('steps that were made correct the estimate, in proportion', () => {
    const config = complete({ depth: 16, width: 64 });
    const timed = { config, steps: 10, milliseconds: 5000 };
    expect(expected(config, timed).step).toBeCloseTo(0.5, 10);
    expect(expected(config, { ...timed, milliseconds: 10 }).step).toBeCloseTo(0.001, 10);
  });

  test('narrower: the widest by halves that is not slow; nothing for what is not slow', () => {
    const width = narrower(complete(muon), undefined) ?? 0;
    const slow = (at: number) => isSlow(expected(complete({ ...muon, width: at }), undefined));
    expect([slow(width), slow(2 * width)]).toEqual([false, true]);
    expect(narrower(complete({}), undefined)).toBeUndefined();
  });
});

test('what the gate lets through as small is never slow, on a machine of which nothing is known', () => {
  let small = 0;
  const counts = {
    depth: [0, 64],
    width: [1, 256],
    samples: [2, 20000],
    batch: [0, 20000],
  } as const;
  const integer = ([min, max]: readonly [number, number]) => fc.integer({ min, max });
  fc.assert(
    fc.property(
      integer(counts.depth),
      integer(counts.width),
      integer(counts.samples),
      integer(counts.batch),
      fc.constantFrom(0, 1, 20),
      integer([0, 8]),
      (depth, width, samples, batch, test_every, links) => {
        const config = complete({
          depth,
          width,
          batch: Math.min(batch, samples),
          data: { kind: 'moons', samples },
          test_every,
          test_fraction: 0.9,
          precision: 'float64',
          init: { kind: 'lsuv' },
          update: Array(links).fill({ kind: 'muon', ns_steps: 10 }),
        });
        if (!isSmall(config)) return;
        small += 1;
        expect(isSlow(expected(config, undefined))).toBe(false);
      },
    ),
    { numRuns: 5000 },
  );
  expect(small).toBeGreaterThan(50);
});

describe('gate', () => {
  /** Until a question is there. */
  async function asked(gate: Gate) {
    while (!gate.question) await new Promise((resolve) => setTimeout(resolve));
    return gate.question;
  }

  test('asks before what is slow, once, and runs what was chosen', async () => {
    const gate = new Gate(() => {});
    const first = gate.pass(muon);
    const { cost, width, answer } = await asked(gate);
    expect(cost.step).toBeGreaterThan(1);
    answer({ ...muon, width: width ?? 1 });
    expect(await first).toEqual({ ...muon, width });
    const second = gate.pass(muon);
    (await asked(gate)).answer(muon);
    expect(await second).toEqual(muon);
    expect(await gate.pass(muon)).toEqual(muon); // nobody is asked twice
    expect(gate.question).toBeUndefined();
  });

  test('whoever asks next takes the question back', async () => {
    const gate = new Gate(() => {});
    const slow = gate.pass(muon);
    await asked(gate);
    expect(await gate.pass({ depth: 2 })).toEqual({ depth: 2 });
    expect(await slow).toBeUndefined();
    await settled();
    expect([gate.question, gate.wanted]).toEqual([undefined, { depth: 2 }]);
  });

  test('a fast machine is not asked, a slow one is asked for less', async () => {
    const gate = new Gate(() => {});
    const some: Config = { depth: 64, width: 256, batch: 64 };
    gate.measure(some, { step: 100, milliseconds: 100 * 1000 * cost(some).step });
    expect(await gate.pass(some)).toEqual(some);
    gate.measure(some, { step: 101, milliseconds: 30_000 });
    const asks = gate.pass(some);
    expect((await asked(gate)).cost.step).toBeCloseTo(30, 5);
    gate.question?.answer();
    expect(await asks).toBeUndefined();
  });
});
