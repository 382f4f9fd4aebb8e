// Engines that many share: the same numbers as alone, and nobody's end or trouble is another's.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Reply, Request } from '../../../web/src/engine/calls.ts';
import { Connection } from '../../../web/src/engine/connection.ts';
import { EngineFailure, Superseded } from '../../../web/src/engine/errors.ts';
import { connect } from '../../../web/src/engine/local.ts';
import type { Connect, EnginePort } from '../../../web/src/engine/port.ts';
import { shared } from '../../../web/src/engine/shared.ts';
import { Watchdog } from '../../../web/src/experiment/watchdog.ts';
import { HandClock, settled } from '../experiment/by-hand.ts';
import { newConnection } from './engine.ts';

/** An engine as it was made: what was said to it, and whether it was ended. */
interface Made {
  readonly port: EnginePort;
  readonly heard: Request[];
  ended: boolean;
  /** It hears nothing, as one that is busy for long. */
  deaf: boolean;
}

let made: Made[];
let connections: Connection[];
let way: Connect;

/** Engines of this thread, watched. */
const watched: Connect = () => {
  const port = connect();
  const one: Made = { port, heard: [], ended: false, deaf: false };
  const { postMessage, terminate } = port;
  port.postMessage = (request) => {
    one.heard.push(request);
    if (!one.deaf) postMessage(request);
  };
  port.terminate = () => {
    one.ended = true;
    terminate();
  };
  made.push(one);
  return port;
};

function join(): Connection {
  const connection = new Connection([way]);
  connections.push(connection);
  return connection;
}

beforeEach(() => {
  made = [];
  connections = [];
  way = shared(watched, 2);
});
afterEach(() => {
  for (const connection of connections) connection.dispose();
  expect(made.every(({ ended }) => ended)).toBe(true);
});

const config = { depth: 3, width: 8 };

describe('an engine that is shared', () => {
  test('twelve runs have the numbers of one alone, in two engines', async () => {
    const alone = newConnection();
    const own = await alone.start(config);
    await own.advance(40);
    const expected = await own.ask('values', { name: 'W1' });
    alone.dispose();
    const values = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const run = await join().start(config);
        await run.advance(15);
        await run.advance(25);
        return run.ask('values', { name: 'W1' });
      }),
    );
    for (const value of values) expect(value).toEqual(expected);
    expect(made.length).toBe(2);
  });

  test('one alone makes one', async () => {
    await join().start(config);
    expect(made.length).toBe(1);
  });

  test('whoever leaves takes its own runs along, and no others', async () => {
    way = shared(watched, 1);
    const [leaves, stays] = [join(), join()];
    const [left, kept] = await Promise.all([leaves.start(config), stays.start(config)]);
    const under = left.advance(5);
    leaves.dispose();
    await expect(under).rejects.toThrow(Superseded);
    expect((await kept.advance(5)).step).toBe(5);
    const stops = made[0]?.heard.filter(({ verb }) => verb === 'stop');
    expect(stops?.map(({ args }) => args)).toEqual([{ run: left.number }]);
    expect(made[0]?.ended).toBe(false);
    stays.dispose();
    expect(made[0]?.ended).toBe(true);
  });

  test('a run that was stopped is not stopped again', async () => {
    way = shared(watched, 1);
    const [one, other] = [join(), join()];
    const run = await one.start(config);
    await other.start(config);
    run.stop();
    one.dispose();
    expect(made[0]?.heard.filter(({ verb }) => verb === 'stop').length).toBe(1);
  });

  test('after the last one has left there is another engine', async () => {
    const first = join();
    await first.start(config);
    first.dispose();
    await join().start(config);
    expect(made.map(({ ended }) => ended)).toEqual([true, false]);
  });
});

describe('trouble', () => {
  test('that ends an engine is told to all, and the next run has another one', async () => {
    way = shared(watched, 1);
    const [one, other] = [join(), join()];
    const runs = await Promise.all([one.start(config), other.start(config)]);
    made[0]?.port.onerror?.({ message: 'gone' } as ErrorEvent);
    for (const run of runs) {
      expect(run.over).toBeInstanceOf(EngineFailure);
      expect(run.over?.message).toContain('gone');
    }
    expect((await (await one.start(config)).advance(1)).step).toBe(1);
    expect(made.length).toBe(2);
  });

  test('below some runs is told to all whose they are', async () => {
    way = shared(watched, 1);
    const [one, other, third] = [join(), join(), join()];
    const [a, b, c] = await Promise.all([one, other, third].map((line) => line.start(config)));
    if (!a || !b || !c) throw new Error('three runs');
    const asked = a.advance(1);
    const id = made[0]?.heard.at(-1)?.id ?? 0;
    const over = [a.number, b.number];
    const data: Reply = { id, type: 'failed', message: 'it broke', over };
    made[0]?.port.onmessage?.({ data } as MessageEvent<Reply>);
    await expect(asked).rejects.toThrow('it broke');
    expect(b.over?.message).toBe('it broke');
    expect(c.over).toBeNull();
    expect((await c.advance(2)).step).toBe(2);
  });

  test('what is no answer is heard by all: none of them stays', async () => {
    way = shared(watched, 1);
    const [one, other] = [join(), join()];
    const runs = await Promise.all([one.start(config), other.start(config)]);
    made[0]?.port.onmessage?.({ data: 'junk' } as unknown as MessageEvent<Reply>);
    for (const run of runs) expect(run.over?.message).toContain('no answer');
    expect(made[0]?.ended).toBe(true);
  });

  test('a way that fails fails for each, and can be gone again', async () => {
    let broken = true;
    way = shared(() => {
      if (broken) throw new Error('closed');
      return watched() as EnginePort;
    }, 2);
    const lines = [join(), join(), join()];
    for (const line of lines) await expect(line.start(config)).rejects.toThrow(/closed/);
    broken = false;
    for (const line of lines) expect((await line.start(config)).over).toBeNull();
    expect(made.length).toBe(2);
  });

  test('who waits for a start behind somebody else’s slow step goes to another engine', async () => {
    way = shared(watched, 1);
    const slow = join();
    await slow.start(config);
    const [engine] = made;
    if (engine === undefined) throw new Error('there is an engine');
    engine.deaf = true;
    const clock = new HandClock();
    const waiting = join();
    const watchdog = new Watchdog(clock, waiting, () => {});
    const started = waiting.start(config);
    await settled();
    for (let i = 0; i < 5; i++) clock.pass(1000);
    expect((await (await started).advance(1)).step).toBe(1);
    watchdog.stop();
    expect(made.map(({ ended }) => ended)).toEqual([false, false]); // the slow one goes on
  });
});
