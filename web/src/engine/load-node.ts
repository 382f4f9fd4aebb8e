// Where Node finds the modules: in build/module, written by `npm run module`. For tests and for use
// without a page. One of the two files that know WebAssembly.
import { readFile } from 'node:fs/promises';
import { instantiate } from './load-web.ts';
import type { ModuleName, Source } from './module.ts';

const folder = new URL('../../../build/module/', import.meta.url);
const digitsFile = new URL('../../../engine/data/digits.txt', import.meta.url);

/** Modules from files; `scalar` takes the float32 module without SIMD. */
export function nodeSource({ scalar = false } = {}): Source {
  const compiled = new Map<ModuleName, WebAssembly.Module>();
  return {
    async create(precision) {
      const name = precision === 'float32' && scalar ? 'float32-scalar' : precision;
      const base = new URL(`gradscope-${name}`, folder).href;
      const wasm =
        compiled.get(name) ?? (await WebAssembly.compile(await readFile(new URL(`${base}.wasm`))));
      compiled.set(name, wasm);
      const glue = await import(/* @vite-ignore */ `${base}.mjs`);
      return { name, module: await instantiate(glue.default, wasm) };
    },
    digits: () => readFile(digitsFile, 'utf8'),
  };
}
