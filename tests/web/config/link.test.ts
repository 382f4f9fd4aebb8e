// Configs as links: the examples shared with the engine, round trips, and texts that are no links.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalog } from '../../../web/src/config/catalog.ts';
import { equal, reduce, validate } from '../../../web/src/config/config.ts';
import { formatLink, longestLink, parseLink } from '../../../web/src/config/link.ts';
import type { Config } from '../../../web/src/config/types.ts';
import { anyConfig } from './any-config.ts';

interface Example {
  readonly link: string;
  readonly config?: Config;
  readonly faults?: readonly string[];
}

const examples: readonly Example[] = JSON.parse(
  readFileSync(new URL('../../links.json', import.meta.url), 'utf8'),
);

describe('link: the examples shared with the engine', () => {
  test.each(examples)('$link', ({ link, config, faults = [] }) => {
    const read = parseLink(link);
    expect(read.ignored.map(({ path }) => path)).toEqual(faults);
    for (const { message } of read.ignored) expect(message).not.toBe('');
    if (config !== undefined) expect(read.config).toEqual(reduce(config));
  });
});

describe('link: presets', () => {
  test.each(catalog.presets)('$id is a valid link, written in its own words', ({ link }) => {
    const { config, ignored } = parseLink(link);
    expect(ignored).toEqual([]);
    expect(parseLink(formatLink(config)).config).toEqual(config);
  });
});

test('link: every valid config survives the round trip', () => {
  fc.assert(
    fc.property(anyConfig, (config) => {
      const link = formatLink(config);
      fc.pre(link.length <= longestLink);
      const named = Object.keys(reduce(config));
      expect(parseLink(link)).toEqual({ config: reduce(config), named, ui: {}, ignored: [] });
    }),
    { numRuns: 500 },
  );
});

test('link: it also survives being percent-encoded as a whole', () => {
  fc.assert(
    fc.property(anyConfig, fc.string(), (config, text) => {
      const link = encodeURIComponent(formatLink(config, { text }));
      fc.pre(link.length <= longestLink);
      const read = parseLink(`https://example.org/?a=b#${link}`);
      expect(equal(read.config, config)).toBe(true);
      expect(read.ui).toEqual({ text });
    }),
  );
});

test('link: equal configs give equal links, different ones different links', () => {
  fc.assert(
    fc.property(anyConfig, anyConfig, (a, b) => {
      const shuffled = Object.fromEntries(Object.entries(a).reverse()) as Config;
      expect(formatLink(shuffled)).toBe(formatLink(a));
      expect(formatLink(a) === formatLink(b)).toBe(equal(a, b));
    }),
  );
});

test('link: defaults are left out, the order is the catalogue’s, numbers are as typed', () => {
  expect(formatLink({})).toBe('v1');
  const config = validate({
    learning_rate: 0.003,
    l2: 1e-7,
    depth: 5,
    width: 8,
    activation: { kind: 'leaky_relu', alpha: 0.2 },
    update: [{ kind: 'clip_by_global_norm', max_norm: 5 }, 'adam'],
    schedule: { kind: 'multistep', milestones: [10, 20], gamma: 0.5 },
  }).config;
  expect(formatLink(config, { view: 'loss,profile' })).toBe(
    'v1&depth=5&activation=leaky_relu(alpha:0.2)&l2=1e-7' +
      '&update=clip_by_global_norm(max_norm:5),adam&learning_rate=0.003' +
      '&schedule=multistep(milestones:10,20;gamma:0.5)&ui.view=loss,profile',
  );
});

test('link: what the page keeps may be any text under any name', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })),
      (ui) => {
        const link = formatLink({ depth: 3 }, ui);
        fc.pre(link.length <= longestLink);
        const expected = { config: { depth: 3 }, named: ['depth'], ui, ignored: [] };
        expect(parseLink(link)).toEqual(expected);
      },
    ),
  );
});

test('link: half a character in what the page keeps does no harm', () => {
  expect(parseLink(formatLink({}, { a: '\uD800x' })).ui).toEqual({ a: '\uFFFDx' });
});

test('link: no text makes the parser throw, and what it reads is a valid config', () => {
  const piece = fc.constantFrom(
    'v1',
    '&',
    '=',
    '(',
    ')',
    ':',
    ';',
    ',',
    '#',
    '%',
    '%2',
    '%28',
    'ui.',
    '1e9',
  );
  const word = fc.constantFrom(
    'depth',
    'update',
    'adam',
    'beta1',
    'kind',
    '__proto__',
    'constructor',
  );
  const text = fc
    .array(fc.oneof(piece, word, fc.string({ maxLength: 3 })))
    .map((parts) => parts.join(''));
  const link = fc.oneof(
    text,
    text.map((rest) => `v1&${rest}`),
  );
  fc.assert(
    fc.property(link, (junk) => {
      const { config, ignored } = parseLink(junk);
      expect(validate(config)).toEqual({ config, ignored: [] });
      expect(ignored.length).toBeLessThanOrEqual(32);
    }),
    { numRuns: 2000 },
  );
});

test('link: ten million characters are refused at once, with one complaint', () => {
  const began = performance.now();
  const { config, ignored } = parseLink(`v1&depth=3&${'('.repeat(1e7)}`);
  expect(performance.now() - began).toBeLessThan(100); // reading them would take longer
  expect(config).toEqual({});
  expect(ignored).toEqual([{ path: 'link', message: '10000011 bytes; at most 4096 are allowed' }]);
});

test('link: the longest link that is read is read quickly, whatever it holds', () => {
  for (const piece of ['(', '%', 'a=(', '&a', ',']) {
    const began = performance.now();
    parseLink(`v1&${piece.repeat(longestLink)}`.slice(0, longestLink));
    expect(performance.now() - began).toBeLessThan(100); // a quadratic parser would take longer
  }
});

test('link: complaints say what was read and what would be right', () => {
  const { ignored } = parseLink('v1&depth=ten&activation=relu(x)&colour=red&depth=1&order=');
  expect(ignored.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    'activation: cannot read "x"',
    'depth: is given twice',
    'depth: expected a whole number in [0, 64], got "ten"',
    expect.stringMatching(/^colour: is not a setting; known: seed, precision, /),
    'order: a list is not one of shuffled, sequential',
  ]);
});
