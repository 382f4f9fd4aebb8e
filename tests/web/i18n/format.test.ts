// Numbers for people, and the two languages.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalog } from '../../../web/src/config/catalog.ts';
import { text as en } from '../../../web/src/i18n/en/text.ts';
import {
  exact,
  loss,
  number,
  parseNumber,
  percent,
  power,
  times,
} from '../../../web/src/i18n/format.ts';
import { languageFor, languages } from '../../../web/src/i18n/languages.ts';
import { wordsOf } from '../../../web/src/i18n/words.ts';

test('power: exponents are raised, with their sign', () => {
  expect([power(-12), power(0), power(38)]).toEqual(['10⁻¹²', '10⁰', '10³⁸']);
});

test('number: plain where it is short, a power of ten where zeros would pile up', () => {
  const cases: [number, string][] = [
    [0, '0'],
    [0.31, '0.31'],
    [-4.25, '−4.3'],
    [42, '42'],
    [1234, '1234'],
    [1.234e-8, '1.2×10⁻⁸'],
    [1e-12, '10⁻¹²'],
    [-3e40, '−3×10⁴⁰'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NaN, 'NaN'],
  ];
  for (const [value, text] of cases) expect(number(value)).toBe(text);
});

test('loss: always four digits, so that it can be compared', () => {
  expect([loss(Math.LN2), loss(Math.LN10), loss(87.4), loss(1.5e-6)]).toEqual([
    '0.6931',
    '2.303',
    '87.40',
    '1.5×10⁻⁶',
  ]);
});

test('times: in the words of the language', () => {
  expect([times(2.345, 'en'), times(16_400_000, 'en'), times(16_400_000, 'zh')]).toEqual([
    '2.3',
    '16 million',
    '1600万',
  ]);
  expect(times(Number.POSITIVE_INFINITY, 'en')).toBe('∞');
});

test('percent: rounds to whole ones and admits what is unknown', () => {
  expect([percent(0.973, 'en'), percent(Number.NaN, 'zh')]).toEqual(['97%', '–']);
});

test('exact: reads back as the same number', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
      expect(parseNumber(exact(x))).toBe(x === 0 ? Number(exact(x)) : x);
    }),
  );
  expect([exact(0.001), exact(1e-8), exact(1e30)]).toEqual(['0.001', '1e-8', '1e30']);
});

test('parseNumber: takes what people type and nothing else', () => {
  expect([parseNumber(' 0,5 '), parseNumber('−3'), parseNumber('1e-4'), parseNumber('.5')]).toEqual(
    [0.5, -3, 1e-4, 0.5],
  );
  for (const text of ['', 'abc', '1e', '0x10', '1 2', 'Infinity', 'NaN', '1.2.3']) {
    expect(parseNumber(text)).toBeUndefined();
  }
});

/** The keys of nested dictionaries; a function counts as a text. */
function keysOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`));
}

test('languages: all have the same texts and none is empty', async () => {
  expect(keysOf(en).length).toBeGreaterThan(150);
  expect(languages.length).toBeGreaterThan(1);
  const proof = keysOf(await (await wordsOf(languages[0])).proof());
  for (const language of languages) {
    const words = await wordsOf(language);
    expect(keysOf(words.text), language.code).toEqual(keysOf(en));
    expect(keysOf(await words.proof()), language.code).toEqual(proof);
  }
});

test('languages: the first that serves a tag, in the order of the tags; English if none does', () => {
  const codes = (...tags: readonly (string | null)[]) => languageFor(...tags).code;
  expect([codes('zh-Hant-TW'), codes('ZH'), codes('en-GB'), codes('zhx'), codes('')]).toEqual([
    'zh',
    'zh',
    'en',
    'en',
    'en',
  ]);
  expect([codes(null, 'zh'), codes('de', 'zh', 'en'), codes()]).toEqual(['zh', 'zh', 'en']);
});

test('languages: codes, tags and names are told apart, and each row serves its own code and tag', () => {
  for (const row of languages) {
    expect([languageFor(row.code), languageFor(row.tag)]).toEqual([row, row]);
    expect(languages.filter(({ name }) => name === row.name)).toEqual([row]);
  }
});

test('languages: every method and parameter has a Chinese text of its own', async () => {
  const words = await wordsOf(languageFor('zh'));
  for (const [family, members] of Object.entries(catalog.families)) {
    for (const { kind, summary, fields } of members) {
      const chinese = words.summary(family as keyof typeof catalog.families, kind);
      expect(chinese, `${family} ${kind}`).toMatch(/[\u4e00-\u9fff]/);
      expect(chinese).not.toBe(summary);
      for (const field of fields) {
        const label = words.parameter(family as keyof typeof catalog.families, kind, field);
        expect(label, `${kind}.${field.key}`).not.toBe('');
      }
    }
  }
});
