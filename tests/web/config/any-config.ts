// Arbitrary valid configs, made from the catalogue: whatever the engine can be told, a test can meet.
import fc from 'fast-check';
import { membersOf, settings } from '../../../web/src/config/config.ts';
import type {
  AnyChoice,
  Config,
  Family,
  Field,
  FieldValue,
} from '../../../web/src/config/types.ts';

/** Longer lists would make links that are too long to be read. */
const longestList = 6;

function anyNumber({ type, min = 0, max = 0 }: Field): fc.Arbitrary<number> {
  if (type !== 'real') return fc.integer({ min, max });
  const real = fc.double({ min, max, noNaN: true });
  const short = real.map((x) => Number(x.toPrecision(3))).filter((x) => x >= min && x <= max);
  return fc.oneof(real, short, fc.constantFrom(min, max)).map((x) => (x === 0 ? 0 : x)); // no -0
}

function anyChoice(family: Family, specimens: boolean): fc.Arbitrary<AnyChoice> {
  const members = membersOf(family).filter((member) => specimens || !member.specimen);
  return fc.oneof(
    ...members.map(({ kind, fields }) =>
      anyFields(fields, specimens).map((parameters) => ({ ...parameters, kind })),
    ),
  );
}

function anyValue(field: Field, specimens: boolean): fc.Arbitrary<FieldValue> {
  const family = field.family as Family;
  switch (field.type) {
    case 'real':
    case 'integer':
      return anyNumber(field);
    case 'boolean':
      return fc.boolean();
    case 'word':
      return fc.constantFrom(...(field.words ?? []));
    case 'integers':
      return fc.array(anyNumber(field), { maxLength: longestList });
    case 'choice':
      return anyChoice(family, specimens);
    case 'choices': {
      const maxLength = Math.min(longestList, field.max ?? 0);
      return fc.array(anyChoice(family, specimens), { maxLength });
    }
  }
}

function anyFields(
  fields: readonly Field[],
  specimens: boolean,
): fc.Arbitrary<Record<string, FieldValue>> {
  const model = fields.map((field) => [field.key, anyValue(field, specimens)]);
  return fc.record(Object.fromEntries(model), { requiredKeys: [] }) as fc.Arbitrary<
    Record<string, FieldValue>
  >;
}

/** Any setting may be there or not; specimens appear where they are allowed. */
export const anyConfig: fc.Arbitrary<Config> = fc
  .boolean()
  .chain(
    (specimens) =>
      anyFields(settings, specimens).map((c) => ({ ...c, specimens })) as fc.Arbitrary<Config>,
  );
