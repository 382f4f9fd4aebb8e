// Reads a config out of data of unknown origin: a link, a file, an attribute. Keeps what is good and
// reports the rest in the engine's words (engine/registry/read.cpp); never throws on plain data.
import { formatNumber, memberOf, membersOf, settings } from './members.ts';
import type { AnyChoice, Family, Field, FieldValue, Ignored } from './types.ts';

const mostIgnored = 32;
const mostIntegers = 64;
const shown = 40; // characters of a wrong text that a message repeats

/** Collects what is ignored; the first 32, so that junk of any size has a short answer. */
export class Complaints {
  readonly list: Ignored[] = [];

  add(path: string, message: string): undefined {
    if (this.list.length < mostIgnored) this.list.push({ path, message });
  }
}

type PlainObject = Readonly<Record<string, unknown>>;

/** Plain data: no list, and none of the objects that only look empty, such as a Map or a Date. */
export const isObject = (value: unknown): value is PlainObject =>
  Object.prototype.toString.call(value) === '[object Object]';

/** A value as messages show it. */
export function describe(value: unknown): string {
  if (typeof value === 'string') {
    return value.length > shown ? `"${value.slice(0, shown)}..."` : `"${value}"`;
  }
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return value === null ? 'null' : typeof value;
}

/** The complaint about something else than what was expected. */
export const unexpected = (path: string, expected: string, value: unknown): Ignored => ({
  path,
  message: `expected ${expected}, got ${describe(value)}`,
});

class Reader {
  constructor(
    private readonly complaints: Complaints,
    private readonly allowSpecimens: boolean,
  ) {}

  fields(values: PlainObject, fields: readonly Field[], path: string): Record<string, FieldValue> {
    const prefix = path === '' ? '' : `${path}.`;
    const read: Record<string, FieldValue> = {};
    for (const key of Object.keys(values)) {
      if (key === 'kind' && path !== '') continue; // choice() has used it
      const field = fields.find((f) => f.key === key);
      if (field === undefined) {
        const known = fields.map((f) => f.key).join(', ') || 'none';
        this.complaints.add(prefix + key.slice(0, shown), `is not a setting; known: ${known}`);
        continue;
      }
      const value = this.value(values[key], field, prefix + key);
      if (value !== undefined) read[key] = value;
    }
    return read;
  }

  private value(value: unknown, field: Field, path: string): FieldValue | undefined {
    switch (field.type) {
      case 'real':
      case 'integer':
        return this.number(value, field, path);
      case 'boolean':
        if (typeof value === 'boolean') return value;
        return this.complaints.add(path, `expected true or false, got ${describe(value)}`);
      case 'word':
        return this.word(value, field, path);
      case 'integers':
        return this.integers(value, field, path);
      case 'choice':
        return this.choice(value, field.family as Family, path);
      case 'choices':
        return this.choices(value, field, path);
    }
  }

  private number(value: unknown, field: Field, path: string): number | undefined {
    const { min = 0, max = 0 } = field;
    const range = `[${formatNumber(min)}, ${formatNumber(max)}]`;
    const whole = field.type !== 'real';
    if (typeof value !== 'number') {
      const expected = whole ? 'a whole number' : 'a number';
      return this.complaints.add(path, `expected ${expected} in ${range}, got ${describe(value)}`);
    }
    if (!(value >= min && value <= max)) {
      return this.complaints.add(path, `${formatNumber(value)} is outside ${range}`);
    }
    if (whole && !Number.isInteger(value)) {
      return this.complaints.add(path, `${formatNumber(value)} is not a whole number`);
    }
    return value === 0 ? 0 : value; // -0 would print as 0 and compare unequal
  }

  /** A word may look like a number, as in norm_type:2. */
  private word(value: unknown, field: Field, path: string): string | undefined {
    const words = field.words ?? [];
    const text = typeof value === 'number' ? formatNumber(value) : value;
    const word = words.find((w) => w === text);
    return (
      word ?? this.complaints.add(path, `${describe(value)} is not one of ${words.join(', ')}`)
    );
  }

  private integers(value: unknown, field: Field, path: string): number[] | undefined {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (list.length > mostIntegers) {
      return this.complaints.add(
        path,
        `${list.length} numbers; at most ${mostIntegers} are allowed`,
      );
    }
    return list
      .map((item, i) => this.number(item, field, `${path}[${i}]`))
      .filter((item) => item !== undefined);
  }

  private choices(value: unknown, field: Field, path: string): AnyChoice[] | undefined {
    const family = field.family as Family;
    const most = field.max ?? 0;
    if (!Array.isArray(value)) {
      const single = this.choice(value, family, path); // one choice stands for a list of one
      return single && [single];
    }
    if (value.length > most) {
      return this.complaints.add(path, `${value.length} entries; at most ${most} are allowed`);
    }
    return value
      .map((item, i) => this.choice(item, family, `${path}[${i}]`))
      .filter((item) => item !== undefined);
  }

  private choice(value: unknown, family: Family, path: string): AnyChoice | undefined {
    if (isObject(value) && !Object.hasOwn(value, 'kind')) {
      return this.complaints.add(path, 'has no "kind"');
    }
    const kind = isObject(value) ? value.kind : value;
    const member = memberOf(family, kind);
    if (member === undefined) {
      const usual = membersOf(family).filter((m) => !m.specimen);
      const known = usual.map((m) => m.kind).join(', ');
      return this.complaints.add(path, `${describe(kind)} is no ${family}; known: ${known}`);
    }
    if (member.specimen && !this.allowSpecimens) {
      return this.complaints.add(
        path,
        `${member.kind} is a specimen: wrong on purpose, as an article prints it; set "specimens" to true to run it`,
      );
    }
    const parameters = isObject(value) ? this.fields(value, member.fields, path) : {};
    return { ...parameters, kind: member.kind };
  }
}

/** The settings in an object that can be used; the others are added to `complaints`. */
export function read(input: unknown, complaints: Complaints): Record<string, FieldValue> {
  if (!isObject(input)) {
    complaints.add('', `expected an object, got ${describe(input)}`);
    return {};
  }
  return new Reader(complaints, input.specimens === true).fields(input, settings, '');
}
