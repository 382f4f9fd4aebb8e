// The page and the engine read configs alike: what one leaves out the other faults, in the same words.
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { catalog } from '../../../web/src/config/catalog.ts';
import { complete, settings, validate } from '../../../web/src/config/config.ts';
import type { Family, Field } from '../../../web/src/config/types.ts';
import type { EngineModule } from '../../../web/src/engine/module.ts';
import { anyConfig } from '../config/any-config.ts';
import { source } from './engine.ts';

let module: EngineModule;
beforeAll(async () => {
  module = (await source.create('float32')).module;
  module.provideDigits(await source.digits());
});

const word = fc.string({ unit: fc.constantFrom(...'abc_01'), maxLength: 50 });
const number = fc.oneof(fc.integer(), fc.constantFrom(0.5, -1.25, 1e-9, 3e12, 1 / 3, Number.NaN));
const wrong = fc.oneof(
  word,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.array(number, { maxLength: 3 }),
);

function anyChoice(family: Family): fc.Arbitrary<unknown> {
  const members = catalog.families[family].map(({ kind, fields }) =>
    anyObject(fields).map((parameters) => ({ ...parameters, kind })),
  );
  const kinds = catalog.families[family].map(({ kind }) => kind);
  return fc.oneof(...members, fc.constantFrom(...kinds), anyObject([]));
}

function anyValue({ type, family, words = [] }: Field): fc.Arbitrary<unknown> {
  if (type === 'choice') return fc.oneof(anyChoice(family as Family), wrong);
  if (type === 'choices')
    return fc.oneof(fc.array(anyChoice(family as Family), { maxLength: 3 }), wrong);
  return type === 'word' ? fc.oneof(fc.constantFrom(...words), wrong) : wrong;
}

/** Some fields of the list, right and wrong, and now and then one that does not exist. */
function anyObject(fields: readonly Field[]): fc.Arbitrary<object> {
  const model = fields.map((field) => [field.key, anyValue(field)]);
  const known = fc.record(Object.fromEntries(model), { requiredKeys: [] });
  const unknown = fc.dictionary(fc.constantFrom('colour', 'x', '__proto__'), wrong, { maxKeys: 1 });
  return fc.tuple(known, unknown).map(([a, b]) => ({ ...a, ...b }));
}

test('agreement: what the page leaves out is a fault for the engine, word for word', () => {
  const few = fc.subarray([...settings], { maxLength: 4 }).chain(anyObject);
  fc.assert(
    fc.property(few, (junk) => {
      const { ignored } = validate(junk);
      expect(module.check(junk)).toEqual(expect.arrayContaining([...ignored]));
    }),
    { numRuns: 2000 },
  );
});

test('agreement: what the page keeps has only faults that settings have together', () => {
  const together = new Set<string>();
  fc.assert(
    fc.property(anyConfig, (config) => {
      for (const { path, message } of module.check(complete(config))) {
        expect(message).not.toMatch(/is outside|expected|is not one of|is no |is not a setting/);
        together.add(path.replace(/\[.*/, ''));
      }
    }),
    { numRuns: 500 },
  );
  expect(together.size).toBeGreaterThan(3);
});

test('agreement: a reduced config is the same run as the complete one', () => {
  fc.assert(
    fc.property(anyConfig, (config) => {
      expect(module.check(validate(config).config)).toEqual(module.check(complete(config)));
    }),
    { numRuns: 500 },
  );
});
