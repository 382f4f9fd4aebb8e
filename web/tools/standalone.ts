// A Vite plugin: everything in one file. The worker's script is a text in it, the module a compressed text;
// there is one module, float32 with SIMD, and no digits: they would double the size.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'vite';
import { flat, helper } from './parts.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const glue = `${root}build/module/gradscope-float32.mjs`;
const module = `${root}build/module/gradscope-float32.wasm`;
const source = `${root}web/src/engine/inlined.mjs`;

const ids = {
  packed: '\0gradscope:packed',
  worker: '\0gradscope:worker',
  absent: '\0gradscope:absent',
};

/** The dialog that shares a run, and its words: an embed copies its link. And those of the page of methods. */
const isAbsent = (id: string) => /(^|\/)share\/share-view\.ts$|^\.\/(share|methods)\.ts$/.test(id);

/** The compressed module as a text; smaller blocks (6) fit it better than the usual ones. */
const packed = () =>
  JSON.stringify(gzipSync(readFileSync(module), { level: 9, memLevel: 6 }).toString('base64'));

/** The glue without the addresses of the files that it would stand beside: its function knows only itself. */
function withoutAddresses(code: string): string {
  const address = /new URL\("[^"]+",\s*import\.meta\.url\)\.toString\(\)/;
  const folder = /var _scriptDir = import\.meta\.url;/;
  if (!address.test(code) || !folder.test(code)) {
    throw new Error('Emscripten writes the address of its file in another way');
  }
  return code.replace(folder, '').replace(address, '""').replaceAll('_scriptDir', '""');
}

/** The script of a worker, all of it. */
async function workerScript(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root,
    publicDir: false,
    plugins: [inlined({ inWorker: true })],
    build: {
      write: false,
      target: 'es2022',
      rollupOptions: {
        input: `${root}web/src/engine/worker.ts`,
        output: { codeSplitting: false, format: 'iife' },
      },
    },
  });
  const [output] = [built].flat();
  const [chunk, ...others] = output && 'output' in output ? output.output : [];
  if (chunk?.type !== 'chunk' || others.length > 0) throw new Error('a worker is one file');
  return chunk.code;
}

/** What the page starts its worker from: an address of what the file itself holds, each part once. */
const workerAddress = (script: string) => `import glue from ${JSON.stringify(glue)};
import packed from ${JSON.stringify(ids.packed)};
const parts = ['globalThis.gradscopePacked="', packed, '";globalThis.gradscopeGlue=', glue, ';',
  ${JSON.stringify(script)}];
export default typeof document === 'object'
  ? URL.createObjectURL(new Blob(parts, { type: 'text/javascript' }))
  : '';`;

/** A classic script is read in the encoding of its page, whatever that is; a module is UTF-8. */
const ascii = (code: string) =>
  code.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

export function inlined({ inWorker = false } = {}): Plugin {
  return {
    name: 'gradscope-inlined',
    enforce: 'pre',
    resolveId(id) {
      if (isAbsent(id)) return ids.absent;
      if (id.endsWith('build/module/gradscope.mjs')) return source;
      if (id.endsWith('/gradscope-float32.mjs')) return glue;
      if (id === 'gradscope:packed' || id === ids.packed) return ids.packed;
      return id.endsWith('worker.ts?worker&url') ? ids.worker : null;
    },
    async load(id) {
      if (id === helper) return 'export const __vitePreload = (load) => load();'; // it is there
      if (id === ids.absent) return 'export const share = {}, methods = {};';
      if (id === ids.worker) return workerAddress(await workerScript());
      // A worker is given what the page has.
      if (id === ids.packed) return `export default ${inWorker ? 'gradscopePacked' : packed()};`;
      if (id !== glue) return null;
      return inWorker
        ? 'export default gradscopeGlue;'
        : withoutAddresses(readFileSync(glue, 'utf8'));
    },
    generateBundle({ format }, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        file.code = format === 'iife' ? ascii(flat(file.code)) : flat(file.code);
      }
    },
    buildStart() {
      if (!existsSync(module)) throw new Error('There is no module: run `npm run module`.');
    },
  };
}
