// What the build does to the page's scripts besides what Vite does: every import() goes through
// part.ts, again.js stands beside the pages, and indentation is left out.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/** What Vite puts round every import(). */
export const helper = '\0vite/preload-helper.js';
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** In the place of Vite's helper, which would fetch style sheets with a part; there are none. */
export function retriedParts(): Plugin {
  return {
    name: 'retried-parts',
    enforce: 'pre',
    load: (id) =>
      id === helper
        ? `export { part as __vitePreload } from ${JSON.stringify(here('part.ts'))};`
        : null,
  };
}

/** In a minified script lines end in templates alone, and HTML takes any space for one. */
export const flat = (code: string) => code.replace(/\n\s+/g, ' ');

export function flatTemplates(): Plugin {
  return {
    name: 'flat-templates',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') file.code = flat(file.code);
      }
      const again = readFileSync(here('../again.js'), 'utf8').replace(/^\/\/.*\n/gm, '');
      this.emitFile({ type: 'asset', fileName: 'again.js', source: flat(again) });
    },
  };
}
