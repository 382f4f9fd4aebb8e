// An engine that owes an answer for long: when somebody is told, and what becomes of the engine.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Connection } from '../../../web/src/engine/connection.ts';
import { Superseded } from '../../../web/src/engine/errors.ts';
import { connect } from '../../../web/src/engine/local.ts';
import type { EnginePort } from '../../../web/src/engine/port.ts';
import { Watchdog } from '../../../web/src/experiment/watchdog.ts';
import { source } from '../engine/engine.ts';
import { HandClock, settled } from './by-hand.ts';

let clock: HandClock;
let engines: { port: EnginePort; ended: boolean; deaf: boolean }[];
let connection: Connection;
let watchdog: Watchdog;
let told: boolean[];

/** An engine in this thread that a test can make deaf. */
function way(): EnginePort {
  const port = connect(source);
  const engine = { port, ended: false, deaf: false };
  engines.push(engine);
  const { postMessage, terminate } = port;
  port.postMessage = (message) => engine.deaf || postMessage(message);
  port.terminate = () => {
    engine.ended = true;
    terminate();
  };
  return port;
}

beforeEach(() => {
  clock = new HandClock();
  engines = [];
  told = [];
  connection = new Connection([way]);
  watchdog = new Watchdog(clock, connection, () => told.push(watchdog.late));
});
afterEach(() => connection.dispose());

/** Seconds of the page's clock, one tick after the other. */
function seconds(count: number): void {
  for (let i = 0; i < count; i++) clock.pass(1000);
}

test('an engine that answers is never late, and nothing ticks when nothing is owed', async () => {
  const run = await connection.start({ depth: 2 });
  for (let i = 0; i < 20; i++) {
    await run.advance(1);
    seconds(2);
  }
  seconds(1);
  expect(told).toEqual([]);
  expect(clock.waiting).toBe(0);
});

test('a silent engine is late after three ticks; when it speaks, soon not any more', async () => {
  const run = await connection.start({ depth: 2 });
  seconds(1);
  (engines[0] as { deaf: boolean }).deaf = true;
  const lost = run.advance(1);
  seconds(2);
  expect(watchdog.late).toBe(false);
  seconds(1);
  expect(told).toEqual([true]);
  (engines[0] as { deaf: boolean }).deaf = false;
  await run.advance(1);
  expect(watchdog.late).toBe(true); // a slow engine says something now and then
  await run.advance(1);
  expect(told).toEqual([true, false]);
  const superseded = expect(lost).rejects.toBeInstanceOf(Superseded);
  run.stop();
  await superseded;
});

test('a page that slept counts one tick, however long it was', async () => {
  const run = await connection.start({ depth: 2 });
  seconds(1);
  (engines[0] as { deaf: boolean }).deaf = true;
  run.advance(1).catch(() => {});
  clock.pass(3_600_000);
  expect(watchdog.late).toBe(false);
  seconds(2);
  expect(watchdog.late).toBe(true);
});

test('another run is wanted of a silent engine: it gets another engine, and nobody is told', async () => {
  const run = await connection.start({ depth: 2 });
  (engines[0] as { deaf: boolean }).deaf = true;
  const stuck = expect(run.advance(1)).rejects.toBeInstanceOf(Superseded);
  const next = connection.start({ depth: 3 });
  seconds(4);
  await stuck;
  expect((await next).info.layers.length).toBe(4);
  expect(engines.map(({ ended }) => ended)).toEqual([true, false]);
  expect(run.over).toBeInstanceOf(Superseded);
  expect(told).toEqual([]);
});

test('an engine that never came is not replaced by itself; replaced, it starts what was asked', async () => {
  const ways: (() => EnginePort)[] = [];
  ways.push(() => {
    const port = way();
    const [engine] = engines;
    if (engines.length === 1 && engine) engine.deaf = true;
    return port;
  });
  connection = new Connection(ways);
  watchdog = new Watchdog(clock, connection, () => told.push(watchdog.late));
  const start = connection.start({ depth: 2 });
  await settled();
  seconds(10);
  expect([engines.length, told]).toEqual([1, [true]]);
  watchdog.replace();
  expect((await start).info.layers.length).toBe(3);
  expect(told).toEqual([true, false]);
});
