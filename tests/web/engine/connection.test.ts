// The engine through its protocol: real training in the real module, without a page.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { catalog } from '../../../web/src/config/catalog.ts';
import { Connection } from '../../../web/src/engine/connection.ts';
import { EngineFailure, Superseded } from '../../../web/src/engine/errors.ts';
import { connect } from '../../../web/src/engine/local.ts';
import type { EnginePort } from '../../../web/src/engine/port.ts';
import { RunSlot } from '../../../web/src/engine/slot.ts';
import { rowSize } from '../../../web/src/experiment/history.ts';
import { newConnection, newSlot, source } from './engine.ts';

const stepKeys = catalog.columns.step.map((column) => column.key);
const column = (key: (typeof stepKeys)[number]) => stepKeys.indexOf(key);

let slot: RunSlot;
beforeEach(() => {
  slot = newSlot();
});
afterEach(() => slot.connection.dispose());

describe('advance', () => {
  test('measures every stride-th step, also across slices', async () => {
    await slot.start({ depth: 2 });
    await slot.advance(3);
    const batch = await slot.advance(2000, 7);
    const size = rowSize(3);
    const steps = [...Array(batch.count).keys()].map((i) => batch.rows[i * size]);
    expect(steps).toEqual([...Array(Math.ceil(2000 / 7)).keys()].map((i) => 3 + 7 * i));
    expect(batch.step).toBe(2003);
    expect(batch.rows.length).toBe(batch.count * size);
  });

  test('is the same training whatever the batches and strides', async () => {
    await slot.start({ depth: 3, update: [{ kind: 'adam' }] });
    await slot.advance(300);
    const whole = await slot.ask('values', { name: 'W1' });
    await slot.start({ depth: 3, update: [{ kind: 'adam' }] });
    for (const [steps, stride] of [
      [1, 1],
      [99, 3],
      [150, 150],
      [50, 7],
    ] as const) {
      await slot.advance(steps, stride);
    }
    expect(await slot.ask('values', { name: 'W1' })).toEqual(whole);
  });

  test('learns: tanh and Adam separate the two moons', async () => {
    await slot.start({
      depth: 3,
      activation: { kind: 'tanh' },
      update: [{ kind: 'adam' }],
      learning_rate: 0.01,
    });
    await slot.advance(600);
    expect((await slot.ask('evaluate', { part: 'test' })).accuracy).toBeGreaterThan(0.95);
  });

  test('stops at trouble, with its row as the last, and says where it was', async () => {
    const { info } = await slot.start({
      activation: { kind: 'relu' },
      learning_rate: 1e6,
      depth: 4,
    });
    const batch = await slot.advance(500);
    const { trouble } = batch.diagnosis;
    expect(batch.diagnosis.verdict).toBe('diverged');
    expect(trouble?.layer).toBeLessThan(info.layers.length);
    expect(batch.count).toBe((trouble?.step ?? 0) + 1);
    expect(batch.rows[(batch.count - 1) * rowSize(5)]).toBe(trouble?.step);
    const after = await slot.advance(10);
    expect(after.count).toBe(0);
    expect(after.diagnosis.trouble).toEqual(trouble);
  });

  test('refuses more rows at once than memory is for', async () => {
    await slot.start({});
    await expect(slot.advance(1e6)).rejects.toThrow(/rows at once are too many/);
    expect((await slot.advance(1)).step).toBe(1);
  });

  test('measures only the chosen columns', async () => {
    slot = new RunSlot(newConnection(), { step: ['loss'], layer: ['gradient_norm'] });
    await slot.start({ depth: 1 });
    const { rows } = await slot.advance(1);
    const layers = catalog.columns.layer.map(({ key }) => key);
    const at = (key: (typeof layers)[number]) => rows[stepKeys.length + layers.indexOf(key)];
    expect(rows[column('loss')]).toBeGreaterThan(0);
    expect(rows[column('test_loss')]).toBeNaN();
    expect(at('gradient_norm')).toBeGreaterThan(0);
    expect(at('saturated')).toBeNaN();
  });
});

describe('questions about a run', () => {
  test('predict gives one output per sample, and refuses part of a sample', async () => {
    await slot.start({ depth: 2 });
    const inputs = Float32Array.of(0, 0, 1, 0.5, -1, 2);
    const outputs = await slot.ask('predict', { inputs });
    expect(outputs.length).toBe(3);
    expect(inputs.length).toBe(6); // still the caller's
    expect(await slot.ask('predict', { inputs: Float32Array.of(1, 0.5) })).toEqual(
      outputs.slice(1, 2),
    );
    await expect(slot.ask('predict', { inputs: Float32Array.of(1, 2, 3) })).rejects.toThrow(
      /has 2 numbers; 3 are given/,
    );
  });

  test('values are copies that later training does not change', async () => {
    const { tensors } = (await slot.start({ depth: 2 })).info;
    const before = await slot.ask('values', { name: 'W0' });
    expect(before.length).toBe((tensors[0]?.rows ?? 0) * (tensors[0]?.columns ?? 0));
    const copy = before.slice();
    await slot.advance(50);
    expect(before).toEqual(copy);
    expect(await slot.ask('values', { name: 'W0' })).not.toEqual(copy);
    expect((await slot.ask('values', { name: 'train.inputs' })).length).toBe(600);
    expect((await slot.ask('values', { name: 'nothing' })).length).toBe(0);
  });

  test('a snapshot is taken up again bit for bit', async () => {
    await slot.start({ depth: 3, update: [{ kind: 'adam' }] });
    await slot.advance(100);
    const moment = await slot.ask('snapshot');
    await slot.advance(100);
    const later = await slot.ask('values', { name: 'W0' });
    const restored = await slot.ask('restore', moment);
    expect(restored.step).toBe(100);
    expect(restored.count).toBe(1);
    await slot.advance(100);
    expect(await slot.ask('values', { name: 'W0' })).toEqual(later);
  });

  test('a snapshot of another run is refused', async () => {
    await slot.start({ depth: 3 });
    const moment = await slot.ask('snapshot');
    await slot.start({ depth: 4 });
    await expect(slot.ask('restore', moment)).rejects.toThrow(/of another run/);
    expect((await slot.advance(1)).step).toBe(1);
  });

  test('probe measures without training', async () => {
    await slot.start({ depth: 2 });
    await slot.advance(10);
    const [a, b] = [await slot.ask('probe'), await slot.ask('probe')];
    expect(a.step).toBe(10);
    expect(a.rows[column('gradient_norm')]).toBe(b.rows[column('gradient_norm')]);
  });

  test('resetUnits applies the reset method', async () => {
    await slot.start({
      depth: 2,
      activation: { kind: 'relu' },
      bias_std: 20,
      reset: { kind: 'redo', tau: 0.5, every: 1e6 },
    });
    await slot.advance(1);
    expect(await slot.ask('resetUnits')).toBeGreaterThan(0);
  });

  test('before the first start there is no run to ask', async () => {
    await expect(slot.advance(1)).rejects.toBeInstanceOf(EngineFailure);
  });

  test('after dispose every request rejects with Superseded', async () => {
    await slot.start({});
    const pending = expect(slot.advance(10)).rejects.toBeInstanceOf(Superseded);
    slot.connection.dispose();
    await pending;
    await expect(slot.ask('probe')).rejects.toBeInstanceOf(Superseded);
  });
});

describe('ways to an engine', () => {
  /** A port that dies without an answer, as a worker does whose script is not allowed to run. */
  function deadPort(): EnginePort {
    const port: EnginePort = {
      postMessage: () => queueMicrotask(() => port.onerror?.({ message: 'blocked' } as ErrorEvent)),
      onmessage: null,
      onerror: null,
      terminate: () => {},
    };
    return port;
  }
  const refuses = () => {
    throw new Error('SecurityError');
  };
  const works = () => connect(source);

  test.each([
    ['throws', refuses],
    ['rejects', () => Promise.reject(new Error('SecurityError'))],
    ['dies', deadPort],
  ])('one that %s is followed by the next', async (_name, way) => {
    slot = new RunSlot(new Connection([way, works]));
    const { info } = await slot.start({ depth: 2 });
    expect(info.layers.length).toBe(3);
  });

  test('when none works, every request says why', async () => {
    slot = new RunSlot(new Connection([deadPort, refuses]));
    await expect(slot.start({})).rejects.toThrow(/could not be started. Error: SecurityError/);
    await expect(slot.start({})).rejects.toBeInstanceOf(EngineFailure);
  });

  test('an engine that stops is a failure, and the next start gets a new one', async () => {
    let port: EnginePort | null = null;
    const way = () => {
      port = works();
      return port;
    };
    slot = new RunSlot(new Connection([way]));
    await slot.start({});
    const pending = expect(slot.advance(10)).rejects.toThrow(/The engine stopped. gone/);
    (port as EnginePort | null)?.onerror?.({ message: 'gone' } as ErrorEvent);
    await pending;
    expect((await slot.start({ depth: 2 })).info.layers.length).toBe(3);
  });
});
