// Where a page finds the modules: beside its own files. One of the two files that know WebAssembly.
import type { EngineModule, ModuleName, Source } from './module.ts';

type Glue = (options: object) => Promise<EngineModule>;

const files: Readonly<Record<ModuleName, { glue: () => Promise<{ default: Glue }>; wasm: URL }>> = {
  float32: {
    glue: () => import('../../../build/module/gradscope-float32.mjs'),
    wasm: new URL('../../../build/module/gradscope-float32.wasm', import.meta.url),
  },
  'float32-scalar': {
    glue: () => import('../../../build/module/gradscope-float32-scalar.mjs'),
    wasm: new URL('../../../build/module/gradscope-float32-scalar.wasm', import.meta.url),
  },
  float64: {
    glue: () => import('../../../build/module/gradscope-float64.mjs'),
    wasm: new URL('../../../build/module/gradscope-float64.wasm', import.meta.url),
  },
};

const digitsFile = new URL('../../../engine/data/digits.txt', import.meta.url);

/** A module of one function whose body is i8x16.splat and a test: valid only where SIMD is. */
const simdProbe = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15,
  253, 98, 11,
];

const hasSimd = () => WebAssembly.validate(new Uint8Array(simdProbe));

async function fetched(url: URL): Promise<Response> {
  const response = await fetch(url);
  if (response.ok) return response;
  throw new Error(`${url.pathname} could not be loaded (${response.status})`);
}

async function compile(url: URL): Promise<WebAssembly.Module> {
  const response = await fetched(url);
  const typed = response.headers.get('Content-Type') === 'application/wasm';
  return typed
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

/** Remembers what `make` gives for a key, unless it fails: then the next call tries again. */
function remember<K, T>(make: (key: K) => Promise<T>): (key: K) => Promise<T> {
  const known = new Map<K, Promise<T>>();
  return (key) => {
    const found = known.get(key) ?? make(key);
    known.set(key, found);
    found.catch(() => known.delete(key));
    return found;
  };
}

/** Modules are compiled once; each run gets an instance, and so a memory, of its own. */
export function webSource(): Source {
  const compiled = remember((name: ModuleName) => compile(files[name].wasm));
  const digits = remember(async () => (await fetched(digitsFile)).text());
  const create: Source['create'] = async (precision) => {
    const simd = hasSimd();
    if (precision === 'float64' && !simd) {
      throw new Error('float64 needs 128-bit SIMD, which this browser does not have');
    }
    const name = precision === 'float64' || simd ? precision : 'float32-scalar';
    const [glue, wasm] = await Promise.all([files[name].glue(), compiled(name)]);
    return { name, module: await instantiate(glue.default, wasm) };
  };
  return { create, digits: () => digits('') };
}

/** Emscripten's own loader would fetch and compile the file anew for every run. */
export function instantiate(glue: Glue, wasm: WebAssembly.Module): Promise<EngineModule> {
  return new Promise((resolve, reject) => {
    const instantiateWasm = (
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance) => void,
    ) => {
      WebAssembly.instantiate(wasm, imports).then(done, reject);
      return {};
    };
    glue({ instantiateWasm }).then(resolve, reject);
  });
}
