// The timeline of a run: forks, trouble, failures, and a bounded memory. That replays are exact whatever
// the method: timeline-replay.test.ts.
import { afterAll, describe, expect, test } from 'vitest';
import type { Config } from '../../../web/src/config/types.ts';
import type { RunHandle } from '../../../web/src/engine/run-handle.ts';
import type { Branch } from '../../../web/src/experiment/branch.ts';
import {
  base,
  connection,
  doomed,
  eventful,
  requests,
  stateOf,
  textOf,
  timelineOf,
  weightsOf,
} from './replays.ts';

afterAll(() => connection.dispose());

const resettable: Config = {
  ...base,
  activation: { kind: 'relu' },
  bias_std: 20,
  reset: { kind: 'redo', tau: 0.5, every: 1_000_000 },
};
const reset = (run: RunHandle) => run.ask('resetUnits');
const upTo = (steps: number) => [...Array(steps).keys()];

test.each([1, 8])(
  'a run that ended in trouble can be gone back in, and ends there again; keyframes every %i steps',
  async (spacing) => {
    const timeline = await timelineOf(doomed, { spacing });
    const { diagnosis, step } = await timeline.advance(500);
    expect(diagnosis.trouble).toBeDefined();
    expect((await timeline.goTo(1)).trouble).toBeUndefined();
    expect(await timeline.goTo(step)).toEqual(diagnosis);
    expect((await timeline.advance(10)).count).toBe(0);
  },
);

test('runs that are trained in lock-step and go back in turns stay apart', async () => {
  const configs: Config[] = [eventful, base, { ...base, precision: 'float64' }, eventful];
  const timelines = await Promise.all(configs.map((config) => timelineOf(config)));
  const alone = await Promise.all(configs.map((config) => connection.start(config)));
  for (const [steps, stride] of requests) {
    await Promise.all(timelines.map((timeline) => timeline.advance(steps, stride)));
    await connection.advance(alone, steps, stride);
    const states = await Promise.all(timelines.map(stateOf));
    expect(states).toEqual(await Promise.all(alone.map((run) => stateOf({ run }))));
  }
  const end = await Promise.all(timelines.map(stateOf));
  await Promise.all(timelines.map((timeline, i) => timeline.goTo(11 * i)));
  await Promise.all(timelines.map((timeline) => timeline.goTo(timeline.branch.end)));
  expect(await Promise.all(timelines.map(stateOf))).toEqual(end);
});

describe('the past forks', () => {
  test('what was seen stays when somebody goes back and does something else', async () => {
    const timeline = await timelineOf(resettable);
    await timeline.advance(40);
    const [first, seen] = [timeline.branch, await stateOf(timeline)];
    await timeline.goTo(20);
    const before = await stateOf(timeline);
    expect(await timeline.act(reset)).toBeGreaterThan(0);
    const after = await stateOf(timeline);
    expect(after).not.toBe(before);
    await timeline.advance(30);
    const [second, other] = [timeline.branch, await stateOf(timeline)];
    expect(timeline.branches).toEqual([first, second]);

    await timeline.goTo(40, first);
    expect(await stateOf(timeline)).toBe(seen);
    await timeline.goTo(50, second);
    expect(await stateOf(timeline)).toBe(other);
    await timeline.goTo(20); // where they part, the second one begins behind what was done
    expect(await stateOf(timeline)).toBe(after);
    await timeline.goTo(20, first);
    expect(await stateOf(timeline)).toBe(before);

    const losses = ({ history }: Branch) => [...history.column('loss')];
    expect([...first.history.steps]).toEqual(upTo(40));
    expect([...second.history.steps]).toEqual(upTo(50));
    expect(losses(second).slice(0, 20)).toEqual(losses(first).slice(0, 20));
    expect(losses(second).slice(20, 40)).not.toEqual(losses(first).slice(20, 40));
  });

  test('training on without doing anything else is no fork', async () => {
    const timeline = await timelineOf(base);
    await timeline.advance(40);
    await timeline.goTo(10);
    await timeline.advance(50);
    expect(timeline.branches.length).toBe(1);
    expect([...timeline.branch.history.steps]).toEqual(upTo(60));
  });

  test('a history is shared as long as only one branch goes on with it', async () => {
    const timeline = await timelineOf(resettable);
    await timeline.advance(10);
    const first = timeline.branch;
    await timeline.act(reset);
    await timeline.advance(10);
    const second = timeline.branch;
    expect([...second.history.steps]).toEqual(upTo(20));
    await timeline.goTo(10, first);
    await timeline.advance(5);
    expect(timeline.branch).toBe(first);
    expect([...first.history.steps]).toEqual(upTo(15));
    expect([...second.history.steps]).toEqual(upTo(20));
  });

  test('a branch without keyframes is replayed from its parent, with what was done', async () => {
    const timeline = await timelineOf(resettable, { budget: 1, spacing: 1 });
    const expected: string[] = [];
    for (let i = 0; i < 4; i++) {
      await timeline.advance(7, 3);
      await timeline.act(reset);
      await timeline.advance(2);
      expected.push(await weightsOf(timeline));
    }
    for (const i of [0, 3, 1, 2]) {
      await timeline.goTo(9 * (i + 1));
      expect(await weightsOf(timeline)).toBe(expected[i]);
    }
  });

  test('of many futures the oldest are forgotten, and the path is not', async () => {
    const timeline = await timelineOf(resettable);
    await timeline.advance(10);
    for (let i = 0; i < 20; i++) {
      await timeline.goTo(timeline.branch.end - 3);
      await timeline.act(reset);
      await timeline.advance(5);
    }
    const { branch } = timeline;
    expect([...branch.path()].length).toBe(21);
    const expected = await stateOf(timeline);
    await timeline.goTo(8);
    await timeline.goTo(branch.end);
    expect(await stateOf(timeline)).toBe(expected);
    expect([...branch.history.steps]).toEqual(upTo(branch.end));
    for (const kept of timeline.branches) {
      const last = kept.nearest(Number.POSITIVE_INFINITY)?.step ?? 0;
      expect(last).toBeLessThanOrEqual(kept.end); // of what is forgotten nothing is kept
    }
    for (let i = 0; i < 20; i++) {
      await timeline.goTo(1, timeline.branches[0]);
      await timeline.act(reset);
    }
    expect(timeline.branches.length).toBe(10); // trunk, leaf and eight futures
  });
});

test('where a future was forgotten, another one can be seen and gone back in', async () => {
  const timeline = await timelineOf(resettable);
  const trunk = timeline.branch;
  await timeline.advance(20);
  await timeline.advance(10, 3);
  await timeline.goTo(10);
  for (let i = 0; i < 9; i++) {
    await timeline.act(reset);
    await timeline.advance(1);
    await timeline.goTo(10, timeline.branch);
  }
  expect(trunk.end).toBe(10);
  await timeline.goTo(10, trunk);
  const seen = await timeline.advance(30, 7);
  await timeline.goTo(10, trunk);
  expect(textOf(await timeline.advance(30))).toBe(textOf(seen));
  await timeline.goTo(0, trunk);
  expect((await timeline.advance(40)).count).toBe(10 + seen.count);
});

test('a step that was not seen is refused, and the run stays', async () => {
  const timeline = await timelineOf(base);
  await timeline.advance(10);
  for (const step of [11, -1, 1.5, Number.NaN]) {
    await expect(timeline.goTo(step)).rejects.toBeInstanceOf(RangeError);
  }
  expect((await timeline.advance(1)).step).toBe(11);
});

test('what is asked for in one go is done in that order', async () => {
  const timeline = await timelineOf(resettable);
  const done = [timeline.advance(10), timeline.act(reset), timeline.advance(10), timeline.goTo(15)];
  await Promise.all(done);
  expect([timeline.step, timeline.branch.from, timeline.branch.end]).toEqual([15, 10, 20]);
});

test('after a failure on the way it finds back', async () => {
  const timeline = await timelineOf(base);
  await timeline.advance(20);
  const expected = await stateOf(timeline);
  const fails = async (run: RunHandle) => {
    await run.advance(5);
    throw new Error('on the way');
  };
  await expect(timeline.act(fails)).rejects.toThrow('on the way');
  await timeline.goTo(20);
  expect(await stateOf(timeline)).toBe(expected);
  await expect(timeline.act(fails)).rejects.toThrow('on the way');
  expect((await timeline.advance(1)).step).toBe(21);
});

test('a million steps never take more than the budget, and any is found again', async () => {
  const config: Config = { depth: 0, batch: 1, update: [{ kind: 'adam' }] };
  const budget = 5000;
  const timeline = await timelineOf(config, { budget, spacing: 64, capacity: 64 });
  let most = 0;
  for (let i = 0; timeline.step < 1_000_000; i++) {
    await timeline.advance(10_000 + (i % 7), 5000 + (i % 5)); // a new entry of the pattern each time
    most = Math.max(most, timeline.bytes);
  }
  expect(most).toBeLessThanOrEqual(budget);
  expect(most).toBeGreaterThan(budget / 2);
  const run = await connection.start(config);
  let done = 0;
  for (const step of [1, 123_456, 700_001, 1_000_000]) {
    await run.advance(step - done, 0);
    done = step;
    await timeline.goTo(step);
    expect(await weightsOf(timeline)).toBe(await weightsOf({ run }));
  }
});

test('the note of what was measured has its share of the budget, between keyframes too', async () => {
  const config: Config = { depth: 0, batch: 1, update: [{ kind: 'adam' }] };
  const budget = 1_470; // a keyframe takes 1,188, each request 16
  const timeline = await timelineOf(config, { budget, spacing: 1_000_000 });
  for (let i = 0; i < 50; i++) {
    await timeline.advance(20 + (i % 7), 10 + (i % 5));
    expect(timeline.bytes).toBeLessThanOrEqual(budget);
  }
  const run = await connection.start(config);
  await run.advance(700, 0);
  await timeline.goTo(700);
  expect(await weightsOf(timeline)).toBe(await weightsOf({ run }));
});

test('keyframes that thin themselves out stay evenly spread over the whole past', async () => {
  const timeline = await timelineOf(base, { budget: 25_000, spacing: 1 });
  while (timeline.step < 500) await timeline.advance(1);
  const { branch } = timeline;
  const steps = [...new Set(upTo(500).map((step) => branch.nearest(step)?.step))] as number[];
  const gaps = [...steps.slice(1), branch.end].map((step, i) => step - (steps[i] as number));
  expect(steps.length).toBeGreaterThan(8);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * Math.min(...gaps.slice(0, -1)));
});
