// Every language of the page, one row each; menus and addresses of texts derive from the rows. A language
// is one more row, and one more folder like zh/.
import { en } from './en/en.ts';
import type { Original, Translation } from './translation.ts';

interface Row<T> {
  /** What attributes and preferences call it. */
  readonly code: string;
  /** What documents call it (BCP 47). */
  readonly tag: string;
  /** What its speakers call it. */
  readonly name: string;
  /** The tags, of browsers and documents, that it serves. */
  readonly matches: RegExp;
  /** Its words, fetched when somebody wants them. */
  readonly load: () => Promise<T>;
}

export const languages = [
  { code: 'en', tag: 'en', name: 'English', matches: /^en\b/i, load: async () => en },
  {
    code: 'zh',
    tag: 'zh-CN',
    name: '中文',
    matches: /^zh\b/i,
    load: async () => (await import('./zh/zh.ts')).zh,
  },
] as const satisfies readonly [Row<Original>, ...Row<Translation>[]];

export type Language = (typeof languages)[number];
export type Lang = Language['code'];

/** The first language that serves one of these tags, in their order; English if none does. */
export function languageFor(...tags: readonly (string | null | undefined)[]): Language {
  for (const tag of tags) {
    const found = languages.find(({ matches }) => matches.test(tag ?? ''));
    if (found) return found;
  }
  return languages[0];
}
