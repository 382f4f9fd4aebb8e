// The worker's side by itself: junk, memory, strangers, engines that break.
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { Batch } from '../../../web/src/engine/answers.ts';
import type { Reply } from '../../../web/src/engine/calls.ts';
import { Host } from '../../../web/src/engine/host.ts';
import { readRequest } from '../../../web/src/engine/request.ts';
import { rawPort, source } from './engine.ts';

const columns = { step: '*', layer: '*' } as const;
const start = (run: number, config: unknown = { depth: 2 }) => ({
  id: 1,
  verb: 'start',
  args: { run, config, columns },
});
const advance = (run: number, steps: unknown, stride: unknown = 1) => ({
  id: 2,
  verb: 'advance',
  args: { runs: [run], steps, stride },
});
const ask = (verb: string, args: object) => ({ id: 3, verb, args });

let port = rawPort();
afterEach(() => {
  port.close();
  port = rawPort();
});

test('host: every request gets one reply with its id', async () => {
  expect(await port.ask(start(1))).toMatchObject({ type: 'answer', id: 1 });
  expect(await port.ask(advance(1, 3))).toMatchObject({
    type: 'answer',
    id: 2,
    value: [{ count: 3 }],
  });
  expect(await port.ask(ask('stop', { run: 1 }))).toEqual({ type: 'answer', id: 3, value: null });
  expect(await port.ask(ask('probe', { run: 1 }))).toEqual({
    type: 'failed',
    id: 3,
    message: 'There is no run 1.',
    over: [],
  });
});

test.each([
  null,
  'start',
  42,
  [],
  {},
  { verb: 'probe', id: 1 },
  { verb: 'probe', args: { run: 1 } },
  { verb: 'probe', id: 1, args: null },
  { verb: 'toString', id: 1, args: { run: 1 } },
  ask('probe', { run: '1' }),
  ask('probe', { run: -1 }),
  start(2, null),
  ask('start', { run: 2, config: {}, columns: { step: 'loss', layer: '*' } }),
  ask('select', { run: 1, columns: null }),
  ask('select', { run: 1, columns: { step: '*', layer: [1] } }),
  advance(1, 0),
  advance(1, 1.5),
  advance(1, 10, -1),
  advance(1, 10, 2 ** 32),
  advance(1, '10'),
  advance(1, 1e300),
  ask('advance', { runs: [], steps: 1, stride: 1 }),
  ask('advance', { runs: 1, steps: 1, stride: 1 }),
  ask('advance', { runs: [1, 1], steps: 1, stride: 1 }),
  ask('advance', { runs: [1, 2], steps: 1, stride: 1 }),
  ask('gradientCheck', { run: 1, entries: 2 ** 31 }),
  ask('gradientCheck', { run: 1, entries: -1 }),
  ask('predict', { run: 1, inputs: [1, 2] }),
  ask('evaluate', { run: 1, part: 'all' }),
  ask('values', { run: 1, name: 7 }),
  ask('restore', { run: 1, bytes: 'abc', observations: new Float64Array() }),
  ask('restore', { run: 1, bytes: new Uint8Array() }),
])('host: %j is refused, and the run goes on', async (junk) => {
  await port.ask(start(1));
  expect((await port.ask(junk)).type).toBe('failed');
  expect(await port.ask(advance(1, 2))).toMatchObject({ type: 'answer', value: [{ step: 2 }] });
});

test('host: no data is taken for a request that is none', () => {
  fc.assert(
    fc.property(fc.anything(), (junk) => {
      expect(typeof readRequest(junk)).toBe('string');
    }),
    { numRuns: 1000 },
  );
});

test('host: whatever a config holds, it is refused or started, and the host survives', async () => {
  const configs = fc.sample(
    fc.dictionary(
      fc.constantFrom('depth', 'update', 'activation', 'data', 'init', 'x'),
      fc.jsonValue(),
    ),
    100,
  );
  for (const [i, config] of configs.entries()) {
    expect(['answer', 'refused']).toContain((await port.ask(start(i + 1, config))).type);
  }
  expect((await port.ask(start(1000))).type).toBe('answer');
});

test('host: bytes that are no snapshot are refused, and the run goes on', async () => {
  await port.ask(start(1));
  const observations = new Float64Array(1);
  for (const bytes of fc.sample(fc.uint8Array({ maxLength: 2000 }), 50)) {
    expect((await port.ask(ask('restore', { run: 1, bytes, observations }))).type).toBe('failed');
  }
  expect(await port.ask(advance(1, 2))).toMatchObject({ value: [{ step: 2 }] });
});

test('host: arrays move to the page; nothing of them stays behind', async () => {
  const sent: { reply: Reply; buffers: readonly ArrayBuffer[] }[] = [];
  const { port1, port2 } = new MessageChannel();
  const host = new Host(source, (reply, transfer) => {
    port1.postMessage(reply, transfer);
    sent.push({ reply, buffers: transfer });
  });
  await host.receive(start(1));
  await host.receive(start(2));
  await host.receive(ask('advance', { runs: [1, 2], steps: 100, stride: 1 }));
  await host.receive(ask('values', { run: 1, name: 'W0' }));
  await host.receive(ask('snapshot', { run: 1 }));
  expect(sent.map(({ reply }) => reply.type)).toEqual(Array(5).fill('answer'));
  expect(sent.map(({ buffers }) => buffers.length)).toEqual([1, 1, 2, 1, 2]);
  for (const { buffers } of sent) {
    for (const { byteLength } of buffers) expect(byteLength).toBe(0); // detached
  }
  port1.close();
  port2.close();
});

test('host: a number stands for one run', async () => {
  await port.ask(start(1));
  expect(await port.ask(start(1))).toMatchObject({ type: 'failed', message: 'There is a run 1.' });
  expect(await port.ask(advance(1, 1))).toMatchObject({ type: 'answer' });
});

test('host: runs live side by side until one is told to stop', async () => {
  await port.ask(start(1));
  await port.ask(start(2, { depth: 5 }));
  const rows = async (run: number) => {
    const reply = await port.ask(advance(run, 1));
    return reply.type === 'answer' ? (reply.value as Batch[])[0]?.rows : undefined;
  };
  expect((await rows(2))?.length).toBeGreaterThan((await rows(1))?.length ?? 0);
  await port.ask(ask('stop', { run: 1 }));
  expect(await rows(1)).toBeUndefined();
  expect(await rows(2)).toBeDefined();
});
