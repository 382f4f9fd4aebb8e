// How the single file is built, into dist: standalone.js for modules, standalone.classic.js for pages that
// cannot have any (a file that is opened, a sandboxed frame).
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { inlined } from './web/tools/standalone.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const banner =
  '/*! Gradscope, MIT; Lit, BSD-3-Clause; Eigen, MPL-2.0; Emscripten, MIT. Terms: LICENSES.txt */';

export default defineConfig({
  root: here('web'),
  publicDir: false,
  plugins: [inlined()],
  build: {
    outDir: here('dist'),
    emptyOutDir: false,
    target: 'es2022',
    rollupOptions: {
      input: here('web/src/embed/standalone.ts'),
      preserveEntrySignatures: 'exports-only',
      output: [
        { format: 'es', entryFileNames: 'standalone.js', codeSplitting: false, banner },
        {
          format: 'iife',
          name: 'Gradscope',
          entryFileNames: 'standalone.classic.js',
          codeSplitting: false,
          banner,
        },
      ],
    },
  },
});
