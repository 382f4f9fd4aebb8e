// Looking things up in the catalogue, and numbers as messages print them. Holds no state.
import { catalog } from './catalog.ts';
import type { AnyMember, ConfigKey, Family, Field, FullChoice, Kind } from './types.ts';

/** Every setting, in the order of menus and links. */
export const settings: readonly Field[] = catalog.config;

/** All alternatives of a family, in the order of menus. */
export function membersOf(family: Family): readonly AnyMember[] {
  return catalog.families[family];
}

/** The alternative of that name; undefined if there is none. */
export function memberOf(family: Family, kind: unknown): AnyMember | undefined {
  return membersOf(family).find((member) => member.kind === kind);
}

/** The description of a setting. */
export function fieldOf(key: ConfigKey): Field {
  const field = settings.find((setting) => setting.key === key);
  if (field === undefined) throw new Error(`the catalogue has no setting "${key}"`);
  return field;
}

/** The choice of a kind with all its parameters at their defaults. */
export function choose<F extends Family, K extends Kind<F>>(
  family: F,
  kind: K,
): Extract<FullChoice<F>, { kind: K }> {
  const fields = memberOf(family, kind)?.fields ?? [];
  const parameters = Object.fromEntries(fields.map((field) => [field.key, field.default]));
  return { kind, ...parameters } as unknown as Extract<FullChoice<F>, { kind: K }>;
}

/** A number for messages: at most ten significant digits, by the engine's own steps, which round alike. */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value < 0) return `-${formatNumber(-value)}`;
  if (value === Number.POSITIVE_INFINITY) return 'infinity';
  let exponent = 0; // value = mantissa * 10^exponent, mantissa of ten digits
  let mantissa = value;
  for (; mantissa >= 1e10; mantissa /= 10) exponent++;
  for (; mantissa > 0 && mantissa < 1e9; mantissa *= 10) exponent--;
  const all = String(Math.trunc(mantissa + 0.5));
  const digits = all.replace(/(?<=.)0+$/, '');
  const point = all.length + exponent; // digits before the point
  if (point > 12 || point < -5) {
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${digits[0]}${rest}e${point - 1}`;
  }
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return digits.padEnd(point, '0');
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}
