// What a page does not let a person change, as in "remedies seed speed", or "settings -init": all settings
// but one. Scripts may change it all the same.
import { settings } from '../config/config.ts';
import type { Config, ConfigKey, RemedyId } from '../config/types.ts';
import { remedied } from './remedies.ts';
import { differences } from './runs.ts';

const parts = ['remedies', 'presets', 'speed'] as const;
type Part = (typeof parts)[number];

const keys = settings.map(({ key }) => key as ConfigKey);
const groups: Readonly<Record<string, readonly ConfigKey[]>> = { settings: keys };

export const lockAllowed = `some of ${parts.join(' ')} settings, or names of settings, -name: but not that`;

const wordsOf = (text: string) => text.split(/[\s,]+/).filter((word) => word !== '');
const meant = (word: string): readonly string[] => groups[word] ?? [word];

export function canLock(text: string): boolean {
  const known: readonly string[] = [...parts, ...Object.keys(groups), ...keys];
  return wordsOf(text).every((word) => known.includes(word.replace(/^-/, '')));
}

/** What is locked. Two locks of one text are the same. */
export class Lock {
  private readonly words: ReadonlySet<string>;

  constructor(text: string) {
    const all = wordsOf(text);
    const free = all.filter((word) => word.startsWith('-')).flatMap((word) => meant(word.slice(1)));
    const locked = all.filter((word) => !word.startsWith('-')).flatMap(meant);
    this.words = new Set(locked.filter((word) => !free.includes(word)));
  }

  has(word: Part | ConfigKey): boolean {
    return this.words.has(word);
  }

  /** Whether a person may go from one run to another. */
  allows(from: Config, to: Config): boolean {
    return !differences(from, to).some((key) => this.words.has(key));
  }

  /** Whether a remedy may be tried on a run. */
  allowsRemedy(config: Config, id: RemedyId): boolean {
    return !this.words.has('remedies') && this.allows(config, remedied(config, id));
  }
}
