// The player, with an engine and a clock that the test moves by hand.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigFault, EngineFailure, Superseded } from '../../../web/src/engine/errors.ts';
import { Player } from '../../../web/src/experiment/player.ts';
import { FakeEngine, HandClock, momentOf, playerOf, settled, total } from './by-hand.ts';

test('player: a loaded run waits, with its first row in the history', async () => {
  const { engine, clock, player, events } = await playerOf();
  expect(events).toEqual(['start']);
  expect([...player.history.steps]).toEqual([0]);
  expect(clock.asked).toBe(false);
  expect(engine.asked).toEqual([]);
});

describe('player: speed', () => {
  test.each([1, 5, 50, 150, 999])('%i steps a second', async (speed) => {
    const { engine, clock, player } = await playerOf();
    player.maxSteps = 1e6;
    player.speed = speed;
    engine.millisecondsPerStep = 0.001;
    player.play();
    for (let i = 0; i < 60 * 10; i++) await clock.frame();
    // The first frames find out how fast the engine is.
    expect(Math.abs(player.stepCount - 10 * speed)).toBeLessThanOrEqual(Math.max(1, speed / 10));
    expect(total(engine)).toBe(player.stepCount);
  });

  test('max fills each frame with 12 ms of the engine’s time, and no more', async () => {
    const { engine, clock, player } = await playerOf();
    player.maxSteps = 1e6;
    player.speed = 'max';
    player.play();
    for (let i = 0; i < 100; i++) await clock.frame();
    expect(engine.asked.at(-1)?.steps).toBe(120);
    expect(Math.max(...engine.asked.map(({ steps }) => steps))).toBe(120);
  });

  test('what a slow engine falls behind is not made up for', async () => {
    const { engine, clock, player } = await playerOf();
    player.speed = 1000;
    engine.millisecondsPerStep = 4;
    player.play();
    for (let i = 0; i < 60; i++) await clock.frame();
    expect(Math.max(...engine.asked.map(({ steps }) => steps))).toBe(3);
    engine.millisecondsPerStep = 0.001;
    const before = player.stepCount;
    for (let i = 0; i < 60; i++) await clock.frame();
    expect(player.stepCount - before).toBeLessThanOrEqual(1000 * (1 + 0.25));
  });
});

test('player: nothing is asked for while something is on its way', async () => {
  const { engine, clock, player } = await playerOf();
  player.play();
  engine.hold();
  for (let i = 0; i < 30; i++) await clock.frame();
  expect(engine.asked.length).toBe(1);
  await engine.release();
  for (let i = 0; i < 30; i++) await clock.frame();
  expect(engine.asked.length).toBeGreaterThan(10);
  expect(engine.mostInFlight).toBe(1);
});

test('player: it stops exactly at the last step, whatever the speed', async () => {
  const speed = fc.oneof(fc.constant('max' as const), fc.integer({ min: 1, max: 5000 }));
  await fc.assert(
    fc.asyncProperty(speed, fc.integer({ min: 1, max: 200 }), async (speed, maxSteps) => {
      const { engine, clock, player, events } = await playerOf();
      Object.assign(player, { speed, maxSteps });
      player.play();
      for (let i = 0; i < 60 * 250 && player.playing; i++) await clock.frame();
      expect(engine.step).toBe(maxSteps);
      expect(events).toEqual(['start', 'play', 'pause', `end ${maxSteps}`]);
      player.play();
      expect(player.playing).toBe(false);
    }),
    { numRuns: 30 },
  );
});

test('player: trouble ends training, and play() does not go on', async () => {
  const { engine, clock, player, events } = await playerOf();
  engine.troubleAt = 7;
  player.speed = 'max';
  player.play();
  for (let i = 0; i < 20; i++) await clock.frame();
  expect(events).toEqual(['start', 'play', 'pause', 'trouble 7']);
  expect(player.trouble).toEqual({ step: 7, layer: 1, tensor: 'a' });
  player.play();
  await player.step();
  expect(player.playing).toBe(false);
  expect(player.stepCount).toBe(8);
});

test('player: step() pauses, makes its steps and no more than are left', async () => {
  const { clock, player, events } = await playerOf();
  player.maxSteps = 25;
  player.play();
  await clock.frame();
  const before = player.stepCount;
  await player.step(3);
  expect(player.stepCount).toBe(before + 3);
  expect(events).toEqual(['start', 'play', 'pause']);
  await player.step(100);
  expect(player.stepCount).toBe(25);
  expect(events.at(-1)).toBe('end 25');
});

test('player: step() waits for what is on its way', async () => {
  const { engine, clock, player } = await playerOf();
  player.play();
  engine.hold();
  await clock.frame(100);
  const stepping = player.step();
  expect(engine.asked.length).toBe(1);
  await engine.release();
  await stepping;
  expect(engine.mostInFlight).toBe(1);
  expect(engine.asked.at(-1)?.steps).toBe(1);
});

test('player: steps asked for together are made one after the other, frames beside none', async () => {
  const { engine, clock, player } = await playerOf();
  engine.hold();
  const all = Promise.all([player.step(), player.step(2), player.restore(momentOf(9))]);
  await settled();
  expect(player.busy).toBe(true);
  player.play();
  for (let i = 0; i < 5; i++) await clock.frame(100);
  expect(engine.asked.map(({ steps }) => steps)).toEqual([1]);
  await engine.release();
  await all;
  expect(engine.asked.map(({ steps }) => steps)).toEqual([1, 2]);
  expect(engine.mostInFlight).toBe(1);
  expect(player.stepCount).toBe(9);
  expect(player.busy).toBe(false);
  await clock.frame(100);
  expect(player.stepCount).toBeGreaterThan(9);
});

test('player: steps of a run that is over are not made in the next one', async () => {
  const { engine, player } = await playerOf();
  engine.hold();
  const steps = [player.step(), player.step(5)];
  await settled();
  await player.load({ depth: 3 });
  await engine.release();
  await Promise.all(steps);
  expect(engine.asked.map(({ steps }) => steps)).toEqual([1]);
  expect(player.stepCount).toBe(0);
});

test('player: a snapshot that is refused does not stop what comes after it', async () => {
  const { engine, player } = await playerOf();
  engine.ask = () => Promise.reject(new EngineFailure('of another run'));
  const restoring = player.restore(momentOf(1));
  const stepping = player.step();
  await expect(restoring).rejects.toThrow('of another run');
  await stepping;
  expect(player.stepCount).toBe(1);
});

test('player: nothing runs while the page is hidden, and that time is not made up for', async () => {
  const { engine, clock, page, player } = await playerOf();
  player.play();
  for (let i = 0; i < 10; i++) await clock.frame();
  page.setHidden(true);
  expect(clock.asked).toBe(false);
  expect(player.playing).toBe(true);
  const before = engine.asked.length;
  clock.time += 60_000;
  page.setHidden(false);
  await clock.frame();
  expect(engine.asked.length).toBe(before + 1);
  expect(engine.asked.at(-1)?.steps).toBeLessThanOrEqual(3);
});

test('player: a run that cannot start leaves the present one as it is', async () => {
  const { engine, clock, player, events } = await playerOf();
  player.play();
  for (let i = 0; i < 10; i++) await clock.frame();
  const { history, stepCount } = player;
  engine.refusal = new ConfigFault([{ path: 'depth', message: '99 is outside [0, 64]' }]);
  await expect(player.load({ depth: 99 })).rejects.toThrow('depth: 99 is outside [0, 64]');
  expect(player.history).toBe(history);
  expect(player.playing).toBe(true);
  await clock.frame();
  expect(player.stepCount).toBeGreaterThan(stepCount);
  expect(events).toEqual(['start', 'play']);
});

test('player: rows of the run before are not added to the new one', async () => {
  const { engine, clock, player } = await playerOf();
  player.play();
  for (let i = 0; i < 10; i++) await clock.frame();
  engine.hold();
  await clock.frame(100);
  await player.load({ depth: 3 });
  await engine.release();
  expect([...player.history.steps]).toEqual([0]);
  expect(player.stepCount).toBe(0);
});

test('player: reset starts the same run, and goes on playing if it was playing', async () => {
  const { clock, player, events } = await playerOf({ batch: 7 });
  player.play();
  for (let i = 0; i < 10; i++) await clock.frame();
  const info = await player.reset();
  expect(info.batch).toBe(7);
  expect(player.stepCount).toBe(0);
  expect(player.playing).toBe(true);
  expect(events).toEqual(['start', 'play', 'start']);
});

test('player: restore pauses and goes back', async () => {
  const { clock, player } = await playerOf();
  player.play();
  for (let i = 0; i < 30; i++) await clock.frame();
  await player.restore(momentOf(4));
  expect(player.playing).toBe(false);
  expect(player.stepCount).toBe(4);
  expect(player.history.steps.at(-1)).toBe(4);
});

test('player: it measures as sparsely as the history keeps', async () => {
  const engine = new FakeEngine();
  const clock = new HandClock();
  const player = new Player(engine, { clock, capacity: 16 });
  await player.load({});
  player.speed = 'max';
  player.play();
  for (let i = 0; i < 200; i++) await clock.frame();
  expect(player.stepCount).toBe(3000);
  expect(player.history.stride).toBe(256);
  expect(engine.asked.at(-2)?.stride).toBe(120); // one row a frame, so that the page stays live
  expect(player.history.length).toBeLessThanOrEqual(16);
});

test('player: an engine that fails pauses it and says why; a run that is over is no failure', async () => {
  const { engine, clock, player, events } = await playerOf();
  player.play();
  engine.failure = new Superseded();
  await clock.frame(50);
  expect(events).toEqual(['start', 'play']);
  engine.failure = new EngineFailure('out of memory');
  await clock.frame(50);
  expect(events).toEqual(['start', 'play', 'pause', 'EngineFailure']);
});

test('player: after dispose nothing is asked for and nobody is called', async () => {
  const { engine, clock, page, player, events } = await playerOf();
  player.play();
  player.dispose();
  await clock.frame();
  page.setHidden(false);
  expect(engine.asked).toEqual([]);
  expect(page.listeners.size).toBe(0);
  expect(events.at(-1)).toBe('pause');
});

test('player: a listener that has been taken off is not called', async () => {
  const { clock, player } = await playerOf();
  let calls = 0;
  const off = player.on('rows', () => {
    calls += 1;
  });
  player.play();
  await clock.frame(100);
  off();
  await clock.frame(100);
  expect(calls).toBe(1);
});
