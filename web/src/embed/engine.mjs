// The engine of the package, without a page: in Node, a worker, or behind any bundler. The files of it lie
// beside this one (web/tools/package.mjs puts them there).
import { create as createModule, digits } from './gradscope.mjs';

export { digits } from './gradscope.mjs';
export { ModuleLost } from './guard.mjs';

const precisions = ['float32', 'float64'];
const known = ['precision', 'simd', 'wasmUrl'];

function check(options) {
  const say = (name, allowed, value) => {
    throw new TypeError(`create: ${name}: expected ${allowed}, got ${String(value)}`);
  };
  if (typeof options !== 'object' || options === null) say('options', 'an object', options);
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) say('options', `some of ${known.join(', ')}`, name);
  }
  const { precision, simd, wasmUrl } = options;
  if (precision !== undefined && !precisions.includes(precision)) {
    say('precision', `one of ${precisions.join(', ')}`, precision);
  }
  if (simd !== undefined && typeof simd !== 'boolean') say('simd', 'true or false', simd);
  if (wasmUrl !== undefined && typeof wasmUrl !== 'string' && !(wasmUrl instanceof URL)) {
    say('wasmUrl', 'an address of the .wasm file', wasmUrl);
  }
}

/**
 * An engine with a memory of its own: check(config), open(config), schema(), provideDigits(text); float64
 * has theory(config) and gradientCheck(...) besides. `wasmUrl`: where the .wasm file of that precision is,
 * where a bundler does not see it by itself (esbuild). Throws a TypeError that names what is not allowed.
 */
export async function create(options = {}) {
  check(options);
  const { precision = 'float32', ...rest } = options;
  const { module } = await createModule(precision, rest);
  return module;
}

/** An engine that has the handwritten digits. */
export async function createWithDigits(options = {}) {
  const [engine, text] = await Promise.all([create(options), digits()]);
  engine.provideDigits(text);
  return engine;
}
