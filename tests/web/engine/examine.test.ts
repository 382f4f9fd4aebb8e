// Questions that only the float64 module answers, asked of a run in either precision.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Config } from '../../../web/src/config/types.ts';
import type { MeanFieldTheory } from '../../../web/src/engine/answers.ts';
import type { RunSlot } from '../../../web/src/engine/slot.ts';
import { newSlot, source } from './engine.ts';

let slot: RunSlot;
beforeEach(() => {
  slot = newSlot();
});
afterEach(() => slot.connection.dispose());

const tanh: Config = { depth: 3, width: 8, activation: { kind: 'tanh' }, learning_rate: 0.5 };

test.each(['float32', 'float64'] as const)(
  'gradientCheck: %s, backpropagation is right at the start and after training',
  async (precision) => {
    const { layers } = (await slot.start({ ...tanh, precision })).info;
    for (const steps of [1, 100]) {
      const check = await slot.ask('gradientCheck', { entries: 0 });
      expect(check.layers.map(({ parameters }) => parameters)).toEqual(
        layers.map((layer) => (layer.in + 1) * layer.out),
      );
      for (const { errors, best, entries, agreement } of check.layers) {
        expect(entries).toBeGreaterThan(0);
        expect(errors.length).toBe(check.step_sizes.length);
        expect(errors[best]).toBeLessThan(1e-7);
        expect(errors[0]).toBeGreaterThan(errors[best] as number); // the left arm of the V
        expect(agreement).toBe('right');
      }
      await slot.advance(steps);
    }
  },
);

test('gradientCheck: every parameter of the run gets to its place', async () => {
  const config = { ...tanh, precision: 'float64' } as const;
  const { module } = await source.create('float64');
  await slot.start(config);
  const atStart = await slot.ask('gradientCheck', { entries: 5 });
  expect(atStart).toEqual(module.gradientCheck?.(config, 0, [], 5));
  expect(atStart.layers.every(({ entries }) => entries === 5)).toBe(true);
  await slot.advance(10);
  expect(await slot.ask('gradientCheck', { entries: 5 })).not.toEqual(
    module.gradientCheck?.(config, 10, [], 5),
  );
});

test('theory: sigmoid and Xavier lose their gradient as mean-field theory says', async () => {
  const { layers } = (await slot.start({})).info;
  const theory = (await slot.ask('theory')) as MeanFieldTheory;
  expect(theory.reason).toBeNull();
  expect(theory.chi_1).toBeLessThan(0.1);
  expect(theory.layers.length).toBe(layers.length);
  const [first, last] = [theory.layers[0], theory.layers.at(-1)];
  expect(first?.delta_rms).toBeLessThan(1e-4 * (last?.delta_rms ?? 0));
  for (const { low, delta_rms, high } of theory.layers) {
    expect(low).toBeLessThanOrEqual(delta_rms);
    expect(high).toBeGreaterThanOrEqual(delta_rms);
  }
});

test.each([
  ['residual', { residual: true }],
  ['dropout', { dropout: 0.1 }],
  ['normalization', { normalization: { kind: 'layer_norm' } }],
] as const)('theory: it does not apply because of %s, and says so', async (reason, config) => {
  await slot.start({ depth: 3, ...config });
  expect(await slot.ask('theory')).toEqual({ reason });
});

test('gradientCheck: layer by layer it says what it says of all at once', async () => {
  await slot.start({ depth: 3, width: 4 });
  const whole = await slot.ask('gradientCheck', { entries: 6 });
  const parts: unknown[] = [];
  for (let layer = 0; layer < 4; layer++) {
    const part = await slot.ask('gradientCheck', { entries: 6, layer });
    expect(part.layers).toHaveLength(1);
    parts.push(...part.layers);
  }
  expect(parts).toEqual(whole.layers);
  await expect(slot.ask('gradientCheck', { entries: 6, layer: 4 })).rejects.toThrow(
    'cannot examine',
  );
});

test('gradientCheck: what article 002 takes for it passes at the start and fails later', async () => {
  await slot.start(tanh);
  const printed = async () =>
    (await slot.ask('gradientCheck', { entries: 3 })).layers.map((layer) => layer.printed);
  for (const difference of await printed()) expect(difference).toBeLessThan(1e-6); // of float32
  await slot.advance(300);
  for (const difference of await printed()) expect(difference).toBeGreaterThan(0.01);
});

test('examining a run changes nothing in it', async () => {
  await slot.start(tanh);
  await slot.advance(20);
  await Promise.all([
    slot.ask('theory'),
    slot.ask('gradientCheck', { entries: 3 }),
    slot.advance(20),
  ]);
  const examined = await slot.ask('snapshot');
  await slot.start(tanh);
  await slot.advance(40);
  expect(examined).toEqual(await slot.ask('snapshot'));
});

test('digits are examined as well', async () => {
  await slot.start({ data: { kind: 'digits' }, depth: 1, width: 4 });
  const { layers } = await slot.ask('gradientCheck', { entries: 20 });
  expect(layers.map(({ agreement }) => agreement)).toEqual(['right', 'right']);
});

test('without the float64 module there is no answer, and the run goes on', async () => {
  slot = newSlot({
    ...source,
    create: (precision) =>
      precision === 'float64' ? Promise.reject(new Error('404')) : source.create(precision),
  });
  await slot.start({ depth: 2 });
  await expect(slot.ask('theory')).rejects.toThrow('404');
  await expect(slot.ask('gradientCheck', { entries: 0 })).rejects.toThrow('404');
  expect((await slot.advance(1)).step).toBe(1);
});
