// What the page decides without being seen: paths, sliders, remedies, links.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalog } from '../../../web/src/config/catalog.ts';
import { choose, complete, defaults, equal, settings } from '../../../web/src/config/config.ts';
import { membersOf } from '../../../web/src/config/members.ts';
import type { Config, Field } from '../../../web/src/config/types.ts';
import type { RunInfo } from '../../../web/src/engine/answers.ts';
import { rowAt } from '../../../web/src/experiment/history.ts';
import { METRICS } from '../../../web/src/experiment/metrics.ts';
import { scores } from '../../../web/src/experiment/predictor.ts';
import { remedied } from '../../../web/src/experiment/remedies.ts';
import {
  presetOf,
  readLink,
  readPreset,
  readState,
  without,
  writeLink,
} from '../../../web/src/experiment/state.ts';
import { stepDomain } from '../../../web/src/ui/canvas/time-axis.ts';
import { pathText, setIn } from '../../../web/src/ui/settings/path.ts';
import { groups } from '../../../web/src/ui/settings/settings-layout.ts';
import { sliderOf } from '../../../web/src/ui/settings/slider.ts';

test('pathText: is written as the engine writes paths', () => {
  expect(pathText(['update', 1, 'beta2'])).toBe('update[1].beta2');
});

test('setIn: changes one value and shares nothing with what it changed', () => {
  const before = { update: [{ kind: 'adam', eps: 1 }, { kind: 'lion' }], depth: 3 };
  const after = setIn(before, ['update', 0, 'eps'], 2);
  expect(after).toEqual({ update: [{ kind: 'adam', eps: 2 }, { kind: 'lion' }], depth: 3 });
  expect(before.update[0]).toEqual({ kind: 'adam', eps: 1 });
  expect(setIn(before, ['update', 0], undefined)).toEqual({ update: [{ kind: 'lion' }], depth: 3 });
});

const numbers: readonly Field[] = [
  ...settings,
  ...Object.values(catalog.families).flatMap((family) =>
    family.flatMap((member): readonly Field[] => member.fields),
  ),
].filter((field) => field.type === 'real' || field.type === 'integer');

test('sliders: every place of every knob is an allowed value, and the default keeps its place', () => {
  expect(numbers.length).toBeGreaterThan(100);
  for (const field of numbers) {
    const slider = sliderOf(field);
    if (!slider) continue;
    const { min = 0, max = 0 } = field;
    for (let place = 0; place <= slider.last; place += Math.max(1, Math.floor(slider.last / 97))) {
      const value = slider.value(place);
      expect(value, field.key).toBeGreaterThanOrEqual(min);
      expect(value, field.key).toBeLessThanOrEqual(max);
      if (field.type === 'integer') expect(Number.isInteger(value), field.key).toBe(true);
    }
    const place = slider.place(Number(field.default));
    expect(place).toBeGreaterThanOrEqual(0);
    expect(place).toBeLessThanOrEqual(slider.last);
  }
});

test('settings: every setting of the engine has a place in the panel, exactly one', () => {
  const placed = groups.flatMap(({ basic, more }) => [...basic, ...more].map(({ key }) => key));
  const expected = settings.map(({ key }) => key).filter((key) => key !== 'specimens');
  expect([...placed].sort()).toEqual([...expected].sort());
});

test('remedies: each changes the default run, and applying it twice is applying it once or stronger', () => {
  for (const { id } of catalog.remedies) {
    const once = remedied({}, id);
    expect(equal(once, defaults), id).toBe(false);
    expect(complete(once).seed).toBe(defaults.seed);
    expect(complete(once).data).toEqual(defaults.data);
  }
});

test('remedies: clipping comes before the optimizer, momentum behind it', () => {
  const adam = remedied({}, 'adam');
  expect(complete(remedied(adam, 'clip')).update.map(({ kind }) => kind)).toEqual([
    'clip_by_global_norm',
    'adam',
  ]);
  expect(complete(remedied(adam, 'momentum')).update.map(({ kind }) => kind)).toEqual([
    'adam',
    'momentum',
  ]);
});

test('remedies: the learning rate is multiplied, without digits of rounding and not beyond its limit', () => {
  expect(remedied({ learning_rate: 0.07 }, 'faster').learning_rate).toBe(0.7);
  expect(remedied({ learning_rate: 0.2 }, 'slower').learning_rate).toBe(0.02);
  expect(remedied({ learning_rate: 9e5 }, 'faster').learning_rate).toBe(1e6);
  const exact = 0.1234567890123456; // stays as it is where the remedy is another one
  expect(remedied({ learning_rate: exact }, 'he').learning_rate).toBe(exact);
});

test('remedies: what a remedy names replaces what the run has, a default too', () => {
  const run: Config = {
    init: choose('initializer', 'he_normal'),
    activations: [choose('activation', 'relu')],
    depth: 1,
  };
  const { init, activations, depth } = complete(remedied(run, 'tanh'));
  expect(init).toEqual(choose('initializer', 'xavier_normal'));
  expect(activations).toEqual([]);
  expect(depth).toBe(1);
});

test('a score is one half where the engine’s answer turns, for every loss that parts two classes', () => {
  const parting = membersOf('loss').filter(({ threshold }) => threshold !== undefined);
  expect(parting.map(({ kind }) => kind)).not.toContain('cross_entropy');
  for (const { kind, threshold = Number.NaN } of parting) {
    const outputs = [threshold - 0.25, threshold, threshold + 0.25];
    const [below = 1, at, above = 0] = scores(outputs, 3, { loss: kind } as RunInfo);
    expect(at, kind).toBe(0.5);
    expect(below, kind).toBeLessThan(0.5);
    expect(above, kind).toBeGreaterThan(0.5);
  }
});

test('steps: the axis ends at a round number and rows are found by step', () => {
  expect([stepDomain(0), stepDomain(150), stepDomain(201)]).toEqual([
    [0, 20],
    [0, 200],
    [0, 500],
  ]);
  const steps = [0, 1, 5, 9];
  expect([-3, 0, 4, 5, 100].map((step) => rowAt(steps, 4, step))).toEqual([0, 0, 1, 2, 3]);
});

test('scores: turn at one half where the engine’s answer turns', () => {
  const info = (loss: string) => ({ loss }) as Parameters<typeof scores>[2];
  expect(scores([0], 1, info('bce_logits'))[0]).toBe(0.5);
  expect(scores([3], 1, info('hinge'))[0]).toBeGreaterThan(0.5);
  expect(scores([0.5], 1, info('mse'))[0]).toBe(0.5);
  expect(scores([1, 2, 2, 1], 2, info('cross_entropy'))[0]).toBeGreaterThan(0.5);
});

test('links: what the page keeps survives the way through a link', () => {
  const metric = fc.constantFrom(...METRICS.map(({ key }) => key));
  const state = fc.record({
    metric,
    time: fc.constantFrom('lines', 'heatmap'),
    step: fc.integer({ min: 0, max: 100_000 }),
  });
  fc.assert(
    fc.property(state, (ui) => {
      const read = readLink(writeLink({ v: 1, config: { depth: 4 }, ui }));
      expect(read).toEqual({ state: { v: 1, config: { depth: 4 }, ui }, ignored: [] });
    }),
  );
});

test('links: what cannot be used is named and the rest is kept', () => {
  const { state, ignored } = readLink(
    '#v1&depth=4&width=frog&ui.metric=colour&ui.step=9e9&nonsense',
  );
  expect(state.config).toEqual({ depth: 4 });
  expect(state.ui).toEqual({});
  expect(ignored.map(({ path }) => path).sort()).toEqual(['link', 'ui.metric', 'ui.step', 'width']);
});

test('links: no link is the default run, with nothing to complain about', () => {
  for (const text of ['', '#', 'https://example.org/#']) {
    expect(readLink(text)).toEqual({ state: { v: 1, config: {}, ui: {} }, ignored: [] });
  }
});

test('a refused config keeps what is not faulty; if nothing can be told, nothing stays', () => {
  const config = { depth: 4, batch: 512, data: { kind: 'moons', samples: 100 } } as const;
  const at = (path: string) => [{ path, message: '' }];
  expect(without(config, at('batch'))).toEqual({ depth: 4, data: config.data });
  expect(without(config, at('data.samples'))).toEqual({ depth: 4, batch: 512 });
  expect(without(config, at('width'))).toEqual({});
  expect(without(config, at(''))).toEqual({});
});

test('links: junk of any kind never throws', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (junk) => {
      expect(readLink(`v1&${junk}`).state.v).toBe(1);
      expect(readState({ config: junk, ui: { metric: junk } })).toMatchObject({ state: { v: 1 } });
    }),
  );
});

test('states: what is none, or of another version, is refused; the rest is named', () => {
  for (const [junk, got] of [
    [null, 'null'],
    [undefined, 'undefined'],
    [3, '3'],
    ['v1', '"v1"'],
    [[], 'a list'],
    [new Map(), 'an object'],
  ]) {
    const message = `expected an object, got ${got}`;
    expect(readState(junk)).toEqual({ path: '', message });
  }
  expect(readState({ v: 2 })).toEqual({ path: 'v', message: 'expected 1, got 2' });
  const paths = (state: unknown) => {
    const read = readState(state);
    return 'path' in read ? [] : read.ignored.map(({ path }) => path);
  };
  expect(paths({ ui: 4 })).toEqual(['ui']);
  expect(paths({ config: [], ui: null })).toEqual(['', 'ui']);
  const ui = { metric: Symbol('a'), time: {}, step: Object.create(null), __proto__: null };
  expect(paths({ ui })).toEqual(['ui.metric', 'ui.time', 'ui.step']);
});

test('presets: each is recognised again, and settings can be laid over one', () => {
  for (const { id } of catalog.presets) {
    const { state, ignored } = readPreset(id);
    expect(ignored).toEqual([]);
    expect(presetOf(state.config)).toBe(id);
  }
  expect(readPreset('healthy', 'depth=3').state.config).toEqual({
    activation: { kind: 'tanh' },
    depth: 3,
  });
  expect(readPreset('healthy', 'activation=sigmoid&depth=3').state.config).toEqual({ depth: 3 });
  expect(readPreset('healthy', 'activation=frog').state.config).toEqual({
    activation: { kind: 'tanh' },
  });
});
