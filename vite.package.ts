// How the npm package is built, into build/package (web/tools/package.mjs puts the rest there). Lit stays
// outside, as its own package: that one may be imported on a server, and pages share it.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { inlined } from './web/tools/standalone.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('web'),
  publicDir: false,
  plugins: [inlined()],
  build: {
    outDir: here('build/package'),
    emptyOutDir: true,
    target: 'es2022',
    rollupOptions: {
      external: /^lit($|\/)/,
      input: { index: here('web/src/embed/index.ts'), element: here('web/src/ui/element.ts') },
      preserveEntrySignatures: 'strict',
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'parts/[name].js' },
    },
  },
});
