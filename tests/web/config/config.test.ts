// Configs as values: completing, reducing, comparing, reading data of unknown origin.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalog } from '../../../web/src/config/catalog.ts';
import {
  choose,
  complete,
  defaults,
  equal,
  fieldOf,
  memberOf,
  membersOf,
  reduce,
  settings,
  validate,
} from '../../../web/src/config/config.ts';
import type { Config, Family } from '../../../web/src/config/types.ts';
import { anyConfig } from './any-config.ts';

test('defaults: an empty config completes to them and they reduce to nothing', () => {
  expect(complete({})).toEqual(defaults);
  expect(reduce(defaults)).toEqual({});
  expect(Object.keys(defaults)).toEqual(catalog.config.map((field) => field.key));
});

test('complete: every setting and every parameter is there', () => {
  const full = complete({
    activation: { kind: 'leaky_relu' },
    update: [{ kind: 'adam', eps: 0.5 }],
  });
  expect(full.activation).toEqual({ kind: 'leaky_relu', alpha: 0.01 });
  expect(full.update).toEqual([
    { kind: 'adam', beta1: 0.9, beta2: 0.999, eps: 0.5, eps_hat: false },
  ]);
  expect(full.depth).toBe(10);
});

test('reduce: completing first changes nothing', () => {
  fc.assert(
    fc.property(anyConfig, (config) => {
      expect(reduce(complete(config))).toEqual(reduce(config));
    }),
  );
});

test('reduce and complete: each undoes the other', () => {
  fc.assert(
    fc.property(anyConfig, (config) => {
      expect(complete(reduce(config))).toEqual(complete(config));
    }),
  );
});

test('reduce: a parameter at its default goes, and with the last one a default choice', () => {
  expect(reduce({ activation: { kind: 'leaky_relu', alpha: 0.01 } })).toEqual({
    activation: { kind: 'leaky_relu' },
  });
  expect(reduce({ init: { kind: 'xavier_normal', gain: 1 }, depth: 10 })).toEqual({});
  expect(reduce({ init: { kind: 'xavier_normal', gain: 2 } })).toEqual({
    init: { kind: 'xavier_normal', gain: 2 },
  });
});

test('reduce: what is not a setting is dropped', () => {
  expect(reduce({ depth: 3, colour: 'red' } as Config)).toEqual({ depth: 3 });
});

test('equal: what is written and what is left out does not matter', () => {
  expect(equal({}, defaults)).toBe(true);
  expect(equal({ depth: 3, width: 4 }, { width: 4, depth: 3 })).toBe(true);
  expect(equal({ depth: 3 }, { depth: 4 })).toBe(false);
  expect(equal({ update: [{ kind: 'adam' }] }, { update: [choose('transform', 'adam')] })).toBe(
    true,
  );
  const [clip, adam] = [{ kind: 'clip_by_value' }, { kind: 'adam' }] as const;
  expect(equal({ update: [clip, adam] }, { update: [adam, clip] })).toBe(false);
});

test('choose and memberOf: know every kind of every family', () => {
  for (const family of Object.keys(catalog.families) as Family[]) {
    for (const member of membersOf(family)) {
      expect(memberOf(family, member.kind)).toBe(member);
      const choice: object = choose(family, member.kind as never);
      expect(Object.keys(choice)).toEqual(['kind', ...member.fields.map((field) => field.key)]);
    }
    expect(memberOf(family, 'toString')).toBeUndefined();
  }
  expect(fieldOf('depth')).toMatchObject({ type: 'integer', min: 0, max: 64 });
});

test('validate: every valid config is read as it is', () => {
  fc.assert(
    fc.property(anyConfig, (config) => {
      expect(validate(complete(config))).toEqual({ config: reduce(config), ignored: [] });
    }),
  );
});

test('validate: short forms mean the same as long ones', () => {
  const { config, ignored } = validate({ activation: 'tanh', update: 'adam', loss: ['mse'] });
  expect(ignored).toEqual([]);
  expect(config).toEqual({
    activation: { kind: 'tanh' },
    loss: [{ kind: 'mse' }],
    update: [{ kind: 'adam' }],
  });
});

test('validate: bad values and unknown settings go, with their path, and the rest stays', () => {
  const { config, ignored } = validate({
    depth: 65,
    width: 2.5,
    batch: '32',
    bias: 1,
    order: 'random',
    colour: 'red',
    learning_rate: Number.NaN,
    activation: { kind: 'leaky_relu', alpha: 7, slope: 1 },
    init: {},
    update: ['adma', { kind: 'adam', beta1: 1.2 }, 'clip_by_value'],
    schedule: { kind: 'multistep', milestones: [10, -1, 2.5, 20] },
    reset: null,
    l1: 0.5,
  });
  expect(config).toEqual({
    activation: { kind: 'leaky_relu' },
    update: [{ kind: 'adam' }, { kind: 'clip_by_value' }],
    schedule: { kind: 'multistep', milestones: [10, 20] },
    l1: 0.5,
  });
  expect(ignored.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    'depth: 65 is outside [0, 64]',
    'width: 2.5 is not a whole number',
    'batch: expected a whole number in [0, 20000], got "32"',
    'bias: expected true or false, got 1',
    'order: "random" is not one of shuffled, sequential',
    `colour: is not a setting; known: ${settings.map((field) => field.key).join(', ')}`,
    'learning_rate: NaN is outside [0, 1000000]',
    expect.stringMatching(/^activation\.alpha: 7 is outside \[0, [\d.]+\]$/),
    'activation.slope: is not a setting; known: alpha',
    'init: has no "kind"',
    expect.stringMatching(/^update\[0\]: "adma" is no transform; known: momentum, .*adam/),
    expect.stringMatching(/^update\[1\]\.beta1: 1.2 is outside \[0, 0\.9+\]$/),
    expect.stringMatching(/^schedule\.milestones\[1\]: -1 is outside \[0, \d+\]$/),
    'schedule.milestones[2]: 2.5 is not a whole number',
    expect.stringMatching(/^reset: null is no reset; known: none, /),
  ]);
});

test('validate: specimens need permission', () => {
  const wrong = { update: [{ kind: 'article_adam' }] } as const;
  expect(validate(wrong).config).toEqual({});
  expect(validate(wrong).ignored[0]?.message).toMatch(
    /^article_adam is a specimen: wrong on purpose/,
  );
  expect(validate({ ...wrong, specimens: true })).toEqual({
    config: { ...wrong, specimens: true },
    ignored: [],
  });
});

test('validate: anything at all is read without throwing, into a valid config', () => {
  const strange = fc.record(
    Object.fromEntries(settings.map((field) => [field.key, fc.anything()])),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.anything(), strange), (junk) => {
      const { config, ignored } = validate(junk);
      expect(validate(config)).toEqual({ config, ignored: [] });
      expect(ignored.length).toBeLessThanOrEqual(32);
    }),
    { numRuns: 1000 },
  );
});

test('validate: __proto__ is a setting like any other unknown one', () => {
  const { config, ignored } = validate(JSON.parse('{"__proto__": {"depth": 3}, "width": 4}'));
  expect(config).toEqual({ width: 4 });
  expect(config.depth).toBeUndefined();
  expect(ignored.map(({ path }) => path)).toEqual(['__proto__']);
});
