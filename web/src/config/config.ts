// A config as a value: defaults, completing, reducing, comparing. Knows the catalogue, not what any
// setting does; faults that only show when settings are taken together are the engine's to find.
import { memberOf, settings } from './members.ts';
import { Complaints, read } from './read.ts';
import type { AnyChoice, Config, Family, Field, FieldValue, FullConfig, Ignored } from './types.ts';

export { choose, fieldOf, memberOf, membersOf, settings } from './members.ts';

/** What was read: the settings that can be used, and what was left out. */
export interface Validated {
  readonly config: Config;
  readonly ignored: readonly Ignored[];
}

type Values = Record<string, FieldValue>;

function fieldsOf(family: Family, kind: string): readonly Field[] {
  return memberOf(family, kind)?.fields ?? [];
}

function completeChoice(choice: AnyChoice, family: Family): AnyChoice {
  return { kind: choice.kind, ...completeFields(choice, fieldsOf(family, choice.kind)) };
}

function completeValue(value: FieldValue, field: Field): FieldValue {
  const { family } = field;
  if (family === undefined) return value;
  return Array.isArray(value)
    ? value.map((choice) => completeChoice(choice, family))
    : completeChoice(value as AnyChoice, family);
}

function completeFields(values: Partial<Values>, fields: readonly Field[]): Values {
  const full: Values = {};
  for (const field of fields) {
    full[field.key] = completeValue(values[field.key] ?? field.default, field);
  }
  return full;
}

function reduceChoice(choice: AnyChoice, family: Family): AnyChoice {
  return { kind: choice.kind, ...reduceFields(choice, fieldsOf(family, choice.kind)) };
}

function reduceValue(value: FieldValue, field: Field): FieldValue {
  const { family } = field;
  if (family === undefined) return value;
  return Array.isArray(value)
    ? value.map((choice) => reduceChoice(choice, family))
    : reduceChoice(value as AnyChoice, family);
}

/** Keeps what differs from the default, in the order of the catalogue. */
function reduceFields(values: Partial<Values>, fields: readonly Field[]): Values {
  const reduced: Values = {};
  for (const field of fields) {
    const given = values[field.key];
    if (given === undefined) continue;
    const value = reduceValue(given, field);
    const unchanged = JSON.stringify(value) === JSON.stringify(reduceValue(field.default, field));
    if (!unchanged) reduced[field.key] = value;
  }
  return reduced;
}

/** The config with every setting and every parameter; what is left out gets its default. */
export function complete(config: Config): FullConfig {
  return completeFields(config, settings) as unknown as FullConfig;
}

/** Only what differs from the defaults. reduce(complete(c)) and reduce(c) are the same. */
export function reduce(config: Config | FullConfig): Config {
  return reduceFields(config, settings) as Config;
}

/** Whether two configs describe the same run. */
export function equal(a: Config | FullConfig, b: Config | FullConfig): boolean {
  return JSON.stringify(reduce(a)) === JSON.stringify(reduce(b));
}

/** The run that an empty config describes. */
export const defaults: FullConfig = complete({});

/**
 * The config in data of unknown origin, as in `{depth: 5, activation: 'tanh', update: ['adam']}`.
 * A choice is a kind or an object with "kind" and parameters; a list of one may be given bare.
 * Unknown settings and bad values are left out and reported, the rest is kept. Never throws.
 */
export function validate(input: unknown): Validated {
  const complaints = new Complaints();
  const config = reduce(read(input, complaints) as Config);
  return { config, ignored: complaints.list };
}
