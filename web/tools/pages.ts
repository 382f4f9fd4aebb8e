// A Vite plugin: fills the comments of the pages web/*.html when they are built: <!-- links --> to the
// other pages, <!-- languages --> to choose from, and what pages say. What they do: src/pages/.
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import type { Plugin } from 'vite';
import { languages } from '../src/i18n/languages.ts';
import { english } from '../src/i18n/words.ts';
import { written } from '../src/i18n/written.ts';
import { methods, methodsHead } from './methods.ts';
import { escaped, say } from './texts.ts';

type PageId = keyof typeof english.text.pages;

const nameOf = (file: string) => basename(file, '.html');

/** The HTML file of each page, by its name. */
export function pageFiles(root: string): Record<string, string> {
  const files = readdirSync(root).filter((file) => file.endsWith('.html'));
  return Object.fromEntries(files.map((file) => [nameOf(file), `${root}/${file}`]));
}

function links(page: string): string {
  const others = (Object.keys(english.text.pages) as PageId[]).filter((id) => id !== page);
  const anchors = others.map((id) => `<a href="./${id}.html">${say((w) => w.text.pages[id])}</a>`);
  return `<p>${anchors.join(' ')}</p>`;
}

/** Hidden until a script makes them work. */
function choices(): string {
  const buttons = languages.map(
    ({ code, tag, name }) =>
      `<button type="button" lang="${tag}" data-language="${code}" hidden>${name}</button>`,
  );
  return buttons.join(' ');
}

/** In the place of the instrument, until its script has run. */
function start(): string {
  return languages
    .map(({ code, tag }) => `<p lang="${tag}">${escaped(written[code].start)}</p>`)
    .join('');
}

const parts: Readonly<Record<string, (page: string) => string>> = {
  links,
  languages: choices,
  start,
  methods,
  'methods-head': methodsHead,
};

export function writtenPages(): Plugin {
  return {
    name: 'gradscope:pages',
    transformIndexHtml: {
      order: 'pre',
      handler: (html, { path }) =>
        html.replace(
          /<!-- ([\w-]+) -->/g,
          (comment, name) => parts[name]?.(nameOf(path)) ?? comment,
        ),
    },
  };
}
