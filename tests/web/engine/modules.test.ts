// Instances of the module: who shares one, and what becomes of the others when one breaks.
import { afterEach, expect, test } from 'vitest';
import type { Config } from '../../../web/src/config/types.ts';
import type { Connection } from '../../../web/src/engine/connection.ts';
import { ConfigFault, EngineFailure, Superseded } from '../../../web/src/engine/errors.ts';
import type { EngineModule, Session, Source } from '../../../web/src/engine/module.ts';
import { newConnection, newSlot, source } from './engine.ts';

let connection: Connection;
afterEach(() => connection.dispose());

/** Counts the instances that are made, by precision, and lets a test change them. */
function counting(change = (module: EngineModule, _made: number) => module) {
  const made: string[] = [];
  const from: Source = {
    ...source,
    create: async (precision) => {
      const { name, module } = await source.create(precision);
      made.push(precision);
      return { name, module: change(module, made.length) };
    },
  };
  return { made, from };
}

/** An instance whose sessions are changed by `change`. */
function withSessions(module: EngineModule, change: (session: Session) => object): EngineModule {
  const open = (config: unknown) => {
    const session = module.open(config);
    return session && Object.assign(session, change(session));
  };
  return Object.assign(Object.create(module), { open });
}

/** As WebAssembly does when memory runs out. */
const trap = () => {
  throw new WebAssembly.RuntimeError('unreachable');
};

test('modules: one instance for each precision serves all runs', async () => {
  const { made, from } = counting();
  connection = newConnection(from);
  const configs: Config[] = [
    {},
    { depth: 2 },
    { precision: 'float64' },
    { data: { kind: 'digits' } },
  ];
  const runs = await Promise.all(
    [...configs, ...configs].map((config) => connection.start(config)),
  );
  expect(made.sort()).toEqual(['float32', 'float64']);
  await connection.advance(runs, 3);
  await runs[0]?.ask('theory');
  await runs[2]?.ask('theory');
  expect(made.length).toBe(3); // examinations have one of their own
});

test('modules: when one breaks, its runs are over and no others; the next start makes a new one', async () => {
  let broken = false;
  const { made, from } = counting((module, count) =>
    count > 1
      ? module
      : withSessions(module, ({ run }) => ({
          run(this: Session, ...args: [number, number]) {
            return broken ? trap() : run.apply(this, args);
          },
        })),
  );
  connection = newConnection(from);
  const [a, b] = [await connection.start({}), await connection.start({ depth: 2 })];
  const other = await connection.start({ precision: 'float64' });
  await connection.advance([a, b, other], 5);
  broken = true;
  await expect(a.advance(1)).rejects.toThrow('The engine failed: unreachable');
  expect([a.over, b.over]).toEqual([expect.any(EngineFailure), expect.any(EngineFailure)]);
  await expect(b.ask('probe')).rejects.toBeInstanceOf(EngineFailure);
  await expect(connection.advance([b, other], 1)).rejects.toBeInstanceOf(EngineFailure);
  expect((await other.advance(1)).step).toBe(6);
  const next = await connection.start({ depth: 2 });
  expect((await next.advance(4)).step).toBe(4);
  expect(made).toEqual(['float32', 'float64', 'float32']);
});

test('modules: an examination that breaks hurts no run, and the next one is answered', async () => {
  const { from } = counting((module, count) =>
    count === 2 ? Object.assign(Object.create(module), { theory: trap }) : module,
  );
  connection = newConnection(from);
  const run = await connection.start({ precision: 'float64', depth: 2 });
  await expect(run.ask('theory')).rejects.toThrow('The engine failed: unreachable');
  expect((await run.advance(1)).step).toBe(1);
  expect((await run.ask('theory')).reason).toBeNull();
});

test('modules: one whose memory has grown large takes no more runs', async () => {
  const { made, from } = counting();
  connection = newConnection(from);
  const small = await connection.start({ depth: 1, width: 4 });
  await connection.start({ depth: 1, width: 4 });
  expect(made.length).toBe(1);
  await small.ask('predict', { inputs: new Float32Array(6e6) });
  const fresh = await connection.start({ depth: 1, width: 4 });
  expect(made.length).toBe(2);
  const batches = await connection.advance([small, fresh], 10);
  expect(batches[0]).toEqual({ ...batches[1], milliseconds: batches[0]?.milliseconds });
});

test('lock-step: a run that is stopped on the way takes nothing from the others', async () => {
  connection = newConnection();
  const [a, b] = [await connection.start({}), await connection.start({ depth: 2 })];
  const batches = connection.advance([a, b], 10);
  const alone = expect(a.advance(10)).rejects.toBeInstanceOf(Superseded);
  a.stop();
  await alone;
  expect((await batches).map(({ step }) => step)).toEqual([10, 10]);
  expect((await b.advance(1)).step).toBe(11);
});

test('modules: views of a memory that grows meanwhile do not reach the page', async () => {
  connection = newConnection();
  const config = { depth: 3, width: 8, update: [{ kind: 'adam' }] } as const;
  const [run, alone] = [await connection.start(config), await newSlot().start(config)];
  const rows: number[] = [];
  for (let i = 1; i <= 8; i++) {
    const [batch] = await connection.advance([run], 10);
    rows.push(...(batch?.rows ?? []));
    await connection.start({ depth: 2 * i, width: 64 });
    await run.ask('predict', { inputs: new Float32Array(2 * 4000 * i) });
  }
  expect(rows).toEqual([...(await alone.advance(80)).rows]);
  expect(await run.ask('snapshot')).toEqual(await alone.ask('snapshot'));
});

test('starts: of many in one go only the last is opened', async () => {
  let opened = 0;
  const { made, from } = counting((module) => withSessions(module, () => ({ n: ++opened })));
  const slot = newSlot(from);
  connection = slot.connection;
  const starts = Array.from({ length: 200 }, (_, i) => slot.start({ depth: 1 + (i % 20) }));
  const results = await Promise.allSettled(starts);
  const rejected = results.slice(0, -1) as PromiseRejectedResult[];
  expect(rejected.every(({ reason }) => reason instanceof Superseded)).toBe(true);
  expect(results.at(-1)?.status).toBe('fulfilled');
  expect([opened, made.length]).toEqual([1, 1]);
  expect((await slot.advance(1)).step).toBe(1);
});

test('starts: those that wait behind a busy engine are not opened either', async () => {
  let opened = 0;
  const { from } = counting((module) => withSessions(module, () => ({ n: ++opened })));
  const slot = newSlot(from);
  connection = slot.connection;
  await slot.start({ depth: 2 });
  const busy = slot.advance(20_000, 20_000);
  const rejections: Promise<unknown>[] = [];
  for (let i = 0; i < 20; i++) {
    rejections.push(expect(slot.start({ depth: 3 })).rejects.toBeInstanceOf(Superseded));
    await Promise.resolve(); // it is sent
    await Promise.resolve();
  }
  const last = await slot.start({ depth: 4 });
  await Promise.all([busy.catch(() => {}), ...rejections]);
  expect(last.info.layers.length).toBe(5);
  expect(opened).toBe(2);
});

test('starts: a config with faults at the end leaves the present run alive', async () => {
  const slot = newSlot();
  connection = slot.connection;
  await slot.start({ depth: 2 });
  const starts = [slot.start({ depth: 3 }), slot.start({ depth: 99 })];
  const results = await Promise.allSettled(starts);
  expect(results.map((result) => (result as PromiseRejectedResult).reason)).toEqual([
    expect.any(Superseded),
    expect.any(ConfigFault),
  ]);
  expect((await slot.advance(1)).step).toBe(1);
});
