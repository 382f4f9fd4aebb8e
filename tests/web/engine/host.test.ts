// The worker's side by itself: junk, memory, strangers.
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { Host } from '../../../web/src/engine/host.ts';
import type { EngineModule, Session, Source } from '../../../web/src/engine/module.ts';
import type { FromWorker } from '../../../web/src/engine/protocol.ts';
import { readRequest } from '../../../web/src/engine/request.ts';
import { rawPort, source } from './engine.ts';

const columns = { step: '*', layer: '*' } as const;
const start = { type: 'start', run: 1, id: 1, config: { depth: 2 }, columns };

let port = rawPort();
afterEach(() => {
  port.close();
  port = rawPort();
});

test('host: every request gets one answer with its run and id', async () => {
  expect(await port.ask(start)).toMatchObject({ type: 'started', run: 1, id: 1 });
  expect(await port.ask({ type: 'advance', run: 1, id: 2, steps: 3, stride: 1 })).toMatchObject({
    type: 'rows',
    run: 1,
    id: 2,
    count: 3,
  });
  expect(await port.ask({ type: 'stop', run: 1, id: 3 })).toMatchObject({ type: 'reply', id: 3 });
  expect(await port.ask({ type: 'probe', run: 1, id: 4 })).toEqual({
    type: 'failed',
    run: 1,
    id: 4,
    message: 'There is no run 1.',
  });
});

test.each([
  null,
  'start',
  42,
  [],
  {},
  { type: 'toString', run: 1, id: 1 },
  { type: 'probe' },
  { type: 'probe', run: '1', id: 1 },
  { type: 'probe', run: -1, id: 1 },
  { ...start, config: null },
  { ...start, columns: { step: 'loss', layer: '*' } },
  { type: 'advance', run: 1, id: 1, steps: 0, stride: 1 },
  { type: 'advance', run: 1, id: 1, steps: 1.5, stride: 1 },
  { type: 'advance', run: 1, id: 1, steps: 10, stride: 0 },
  { type: 'advance', run: 1, id: 1, steps: 10, stride: 2 ** 32 },
  { type: 'gradientCheck', run: 1, id: 1, entries: 2 ** 31 },
  { type: 'advance', run: 1, id: 1, steps: '10', stride: 1 },
  { type: 'advance', run: 1, id: 1, steps: 1e300, stride: 1 },
  { type: 'predict', run: 1, id: 1, inputs: [1, 2] },
  { type: 'evaluate', run: 1, id: 1, part: 'all' },
  { type: 'values', run: 1, id: 1, name: 7 },
  { type: 'restore', run: 1, id: 1, bytes: 'abc' },
  { type: 'gradientCheck', run: 1, id: 1, entries: -1 },
])('host: %j is refused, and the run goes on', async (junk) => {
  await port.ask(start);
  expect((await port.ask(junk)).type).toBe('failed');
  expect(await port.ask({ type: 'advance', run: 1, id: 9, steps: 2, stride: 1 })).toMatchObject({
    type: 'rows',
    step: 2,
  });
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
  for (const config of configs) {
    const answer = await port.ask({ ...start, config });
    expect(['started', 'refused']).toContain(answer.type);
  }
  expect((await port.ask(start)).type).toBe('started');
});

test('host: bytes that are no snapshot are refused, and the run goes on', async () => {
  await port.ask(start);
  for (const bytes of fc.sample(fc.uint8Array({ maxLength: 2000 }), 50)) {
    expect((await port.ask({ type: 'restore', run: 1, id: 2, bytes })).type).toBe('failed');
  }
  expect(await port.ask({ type: 'advance', run: 1, id: 3, steps: 2, stride: 1 })).toMatchObject({
    step: 2,
  });
});

test('host: rows move to the page; nothing of them stays behind', async () => {
  const sent: { answer: FromWorker; buffers: readonly ArrayBuffer[] }[] = [];
  const { port1, port2 } = new MessageChannel();
  const host = new Host(source, (answer, transfer) => {
    port1.postMessage(answer, transfer);
    sent.push({ answer, buffers: transfer });
  });
  await host.receive(start);
  await host.receive({ type: 'advance', run: 1, id: 2, steps: 100, stride: 1 });
  await host.receive({ type: 'values', run: 1, id: 3, name: 'W0' });
  await host.receive({ type: 'snapshot', run: 1, id: 4 });
  expect(sent.map(({ answer }) => answer.type)).toEqual(['started', 'rows', 'reply', 'reply']);
  for (const { buffers } of sent) {
    expect(buffers.map((buffer) => buffer.byteLength)).toEqual([0]); // detached
  }
  expect(sent[1]?.answer.type === 'rows' && sent[1].answer.rows.length).toBe(0);
  port1.close();
  port2.close();
});

test('host: two runs live side by side until one is told to stop', async () => {
  await port.ask(start);
  await port.ask({ ...start, run: 2, id: 2, config: { depth: 5 } });
  const rows = async (run: number) =>
    (await port.ask({ type: 'advance', run, id: 3, steps: 1, stride: 1 })) as {
      rows?: Float64Array;
    };
  expect((await rows(2)).rows?.length).toBeGreaterThan((await rows(1)).rows?.length ?? 0);
  await port.ask({ type: 'stop', run: 1, id: 4 });
  expect((await rows(1)).rows).toBeUndefined();
  expect((await rows(2)).rows).toBeDefined();
});

test('host: an engine that breaks takes only its own run along', async () => {
  let made = 0;
  const firstBreaks: Source = {
    ...source,
    create: async (precision) => {
      const { name, module } = await source.create(precision);
      made += 1;
      return { name, module: made === 1 ? breaking(module) : module };
    },
  };
  port.close();
  port = rawPort(firstBreaks);
  await port.ask(start);
  await port.ask({ ...start, run: 2, id: 2 });
  const advance = { type: 'advance', id: 3, steps: 1, stride: 1 };
  expect(await port.ask({ ...advance, run: 1 })).toMatchObject({
    type: 'failed',
    message: 'The engine failed: unreachable',
  });
  expect(await port.ask({ ...advance, run: 1 })).toMatchObject({ message: 'There is no run 1.' });
  expect(await port.ask({ ...advance, run: 2 })).toMatchObject({ type: 'rows', step: 1 });
});

/** The module, but training traps as it does when memory runs out. */
function breaking(module: EngineModule): EngineModule {
  const open = (config: unknown) => {
    const run = () => {
      throw new WebAssembly.RuntimeError('unreachable');
    };
    return Object.assign(module.open(config) as Session, { run });
  };
  return Object.assign(Object.create(module), { open });
}
