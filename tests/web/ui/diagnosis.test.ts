// The diagnosis in words, and the bands that charts show it by.
import { expect, test } from 'vitest';
import { catalog } from '../../../web/src/config/catalog.ts';
import type { Diagnosis } from '../../../web/src/engine/answers.ts';
import { History, rowSize } from '../../../web/src/experiment/history.ts';
import { bandOf, METRICS, metricOf } from '../../../web/src/experiment/metrics.ts';
import { languageFor } from '../../../web/src/i18n/languages.ts';
import { english, wordsOf } from '../../../web/src/i18n/words.ts';
import { evidence, sentence } from '../../../web/src/ui/words/finding.ts';
import { healthy } from '../experiment/by-hand.ts';

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
  const sigmoids = {
    cause: 'activation',
    cause_decades: Math.log10(0.21),
    steepest: 0.25,
  } as const;
  expect(say({ verdict: 'vanishing', delta_ratio: 1e-6, ...sigmoids })).toBe(
    'Layer 1 gets 1 million times less delta than layer 10. The slope of the activation does it: times 0.21 a layer, where 0.25 is the most it can be.',
  );
  const weights = { cause: 'weights', cause_decades: Math.log10(1.8), steepest: 0 } as const;
  expect(say({ verdict: 'exploding', largest_norm: 3, delta_ratio: 5e4, ...weights })).toContain(
    'The scale of the weights does it: times 1.8 a layer.',
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

test('diagnosis: dead or saturated units and a gradient that vanishes are both said', () => {
  const found = { share: 0.97, layer: 29, gradient_ratio: 1e-5 };
  const say = (part: Partial<Diagnosis>) =>
    sentence({ ...healthy, ...found, ...part }, 31, english);
  expect(say({ verdict: 'dead', gradient: 'vanishing' })).toBe(
    '97% of the units of layer 30 pass no gradient for any sample. Layer 1 gets 100 thousand times less gradient dL/dW than layer 30.',
  );
  expect(say({ verdict: 'saturated', gradient: 'starved', largest_norm: 1e-9 })).toContain(
    'activation. No layer gets a gradient larger than 10⁻⁹.',
  );
  expect(say({ verdict: 'dead', gradient: 'healthy' })).not.toContain('Layer 1');
});

test('why: what was measured stands in the order in which the verdicts are tried', () => {
  const limits = evidence(healthy, english).flatMap((row) => row.limits.map(({ text }) => text));
  const place = (key: (typeof catalog.thresholds)[number]['key']) =>
    limits.findIndex((text) => text.endsWith(english.threshold(key)));
  const keys = [
    ...(['diverged_loss', 'exploding_norm', 'exploding_ratio', 'dead_share'] as const),
    ...(['saturated_share', 'rising_loss'] as const),
  ];
  const places = keys.map(place);
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
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
