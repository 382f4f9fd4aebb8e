// The experiment on screen, with the real engine: what it does when nothing can be trained, or when
// somebody changes their mind.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { catalog } from '../../../web/src/config/catalog.ts';
import type { LayerColumn } from '../../../web/src/config/types.ts';
import { connect } from '../../../web/src/engine/local.ts';
import { Experiment } from '../../../web/src/experiment/experiment.ts';
import { PictureKeeper } from '../../../web/src/experiment/picture-keeper.ts';
import { speedsWith } from '../../../web/src/experiment/speed.ts';
import { readPreset } from '../../../web/src/experiment/state.ts';
import { handleKey } from '../../../web/src/ui/shortcuts.ts';
import { source } from '../engine/engine.ts';
import { HandClock, settled } from './by-hand.ts';

let experiment: Experiment;
let clock: HandClock;
beforeEach(() => {
  clock = new HandClock();
  experiment = new Experiment({ clock, ways: [() => connect(source)] });
});
afterEach(() => {
  experiment.dispose();
  vi.unstubAllGlobals();
});

const next = (type: string) =>
  new Promise((resolve) => experiment.addEventListener(type, resolve, { once: true }));

/** Until steps are under way. */
async function busy(): Promise<void> {
  while (!experiment.busy) await Promise.resolve();
}

test('goTo: trains up to the step and pauses there', async () => {
  await experiment.open({ depth: 2 });
  await experiment.goTo(30);
  expect([experiment.step, experiment.playing]).toEqual([30, false]);
});

test('goTo: whoever presses Run on the way takes over', async () => {
  await experiment.open({ depth: 2 });
  const ends = vi.fn();
  experiment.addEventListener('end', ends);
  const going = experiment.goTo(100_000);
  while (experiment.step < 3000) await next('rows');
  await busy();
  experiment.play();
  await going;
  expect(experiment.playing).toBe(true);
  expect(experiment.step).toBeLessThan(100_000);
  expect(ends).not.toHaveBeenCalled();
  experiment.pause();
});

test('goTo: comes back where there is no run yet', async () => {
  await experiment.goTo(10);
  expect(experiment.step).toBe(0);
});

test('goTo: comes back when the engine is disposed of on the way', async () => {
  await experiment.open({ depth: 2 });
  const going = experiment.goTo(100_000);
  await next('rows');
  await busy();
  experiment.dispose();
  await going;
  expect(experiment.step).toBeLessThan(100_000);
});

test('begin: whoever chooses another experiment meanwhile gets that one', async () => {
  const first = experiment.begin({ depth: 2 }, { depth: 3 });
  await next('start');
  const second = experiment.begin({ depth: 4 });
  expect(await Promise.all([first, second])).toEqual([false, true]);
  expect(experiment.config).toEqual({ depth: 4 });
});

test('pictures: an engine that cannot answer is asked once for each step', async () => {
  await experiment.open({ depth: 2 });
  const asked = vi.spyOn(experiment.slot, 'ask');
  experiment.slot.connection.dispose();
  const keeper = new PictureKeeper(() => {});
  keeper.see(experiment);
  for (let i = 0; i < 5; i++) {
    await settled();
    clock.pass(500);
  }
  expect(asked).toHaveBeenCalledTimes(4); // inputs and answers, of training and of testing
  expect(clock.waiting).toBe(0);
  keeper.stop();
});

test('resetUnits: says how many, until another run starts', async () => {
  const reset = { kind: 'redo', tau: 0.5, every: 1_000_000 } as const;
  await experiment.open({ depth: 2, activation: { kind: 'relu' }, bias_std: 20, reset });
  await experiment.stepBy(1);
  await experiment.resetUnits();
  expect(experiment.unitsReset).toBeGreaterThan(0);
  await experiment.reset();
  expect(experiment.unitsReset).toBeUndefined();
});

test('keys: a key that is held steps when the engine has answered, and does nothing else', async () => {
  vi.stubGlobal('Element', class {});
  await experiment.open({ depth: 2 });
  const press = (key: string, repeat: boolean) => {
    const event = { key, repeat, composedPath: () => [null], preventDefault: () => {} };
    handleKey(event as unknown as KeyboardEvent, experiment);
  };
  press('.', false);
  for (let i = 0; i < 50; i++) press('.', true);
  await experiment.goTo(0); // waits for all that was asked for
  expect(experiment.step).toBe(1);
  press('.', true);
  await experiment.goTo(0);
  expect(experiment.step).toBe(2);
  press(' ', true);
  press('r', true);
  expect([experiment.playing, experiment.step]).toEqual([false, 2]);
});

test('runs: a change leaves the run before standing still beside the present one', async () => {
  await experiment.begin({ depth: 2 });
  await experiment.goTo(30);
  const [before] = experiment.runs;
  await experiment.change({ depth: 2, activation: { kind: 'tanh' } });
  await experiment.goTo(50);
  expect(experiment.runs).toHaveLength(2);
  expect(experiment.ghost).toBe(before);
  expect(experiment.ghost?.history.steps.at(-1)).toBe(29);
  expect(experiment.runs.map(({ history }) => history.steps.at(-1))).toEqual([49, 29]);
  expect(experiment.config).toEqual({ depth: 2, activation: { kind: 'tanh' } });
  await experiment.begin({ depth: 2 });
  expect(experiment.runs).toHaveLength(1);
});

test('runs: a run that cannot start changes nothing', async () => {
  await experiment.begin({ depth: 2 });
  const { runs } = experiment;
  expect(await experiment.change({ depth: 2, batch: 4000 })).toBe(false);
  expect(experiment.errors.map(({ path }) => path)).toEqual(['batch']);
  expect(experiment.runs).toBe(runs);
});

/** For each row that was kept, whether that number of layer 0 was measured. */
const measured = (key: LayerColumn) =>
  [...experiment.history.layerColumn(key, 0)].map((value) => !Number.isNaN(value));

/** Numbers of the step that were measured in the first row. */
const measuredOfStep = () =>
  catalog.columns.step
    .map(({ key }) => key)
    .filter((key) => !Number.isNaN(experiment.history.column(key)[0]));

test('columns: only what somebody looks at is measured, and what the diagnosis rests on', async () => {
  await experiment.open({ depth: 2 });
  await experiment.goTo(2);
  expect(measured('activation_rms')).toEqual([false, false]);
  expect(measuredOfStep()).toEqual(['step', 'loss', 'accuracy', 'learning_rate', 'data_loss']);
  for (const key of ['gradient_norm', 'delta_rms', 'saturated', 'dead'] as const) {
    expect(measured(key), key).toEqual([true, true]);
  }
  experiment.measure({ step: ['test_loss'], layer: ['activation_rms'] });
  await experiment.goTo(4);
  expect(measured('activation_rms')).toEqual([false, false, true, true]);
  expect(measured('weight_rms')).toEqual([false, false, false, false]);
  experiment.measure({ step: [], layer: '*' });
  await experiment.reset(); // the next run is measured so from the start
  expect([measured('weight_rms'), measured('dead')]).toEqual([[true], [true]]);
  expect(measuredOfStep()).toEqual(['step', 'loss', 'accuracy', 'learning_rate', 'data_loss']);
});

test.each(catalog.presets)(
  'columns: the verdict of $id does not depend on who looks',
  async ({ id }) => {
    await experiment.open(readPreset(id).state.config);
    await experiment.goTo(40);
    const unseen = experiment.diagnosis;
    expect(unseen).toBeDefined();
    experiment.measure({ step: '*', layer: '*' });
    await experiment.reset();
    await experiment.goTo(40);
    expect(experiment.diagnosis).toEqual(unseen);
  },
);

test('columns: whoever looks while a run starts is served', async () => {
  const opening = experiment.open({ depth: 2 });
  await settled(); // the start is on its way
  experiment.measure({ step: [], layer: ['activation_rms'] });
  await opening;
  await experiment.goTo(1);
  expect(measured('activation_rms')).toEqual([true]);
});

test('words are told of rows when some time has passed, at once of what somebody does', async () => {
  await experiment.begin({ depth: 2 });
  const told = vi.fn();
  experiment.addEventListener('state', told);
  experiment.play();
  expect(told).toHaveBeenCalledTimes(1);
  const rows = next('rows');
  await clock.frame(100);
  await rows;
  expect(told).toHaveBeenCalledTimes(1);
  clock.pass(200);
  expect(told).toHaveBeenCalledTimes(2);
  experiment.pause();
  expect(told).toHaveBeenCalledTimes(3);
});

test('speeds: one that is not in the list takes its place among them', () => {
  expect(speedsWith(150)).toEqual([5, 50, 150, 1000, 'max']);
  expect(speedsWith(30)).toEqual([5, 30, 50, 150, 1000, 'max']);
  expect(speedsWith(1e6)).toEqual([5, 50, 150, 1000, 1e6, 'max']);
});
