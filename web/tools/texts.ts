// Texts of pages that are written when they are built: in every language, of which a page shows one.

import type { MethodsText } from '../src/i18n/en/methods.ts';
import { languages } from '../src/i18n/languages.ts';
import type { ProofText } from '../src/i18n/proof-text.ts';
import { type Words, wordsOf } from '../src/i18n/words.ts';

export type Say = (words: Words, methods: MethodsText) => string;

const all = await Promise.all(
  languages.map(async (language) => {
    const words = await wordsOf(language);
    return { words, methods: await words.methods() };
  }),
);

const proofs = new Map<Words, ProofText>();
for (const { words } of all) proofs.set(words, await words.proof());

/** The words of a language that pages load when they need them. */
export function proofOf(words: Words): ProofText {
  const text = proofs.get(words);
  if (!text) throw new Error(`no words for proofs in ${words.lang}`);
  return text;
}

export const escaped = (text: string) =>
  text.replace(
    /[&<>"]/g,
    (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c,
  );

/** A text in every language; where all are the same it is written once. */
export function say(text: Say, element = 'span'): string {
  const texts = all.map(({ words, methods }) => ({
    tag: words.lang,
    text: escaped(text(words, methods)),
  }));
  if (texts.every(({ text }) => text === texts[0]?.text))
    return `<${element}>${texts[0]?.text}</${element}>`;
  return texts.map(({ tag, text }) => `<${element} lang="${tag}">${text}</${element}>`).join('');
}
