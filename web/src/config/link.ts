// A config as the text of a link, and back. The grammar stands in engine/registry/link.hpp; both
// parsers are held to tests/links.json. Knows no setting by name.
import { defaults, reduce } from './config.ts';
import { settings } from './members.ts';
import { Complaints, read } from './read.ts';
import type { AnyChoice, Config, ConfigKey, FieldValue, FullConfig, Ignored } from './types.ts';

/** Bytes of UTF-8; longer texts are not read. */
export const longestLink = 4096;

const version = 'v1';
const pageKey = 'ui.';
const shown = 40; // characters of a wrong text that a message repeats
const deepest = 1; // parentheses inside parentheses; a third level is malformed

/** What a link says: a run, what the page keeps beside it ("ui." is cut off), and what is wrong. */
export interface Link {
  readonly config: Config;
  /** The settings that it names and that can be used, defaults too. */
  readonly named: readonly string[];
  readonly ui: Readonly<Record<string, string>>;
  readonly ignored: readonly Ignored[];
}

/** Undoes %XX once: ASCII byte by byte, longer runs as UTF-8. */
function percentDecoded(text: string): string {
  return text.replace(/%[0-7][\da-f]|(?:%[89a-f][\da-f])+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return '\uFFFD';
    }
  });
}

/** The size of a text in UTF-8; what is too long anyway is not measured. */
const bytesOf = (text: string) =>
  text.length > longestLink ? text.length : new TextEncoder().encode(text).length;

/** Splits at `separator` outside parentheses. */
function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let begin = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++;
    if (text[i] === ')') depth--;
    if (text[i] !== separator || depth !== 0) continue;
    parts.push(text.slice(begin, i));
    begin = i + 1;
  }
  parts.push(text.slice(begin));
  return parts;
}

const isWord = (text: string) => /^[\w.+-]+$/.test(text);

/** The entries of a link as plain data; what the grammar does not allow is a complaint. */
class Parser {
  readonly settings = new Map<string, unknown>();
  readonly ui = new Map<string, string>();
  private malformed = false;

  constructor(private readonly complaints: Complaints) {}

  entry(text: string): void {
    if (text === '') return;
    const equals = text.indexOf('=');
    const key = equals < 0 ? text : text.slice(0, equals);
    const value = equals < 0 ? '' : text.slice(equals + 1);
    if (key.startsWith(pageKey)) {
      this.ui.set(parsePageText(key.slice(pageKey.length)), parsePageText(value));
    } else if (equals < 0 || !isWord(key)) {
      this.unreadable('link', text);
    } else {
      this.setting(key, value);
    }
  }

  private setting(key: string, text: string): void {
    this.malformed = false;
    const value = this.value(text, key, 0);
    if (this.malformed) return;
    if (this.settings.has(key)) this.complaints.add(key, 'is given twice');
    else this.settings.set(key, value);
  }

  private value(text: string, path: string, level: number): unknown {
    if (text === '') return [];
    const items = split(text, ',');
    if (items.length === 1) return this.item(text, path, level);
    return items.map((item, i) => this.item(item, `${path}[${i}]`, level));
  }

  private item(text: string, path: string, level: number): unknown {
    const open = text.indexOf('(');
    if (open < 0) return this.atom(text, path);
    const kind = text.slice(0, open);
    if (!text.endsWith(')') || !isWord(kind) || level > deepest) return this.unreadable(path, text);
    const inside = text.slice(open + 1, -1);
    const entries = new Map<string, unknown>([['kind', kind]]);
    for (const part of inside === '' ? [] : split(inside, ';')) {
      const colon = part.indexOf(':');
      const key = part.slice(0, colon);
      if (colon < 0 || !isWord(key)) return this.unreadable(path, part);
      const at = `${path}.${key}`;
      if (entries.has(key)) return this.fail(at, 'is given twice');
      entries.set(key, this.value(part.slice(colon + 1), at, level + 1));
    }
    return Object.fromEntries(entries);
  }

  private atom(text: string, path: string): unknown {
    if (text === 'true') return true;
    if (text === 'false') return false;
    if (!isWord(text)) return this.unreadable(path, text);
    const number = /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    return Number.isFinite(number) ? number : text;
  }

  private unreadable(path: string, text: string): undefined {
    return this.fail(path, `cannot read "${text.slice(0, shown)}"`);
  }

  private fail(path: string, message: string): undefined {
    this.malformed = true;
    return this.complaints.add(path, message);
  }
}

/**
 * Reads a link, with or without what stands before its last "#". Never throws: what cannot be used is
 * left out and reported with its path. An empty text is no link of version 1, so ask only if there is
 * one. A link of more than 4096 bytes is not read at all.
 */
export function parseLink(text: string): Link {
  const complaints = new Complaints();
  const parser = new Parser(complaints);
  const size = bytesOf(text);
  if (size > longestLink) {
    complaints.add('link', `${size} bytes; at most ${longestLink} are allowed`);
  } else {
    const decoded = percentDecoded(text.slice(text.lastIndexOf('#') + 1));
    const [first = '', ...rest] = split(decoded, '&');
    if (first === version) {
      for (const entry of rest) parser.entry(entry);
    } else {
      const begin = first.slice(0, shown);
      complaints.add('link', `begins with "${begin}"; only version ${version} is known`);
    }
  }
  const values = read(Object.fromEntries(parser.settings), complaints);
  const ui = Object.fromEntries(parser.ui);
  const config = reduce(values as Config);
  return { config, named: Object.keys(values), ui, ignored: complaints.list };
}

function formatValue(value: FieldValue): string {
  if (Array.isArray(value)) return value.map((item) => formatValue(item)).join(',');
  return typeof value === 'object' ? formatChoice(value as AnyChoice) : String(value);
}

function formatChoice(choice: AnyChoice): string {
  const { kind, ...parameters } = choice;
  const list = Object.entries(parameters).map(([key, value]) => `${key}:${formatValue(value)}`);
  return list.length === 0 ? kind : `${kind}(${list.join(';')})`;
}

/**
 * What the page keeps may be any text. All but plain characters are written as UTF-8 bytes, ~XX: that
 * is left alone by whatever encodes or decodes a link as a whole.
 */
function formatPageText(text: string): string {
  const wellFormed = text.replace(/\p{Surrogate}/gu, '\uFFFD');
  return wellFormed.replace(/[^\w.,:;+-]/gu, (character) => {
    const bytes = [...new TextEncoder().encode(character)];
    return bytes.map((byte) => `~${byte.toString(16).padStart(2, '0')}`).join('');
  });
}

function parsePageText(text: string): string {
  return percentDecoded(text.replaceAll('%', '%25').replaceAll('~', '%'));
}

/** Some settings of a config in the grammar of links, defaults too: "depth=5&activation=tanh". */
export function formatSettings(config: Config, keys: readonly ConfigKey[]): string {
  const values = { ...defaults, ...reduce(config) };
  return keys.map((key) => `${key}=${formatValue(values[key] as FieldValue)}`).join('&');
}

/**
 * The link of a config, without "#": "v1&depth=5&activation=tanh". Defaults are left out, the order is
 * that of the catalogue and numbers are as short as they can be, so equal configs give equal links.
 * `ui` is what the page keeps beside the run; any text is allowed.
 */
export function formatLink(
  config: Config | FullConfig,
  ui: Readonly<Record<string, string>> = {},
): string {
  const values: Readonly<Record<string, FieldValue>> = { ...reduce(config) };
  const parts = [version];
  for (const { key } of settings) {
    const value = values[key];
    if (value !== undefined) parts.push(`${key}=${formatValue(value)}`);
  }
  for (const key of Object.keys(ui).sort()) {
    parts.push(`${pageKey}${formatPageText(key)}=${formatPageText(ui[key] ?? '')}`);
  }
  return parts.join('&');
}
