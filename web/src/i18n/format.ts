// Numbers for people: powers of ten with superscripts, factors, shares. No words but those of Intl, in
// the language that a tag names.

const SUPERSCRIPT: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

/** 10 to an integer: "10⁻⁸". */
export function power(exponent: number): string {
  return `10${[...String(exponent)].map((c) => SUPERSCRIPT[c] ?? c).join('')}`;
}

/** "0.31", "42", "1.2×10⁻⁸": `digits` significant digits, a power of ten where zeros would pile up. */
export function number(value: number, digits = 2): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 0.001 && size < 10_000) {
    return minus(String(Number(value.toPrecision(Math.max(digits, size >= 1000 ? 4 : digits)))));
  }
  const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e');
  const short = mantissa.replace(/\.?0+$/, '');
  const tens = power(Number(exponent));
  return short === '1' ? tens : minus(`${short}×${tens}`);
}

const minus = (text: string) => text.replace('-', '−');

/** A loss, always four significant digits, so that it does not jump about while it changes. */
export function loss(value: number): string {
  if (!Number.isFinite(value)) return number(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 10_000)) return number(value, 3);
  return minus(value.toPrecision(4).slice(0, size < 1 ? 6 : 5));
}

/** A whole number with the language's separators. */
export function count(value: number, lang: string): string {
  return new Intl.NumberFormat(lang).format(value);
}

/** How many times: "2.5 million" and "250万", "40" and "40"; a power of ten beyond the words. */
export function times(value: number, lang: string): string {
  if (!Number.isFinite(value) || value >= 1e15) return number(value);
  if (value < 10) return String(Number(value.toPrecision(2)));
  return new Intl.NumberFormat(lang, {
    notation: value >= 10_000 ? 'compact' : 'standard',
    compactDisplay: 'long',
    maximumSignificantDigits: 2,
  }).format(value);
}

/** A share of one: "97%". */
export function percent(value: number, lang: string): string {
  if (Number.isNaN(value)) return '–';
  return new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: 0 }).format(value);
}

/** An exact number for an input field: "0.001", "1e-8". Reads back as the same double. */
export function exact(value: number): string {
  const plain = String(value).replace('e+', 'e');
  const short = value.toExponential().replace('e+', 'e');
  return plain.length <= short.length + 2 ? plain : short;
}

/** What a person typed into a number field; undefined if it is no number. */
export function parseNumber(text: string): number | undefined {
  const plain = text.trim().replace('−', '-').replace(',', '.').replace('×10^', 'e');
  if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain)) return undefined;
  return Number(plain);
}
