// The recipes of docs/EMBED.md: for each heading, the files that its code blocks name.
import { readFileSync } from 'node:fs';
import { inRoot } from '../../web/tools/common.mjs';

/** A code block: its fence, the language, the file, and what stands inside. */
const BLOCK = /^(`{3,})(\w+) ?(\S*)\n([\s\S]*?)\n\1$/gm;

/** By heading: [{path, text}]. */
export function readRecipes(path = inRoot('docs/EMBED.md')) {
  const [, ...sections] = readFileSync(path, 'utf8').split(/^## /m);
  return new Map(
    sections.map((section) => {
      const [title = ''] = section.split('\n', 1);
      const blocks = [...section.matchAll(BLOCK)];
      return [title, blocks.map(([, , language, path, text]) => ({ language, path, text }))];
    }),
  );
}
