// Starting runs through the protocol: what is refused, what is overtaken, what a run is said to be.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { catalog } from '../../../web/src/config/catalog.ts';
import { ConfigFault, EngineFailure, Superseded } from '../../../web/src/engine/errors.ts';
import type { Source } from '../../../web/src/engine/module.ts';
import type { RunSlot } from '../../../web/src/engine/slot.ts';
import { rowSize } from '../../../web/src/experiment/history.ts';
import { newSlot, source } from './engine.ts';

const stepKeys = catalog.columns.step.map((column) => column.key);
const column = (key: (typeof stepKeys)[number]) => stepKeys.indexOf(key);

let slot: RunSlot;
beforeEach(() => {
  slot = newSlot();
});
afterEach(() => slot.connection.dispose());

describe('start', () => {
  test('describes the run and measures its gradient before any training', async () => {
    const { info } = await slot.start({ depth: 3, width: 5 });
    expect(info.module).toBe('float32');
    expect(info.layers.map((layer) => [layer.in, layer.out])).toEqual([
      [2, 5],
      [5, 5],
      [5, 5],
      [5, 1],
    ]);
    expect(info.parameters).toBe(2 * 5 + 5 + 2 * (25 + 5) + 5 + 1);
    expect(info.data).toEqual({
      task: 'classification',
      features: 2,
      classes: 2,
      train: 300,
      test: 100,
    });
    expect(info.first.count).toBe(1);
    expect(info.first.rows.length).toBe(rowSize(4));
    expect(info.first.rows[column('step')]).toBe(0);
    expect(info.first.rows[column('loss')]).toBeGreaterThan(0);
    expect(info.first.step).toBe(0);
  });

  test('finds what the catalogue promises: the default run vanishes', async () => {
    const { first } = (await slot.start({})).info;
    expect(first.diagnosis.verdict).toBe('vanishing');
    expect(first.diagnosis.delta_ratio).toBeLessThan(1e-5);
  });

  test('rejects with every fault at once, in the engine’s words', async () => {
    const faulty = { depth: 99, activation: { kind: 'reluu' }, batch: 0.5 };
    const error = await slot.start(faulty as never).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConfigFault);
    expect((error as ConfigFault).errors.map(({ path }) => path).sort()).toEqual([
      'activation',
      'batch',
      'depth',
    ]);
  });

  test('faults of the settings together are found as well', async () => {
    await expect(slot.start({ batch: 20000 })).rejects.toThrow(/batch: 20000 is more than the 300/);
  });

  test('a start that fails leaves the present run alive', async () => {
    await slot.start({ depth: 2 });
    await slot.advance(10);
    await expect(slot.start({ depth: 99 })).rejects.toBeInstanceOf(ConfigFault);
    const batch = await slot.advance(5);
    expect(batch.step).toBe(15);
  });

  test('a start that is overtaken by one that fails leaves the present run alive', async () => {
    await slot.start({ depth: 2 });
    await slot.advance(10);
    const overtaken = slot.start({ depth: 5 });
    const faulty = slot.start({ depth: 99 });
    await expect(overtaken).rejects.toBeInstanceOf(Superseded);
    await expect(faulty).rejects.toBeInstanceOf(ConfigFault);
    const batch = await slot.advance(1);
    expect(batch.step).toBe(11);
    expect(batch.rows.length).toBe(rowSize(3));
  });

  test('the last start wins, however long each takes to load', async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const late: Source = {
      ...source,
      create: async (precision) => {
        if (precision === 'float64') await gate;
        return source.create(precision);
      },
    };
    slot = newSlot(late);
    const first = expect(slot.start({ precision: 'float64' })).rejects.toBeInstanceOf(Superseded);
    expect((await slot.start({ depth: 4 })).info.layers.length).toBe(5);
    open();
    await first;
    // Late as it is, the first run starts while the second one trains.
    for (let i = 1; i <= 200; i++) {
      const { step, rows } = await slot.advance(1);
      expect([step, rows.length]).toEqual([i, rowSize(5)]);
    }
  });

  test('requests for the run before reject with Superseded', async () => {
    await slot.start({});
    const before = slot.advance(2000).then(
      () => 'answered before the start',
      (error: unknown) => error,
    );
    await slot.start({ depth: 2 });
    expect(['answered before the start', expect.any(Superseded)]).toContainEqual(await before);
    expect((await slot.advance(1)).step).toBe(1);
  });

  test('float64 is another module with the same settings', async () => {
    const { info } = await slot.start({ precision: 'float64', depth: 2 });
    expect(info.module).toBe('float64');
    expect(await slot.ask('values', { name: 'W0' })).toBeInstanceOf(Float64Array);
  });

  test('digits are loaded when a run asks for them', async () => {
    const { info } = await slot.start({ data: { kind: 'digits' }, depth: 2, width: 16 });
    expect(info.data).toMatchObject({ features: 64, classes: 10 });
    const before = await slot.ask('evaluate', { part: 'test' });
    expect(before.confusion.length).toBe(100);
    expect(before.confusion.reduce((a, b) => a + b)).toBe(info.data.test);
  });

  test('a file of digits that cannot be loaded is a failure with its reason', async () => {
    slot = newSlot({ ...source, digits: () => Promise.reject(new Error('404')) });
    await expect(slot.start({ data: { kind: 'digits' } })).rejects.toThrow('404');
    slot = newSlot({ ...source, digits: async () => 'no digits' });
    await expect(slot.start({ data: { kind: 'digits' } })).rejects.toThrow(/digits.txt is not/);
  });

  test('a module of another version is refused, and both versions are named', async () => {
    const stale: Source = {
      ...source,
      create: async (precision) => {
        const { name, module } = await source.create(precision);
        return { name, module: Object.assign(Object.create(module), { schema: () => '0ld' }) };
      },
    };
    slot = newSlot(stale);
    const error = await slot.start({}).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(EngineFailure);
    expect((error as Error).message).toMatch(
      /engine \(0ld\) and the page \(\w{16}\) are of different/,
    );
  });
});
