// What the page decides without being seen: paths, sliders, remedies, sentences, links.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalog } from '../../../web/src/config/catalog.ts';
import { choose, complete, defaults, equal, settings } from '../../../web/src/config/config.ts';
import { membersOf } from '../../../web/src/config/members.ts';
import type { Config, Field } from '../../../web/src/config/types.ts';
import type { Diagnosis, RunInfo } from '../../../web/src/engine/answers.ts';
import { History, rowAt, rowSize } from '../../../web/src/experiment/history.ts';
import { bandOf, METRICS, metricOf } from '../../../web/src/experiment/metrics.ts';
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
import { languageFor } from '../../../web/src/i18n/languages.ts';
import { english, wordsOf } from '../../../web/src/i18n/words.ts';
import { stepDomain } from '../../../web/src/ui/canvas/time-axis.ts';
import { pathText, setIn } from '../../../web/src/ui/settings/path.ts';
import { groups } from '../../../web/src/ui/settings/settings-layout.ts';
import { sliderOf } from '../../../web/src/ui/settings/slider.ts';
import { evidence, sentence } from '../../../web/src/ui/words/finding.ts';

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

const healthy: Diagnosis = {
  verdict: 'healthy',
  gradient: 'healthy',
  learning: 'learning',
  units: 'working',
  cause: 'none',
  remedies: [],
  specimen: null,
  layer: 0,
  delta_ratio: 0.5,
  gradient_ratio: 0.5,
  decades_per_layer: -0.03,
  largest_norm: 0.4,
  loss: 0.6,
  loss_ratio: 0.9,
  guess_ratio: 0.8,
  guess_loss: 0.69,
  accuracy: 0.7,
  guess_accuracy: 0.5,
  share: 0,
};

test('diagnosis: each verdict is a sentence with its own number, layers counted from 1', async () => {
  const say = (part: Partial<Diagnosis>) => sentence({ ...healthy, ...part }, 11, english);
  expect(say({ verdict: 'vanishing', delta_ratio: 1e-7, gradient_ratio: 1e-5 })).toBe(
    'Layer 1 gets 100 thousand times less gradient dL/dW than layer 10.',
  );
  expect(say({ verdict: 'exploding', largest_norm: 3.4e5, layer: 2 })).toContain('3.4×10⁵');
  expect(say({ verdict: 'exploding', largest_norm: 3, delta_ratio: 5e4 })).toContain('50 thousand');
  expect(say({ verdict: 'starved', largest_norm: 1e-6 })).toContain('10⁻⁶');
  expect(say({ verdict: 'dead', share: 0.75, layer: 4 })).toMatch(/75%.*layer 5/);
  expect(say({ verdict: 'saturated', share: 0.9 })).toContain('90%');
  expect(say({ verdict: 'vanishing', delta_ratio: 1e-6, cause: 'activation' })).toBe(
    'Layer 1 gets 1 million times less delta than layer 10. The slope of the activation does it.',
  );
  expect(say({ learning: 'learned', guess_ratio: 0.002 })).toContain('0.002 times');
  expect(say({ verdict: 'vanishing', delta_ratio: 0 })).toContain('no gradient at all');
  expect(say({ verdict: 'starved', largest_norm: 0 })).toContain('exactly 0');
  expect(say({ verdict: 'stuck', guess_ratio: 1 })).toContain('does not fall');
  const trouble = { step: 1234, layer: 2, tensor: 'delta' };
  expect(say({ verdict: 'diverged', trouble })).toMatch(/step 1,234.*layer 3.*delta/);
  const words = await wordsOf(languageFor('zh'));
  expect(sentence({ ...healthy, verdict: 'diverged', trouble }, 11, words)).toMatch(
    /1,234.*第 3 层/,
  );
});

test('why: a limit is shown as broken exactly when it is', () => {
  const broken = (diagnosis: Diagnosis) =>
    evidence(diagnosis, english).flatMap(({ limits }) => limits.filter((limit) => limit.broken));
  expect(broken(healthy)).toEqual([]);
  expect(broken({ ...healthy, delta_ratio: 1e-4 })).toHaveLength(1);
  expect(broken({ ...healthy, delta_ratio: 1e-4, gradient_ratio: 1e-4 })).toHaveLength(2);
  expect(broken({ ...healthy, largest_norm: 1e5 })).toHaveLength(1);
});

/** A run of three layers whose last hidden one has these deltas, one row after the other. */
function historyOf(...deltas: readonly number[]): History {
  const history = new History(3);
  const columns = catalog.columns.layer;
  const size = rowSize(3);
  const place = size - 2 * columns.length + columns.findIndex(({ key }) => key === 'delta_rms');
  deltas.forEach((delta, step) => {
    const row = new Float64Array(size).fill(Number.NaN);
    row[catalog.columns.step.findIndex(({ key }) => key === 'step')] = step;
    row[place] = delta;
    history.append(row, 1);
  });
  return history;
}

test('bands: stand where the last hidden layer began where the verdict is about a ratio', () => {
  const delta = metricOf('delta_rms');
  for (const history of [historyOf(0.02), historyOf(0.02, 1e-4, 1e-9)]) {
    const [lo, hi] = bandOf(delta, history);
    expect(lo / 0.02).toBeCloseTo(1e-3);
    expect(hi / 0.02).toBeCloseTo(1e3);
    expect(bandOf(metricOf('gradient_norm'), history)).toEqual(METRICS[0]?.band);
  }
  for (const start of [0, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(bandOf(delta, historyOf(start, 1))).toEqual(delta.band);
  }
  expect(bandOf(delta, historyOf())).toEqual(delta.band);
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

test('diagnosis: each combination of findings has a sentence, and each verdict a title of its own', async () => {
  const zh = await wordsOf(languageFor('zh'));
  const { gradient, learning, units } = catalog.findings;
  const odd: string[] = [];
  for (const words of [english, zh]) {
    const titles = catalog.verdicts.map(({ key }) => words.text.verdicts[key]);
    expect(new Set(titles).size).toBe(titles.length);
    for (const { key: verdict } of catalog.verdicts) {
      for (const { key: cause } of catalog.causes) {
        for (const g of gradient) {
          for (const l of learning) {
            for (const u of units) {
              const found = { verdict, cause, gradient: g.key, learning: l.key, units: u.key };
              const said = sentence({ ...healthy, ...found }, 11, words);
              if (!/[.。]$/.test(said) || /undefined|NaN/.test(said)) odd.push(said);
            }
          }
        }
      }
    }
  }
  expect(odd).toEqual([]);
});
