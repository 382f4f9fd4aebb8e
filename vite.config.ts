// How the page is built: into dist, for any folder of any static host (relative addresses). Beside it
// lies grad-scope.js, the element for other pages, under a name that stays.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { licenses } from './web/tools/licenses.ts';
import { pageFiles, writtenPages } from './web/tools/pages.ts';
import { flatTemplates, retriedParts } from './web/tools/parts.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const element = 'grad-scope';

/** A slow machine is no fault. */
const checks = { pluginTimings: false, bundlerTimings: false };

export default defineConfig({
  root: here('web'),
  base: './',
  plugins: [writtenPages(), licenses(), retriedParts(), flatTemplates()],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // a strict Content-Security-Policy allows no data: addresses
    modulePreload: { polyfill: false },
    rollupOptions: {
      checks,
      input: {
        ...pageFiles(here('web')),
        [element]: here('web/src/ui/element.ts'),
      },
      output: {
        // What the element's parts share stays with it; the page of methods needs none of that.
        codeSplitting: {
          groups: [{ name: element, minShareCount: 2, test: /src\/(config|ui)\/|node_modules/ }],
        },
        entryFileNames: ({ name }) => (name === element ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  worker: { format: 'es', rollupOptions: { checks } },
  server: { fs: { allow: [here('.')] } }, // the module and digits.txt lie outside of web
});
