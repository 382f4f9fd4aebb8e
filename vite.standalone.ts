// How what pages of others need is built into dist, each a single file. One at a time, by the mode: "file",
// all of Gradscope, once for modules and once for pages that cannot have any (a file that is opened, a frame
// without an origin); "frame", the script of embed.html; "host", the script of pages with such frames.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { inlined } from './web/tools/standalone.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const banner =
  '/*! Gradscope, MIT; Lit, BSD-3-Clause; Eigen, MPL-2.0; Emscripten, MIT. Terms: LICENSES.txt */';

const classic = (entryFileNames: string) =>
  ({ format: 'iife', name: 'Gradscope', entryFileNames, codeSplitting: false }) as const;

const builds = {
  file: {
    input: 'standalone.ts',
    output: [
      { format: 'es', entryFileNames: 'standalone.js', codeSplitting: false, banner } as const,
      { ...classic('standalone.classic.js'), banner },
    ],
  },
  frame: { input: 'frame.ts', output: [classic('frame.js')] },
  host: { input: 'host.ts', output: [classic('embed.js')] },
};

export default defineConfig(({ mode }) => {
  const { input, output } = builds[mode as keyof typeof builds];
  return {
    root: here('web'),
    publicDir: false,
    plugins: [inlined()],
    build: {
      outDir: here('dist'),
      emptyOutDir: false,
      target: 'es2022',
      rollupOptions: {
        input: here(`web/src/embed/${input}`),
        preserveEntrySignatures: 'exports-only',
        output,
      },
    },
  };
});
