// A pool of engines: every job gets its result or its error, whatever the others do and however many
// engines there are.
import { afterEach, expect, test, vi } from 'vitest';
import { ConfigFault, EngineFailure, Superseded } from '../../../web/src/engine/errors.ts';
import { connect } from '../../../web/src/engine/local.ts';
import { type Job, type JobResult, Pool, type PoolOptions } from '../../../web/src/engine/pool.ts';
import type { EnginePort } from '../../../web/src/engine/port.ts';
import { source } from './engine.ts';
import { bytesOf, fnv1a } from './hash.ts';

let pool: Pool;
afterEach(() => pool.dispose());

/** A pool of engines in this thread; `ports` are all that were made. */
function poolOf(options: PoolOptions = {}) {
  const ports: EnginePort[] = [];
  const way = () => {
    const port = connect(source);
    ports.push(port);
    return port;
  };
  pool = new Pool({ size: 2, ways: [way], ...options });
  return { pool, ports };
}

const job = (seed: number, more: Partial<Job> = {}): Job => ({
  config: { depth: 2, width: 6, seed },
  steps: 60,
  stride: 20,
  ...more,
});

/** All that a result says, in short. */
const textOf = ({ rows, count, step, diagnosis, info }: JobResult): string =>
  JSON.stringify([count, fnv1a(bytesOf(rows)), step, diagnosis, info]);

const jobs = Array.from({ length: 12 }, (_, seed) => job(seed));

test('results do not depend on how many engines there are, and are those of a run alone', async () => {
  const results: string[][] = [];
  for (const size of [1, 2, 5]) {
    poolOf({ size });
    results.push((await Promise.all(jobs.map((one) => pool.run(one)))).map(textOf));
    pool.dispose();
  }
  expect(new Set(results[0]).size).toBe(jobs.length);
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});

test('a result has the rows of the whole run, in only the columns that were asked for', async () => {
  poolOf();
  const columns = { step: ['loss'], layer: [] } as const;
  const { rows, count, step, info } = await pool.run(
    job(1, { steps: 50_001, stride: 10, columns }),
  );
  const size = rows.length / count;
  expect([step, count]).toEqual([50_001, 5001]);
  expect([...rows].filter((_, i) => i % size === 0)).toEqual(
    [...Array(5001).keys()].map((i) => 10 * i),
  );
  expect([...rows].filter((value) => !Number.isNaN(value)).length).toBe(2 * count);
  expect(info.layers.length).toBe(3);
});

test('progress is told, ascending up to the last step', async () => {
  poolOf();
  const seen: number[] = [];
  await pool.run(job(1, { steps: 20_000, stride: 0 }), { progress: (step) => seen.push(step) });
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.at(-1)).toBe(20_000);
  expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
});

test('trouble is a result, with fewer steps', async () => {
  poolOf();
  const config = { depth: 4, activation: { kind: 'relu' }, learning_rate: 1e6 } as const;
  const { step, diagnosis } = await pool.run({ config, steps: 500, stride: 1 });
  expect(diagnosis.trouble).toBeDefined();
  expect(step).toBeLessThan(500);
});

test('an error belongs to its job; the others are done', async () => {
  poolOf();
  const faulty = [job(1, { config: { depth: 99 } }), job(2), job(3, { steps: 1e9, stride: 1 })];
  const seen: (JobResult | Error)[] = [];
  await pool.each([...faulty, job(4)], (result, place) => {
    seen[place] = result;
  });
  expect(seen).toEqual([
    expect.any(ConfigFault),
    expect.objectContaining({ step: 60 }),
    expect.any(EngineFailure),
    expect.objectContaining({ step: 60 }),
  ]);
});

test('an engine that dies takes its jobs along, and the next ones get another', async () => {
  const { ports } = poolOf({ size: 1 });
  await pool.run(job(1));
  await new Promise<void>((resolve) => {
    const progress = () => ports[0]?.onerror?.({ message: 'gone' } as ErrorEvent);
    const running = pool.run(job(2, { steps: 1e8, stride: 0 }), { progress });
    void expect(running).rejects.toThrow('The engine stopped. gone').then(resolve);
  });
  expect((await pool.run(job(3))).step).toBe(60);
  expect(ports.length).toBe(2);
});

test.each(['while it runs', 'while it waits', 'before it is asked for'])(
  'a job can be given up %s, and its place is free again',
  async (when) => {
    poolOf({ size: 1 });
    const control = new AbortController();
    const reason = new Error('no longer needed');
    const endless = job(1, { steps: 1e8, stride: 0 });
    const other = new AbortController();
    const blocking =
      when === 'while it waits'
        ? [0, 1].map(() => pool.run(endless, { signal: other.signal }).catch(() => {}))
        : [];
    if (when === 'before it is asked for') control.abort(reason);
    let began = () => {};
    const started = new Promise<void>((resolve) => {
      began = resolve;
    });
    // A lane has two places: both are taken, and both must be free again.
    const given = [0, 1].map(() =>
      pool.run(endless, { signal: control.signal, progress: () => began() }),
    );
    const rejected = Promise.all(given.map((each) => expect(each).rejects.toBe(reason)));
    if (when === 'while it runs') await started;
    control.abort(reason);
    await rejected;
    other.abort();
    await Promise.all(blocking);
    expect((await pool.run(job(2))).step).toBe(60);
  },
);

test('when somebody cannot use a result no more jobs are taken', async () => {
  poolOf({ size: 2 });
  const reason = new Error('enough');
  let [taken, told] = [0, 0];
  function* endless() {
    for (;;) yield job(++taken, { steps: 2, stride: 0 });
  }
  const all = pool.each(endless(), () => {
    told += 1;
    throw reason;
  });
  await expect(all).rejects.toBe(reason);
  const before = taken;
  expect((await pool.run(job(2))).step).toBe(60);
  expect([taken, told]).toEqual([before, 1]);
});

test('jobs are taken one by one: any number of them needs no more room', async () => {
  poolOf({ size: 2 });
  let [taken, done, most] = [0, 0, 0];
  function* endless() {
    for (;;) {
      most = Math.max(most, ++taken - done);
      yield job(taken, { steps: 2, stride: 0 });
    }
  }
  const control = new AbortController();
  const places: number[] = [];
  const all = pool.each(
    endless(),
    (_, place) => {
      done += 1;
      places.push(place);
      if (done === 300) control.abort(new Error('enough'));
    },
    { signal: control.signal },
  );
  await expect(all).rejects.toThrow('enough');
  expect(most).toBeLessThanOrEqual(2 * 2);
  expect(places.sort((a, b) => a - b)).toEqual([...new Set(places)]);
});

test('an engine never holds more than two runs, however many jobs wait', async () => {
  let [alive, most] = [0, 0];
  const way = () => {
    const port = connect(source);
    const send = port.postMessage;
    port.postMessage = (message) => {
      if (message.verb === 'start') most = Math.max(most, ++alive);
      if (message.verb === 'stop') alive -= 1;
      send(message);
    };
    return port;
  };
  poolOf({ size: 1, ways: [way] });
  await Promise.all(jobs.map((one) => pool.run(one)));
  expect([alive, most]).toEqual([0, 2]);
});

test('an engine without jobs is ended after a while, and made again when it is needed', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const { ports } = poolOf({ idle: 1000 });
    await Promise.all(jobs.map((one) => pool.run(one)));
    expect([pool.engines, ports.length]).toEqual([2, 2]);
    vi.advanceTimersByTime(999);
    expect(pool.engines).toBe(2);
    vi.advanceTimersByTime(1);
    expect(pool.engines).toBe(0);
    await pool.run(job(1));
    expect([pool.engines, ports.length]).toEqual([1, 3]);
  } finally {
    vi.useRealTimers();
  }
});

test('after dispose jobs reject with Superseded, those that wait as well', async () => {
  poolOf({ size: 1 });
  const endless = job(1, { steps: 1e8, stride: 0 });
  const all = [1, 2, 3, 4].map(() => expect(pool.run(endless)).rejects.toBeInstanceOf(Superseded));
  pool.dispose();
  await Promise.all(all);
  await expect(pool.run(job(1))).rejects.toBeInstanceOf(Superseded);
  expect(pool.engines).toBe(0);
});
