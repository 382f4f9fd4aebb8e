// Loads the engine from the files beside this one, in a page, a worker or Node, with a bundler or
// without. Chooses the module that fits; knows nothing of what it computes. Goes to build/module as
// it is: import it from there.

import { guard } from './guard.mjs';

export { ModuleLost } from './guard.mjs';

/** By module: Emscripten's loader, and the file it is for. Spelled out, so that bundlers see them. */
const files = {
  float32: {
    glue: () => import('./gradscope-float32.mjs'),
    wasm: new URL('./gradscope-float32.wasm', import.meta.url),
  },
  'float32-scalar': {
    glue: () => import('./gradscope-float32-scalar.mjs'),
    wasm: new URL('./gradscope-float32-scalar.wasm', import.meta.url),
  },
  float64: {
    glue: () => import('./gradscope-float64.mjs'),
    wasm: new URL('./gradscope-float64.wasm', import.meta.url),
  },
  'float64-scalar': {
    glue: () => import('./gradscope-float64-scalar.mjs'),
    wasm: new URL('./gradscope-float64-scalar.wasm', import.meta.url),
  },
};

const digitsFile = new URL('./digits.txt', import.meta.url);

/** A module of one function whose body is i8x16.splat and a test: valid only where SIMD is. */
const simdProbe = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15,
  253, 98, 11,
];

const hasSimd = () => WebAssembly.validate(new Uint8Array(simdProbe));

/** Node's fetch refuses files. */
async function open(url) {
  if (url.protocol === 'file:') {
    const { readFile } = globalThis.process.getBuiltinModule('node:fs/promises');
    return new Response(await readFile(url));
  }
  const response = await fetch(url);
  if (response.ok) return response;
  throw new Error(`${url.pathname} could not be loaded (${response.status})`);
}

/** Streams, unless the host does not say what the file is. */
async function compile(url) {
  const response = await open(url);
  const typed = response.headers.get('Content-Type') === 'application/wasm';
  return typed
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

/** Remembers what `make` gives for a key, unless it fails: then the next call tries again. */
function remember(make) {
  const known = new Map();
  return (key) => {
    const found = known.get(key) ?? make(key);
    known.set(key, found);
    found.catch(() => known.delete(key));
    return found;
  };
}

/** Emscripten's own loader would fetch and compile the file anew for every instance. */
function instantiate(glue, wasm) {
  return new Promise((resolve, reject) => {
    const instantiateWasm = (imports, done) => {
      WebAssembly.instantiate(wasm, imports).then(done, reject);
      return {};
    };
    const printErr = () => undefined; // what it would say is in the error
    glue({ instantiateWasm, printErr }).then(resolve, reject);
  });
}

/** Between workers of a page: what another one has compiled, {address, module}, and who is told of ours. */
let carried = {};
export const carry = (between) => {
  carried = between;
};

const compiled = remember(async (address) => {
  const there = await carried.given;
  if (there?.address === address) return there.module;
  const module = await compile(new URL(address));
  carried.tell?.({ address, module });
  return module;
});
const text = remember(async (url) => (await open(url)).text());

/**
 * A fresh instance, with a memory of its own: {name, module}. Its verbs: web/src/engine/module.ts.
 * `precision` is float32 or float64. Without `simd` (default: what the machine has) the same numbers
 * come more slowly. `wasmUrl` says where the .wasm file is, if a bundler has moved it.
 */
export async function create(precision = 'float32', { simd = hasSimd(), wasmUrl } = {}) {
  const name = simd ? precision : `${precision}-scalar`;
  if (!Object.hasOwn(files, name)) throw new Error(`there is no module ${name}`);
  const { glue: load, wasm: beside } = files[name];
  const address = wasmUrl ? new URL(wasmUrl, globalThis.location?.href ?? import.meta.url) : beside;
  const [glue, wasm] = await Promise.all([load(), compiled(address.href)]);
  return { name, module: guard(await instantiate(glue.default, wasm)) };
}

/** The handwritten digits, for provideDigits() of a module before a run with them is opened. */
export const digits = () => text(digitsFile);
