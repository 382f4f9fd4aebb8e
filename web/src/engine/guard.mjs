// Stands between JavaScript and a module of the engine. What goes in is checked and copied first: an
// error that JavaScript throws inside C++ would leave its stack unwound. Whatever comes out as an
// error ends the module: its memory is not to be trusted. Goes to build/module as it is.

/**
 * The module has broken, most often because there was no memory left: all its runs are over, every
 * later call throws this again, and a new module is as good as ever. Any other error comes from an
 * argument and does no harm. Bundles may hold two copies of this class: look at `name`.
 */
export class ModuleLost extends Error {
  name = 'ModuleLost';
}

const most = { values: 10_000, levels: 16, text: 1 << 20, numbers: 1 << 23, bytes: 1 << 28 };
const mostSteps = 2 ** 31 - 1;

const messageOf = (error) => (error instanceof Error ? error.message : String(error));

function text(value, what) {
  if (typeof value === 'string' && value.length <= most.text) return value;
  throw new TypeError(`${what} must be a text of at most ${most.text} characters`);
}

function whole(value, what) {
  if (Number.isInteger(value) && value >= 0 && value <= mostSteps) return value;
  throw new RangeError(`${what} must be a whole number from 0 to ${mostSteps}`);
}

/** A copy of an array, plain or typed, whose length is looked at before its contents. */
function numbers(value, what, Type, limit) {
  const isList =
    Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
  if (!isList) throw new TypeError(`${what} must be an array of numbers`);
  const { length } = value;
  if (length > limit) {
    throw new RangeError(`${what} has ${length} numbers; at most ${limit} are allowed`);
  }
  return Array.isArray(value) ? Type.from({ length }, (_, i) => value[i]) : new Type(value);
}

/** What a value is made of, read once and counted; throws at what is no plain data. */
function copy(value, left, level = 0) {
  if (--left.values < 0) throw new TypeError(`it has more than ${most.values} values`);
  if (typeof value === 'string') return text(value, 'a text in it');
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value !== 'object') throw new TypeError(`it has a ${typeof value}`);
  if (level === most.levels)
    throw new TypeError(`it is nested more than ${most.levels} levels deep`);
  if (Array.isArray(value)) {
    const { length } = value;
    if (length > left.values) throw new TypeError(`it has more than ${most.values} values`);
    return Array.from({ length }, (_, i) => copy(value[i], left, level + 1));
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new TypeError('it has an object that is neither a list nor plain');
  }
  const result = Object.create(null); // a key may be __proto__
  for (const key of Object.keys(value))
    result[text(key, 'a key')] = copy(value[key], left, level + 1);
  return result;
}

/** {config}, or {errors} in the form of check(). */
function plain(config) {
  try {
    return { config: copy(config, { values: most.values }) };
  } catch (error) {
    return { errors: [{ path: '', message: `is not plain data: ${messageOf(error)}` }] };
  }
}

/** Runs calls into a module until one of them throws. */
function gate() {
  let lost = null;
  return (call) => {
    if (lost !== null) throw new ModuleLost(lost);
    try {
      return call();
    } catch (error) {
      const reason = messageOf(error);
      // Nothing in the module aborts but an allocation.
      lost = /abort/i.test(reason)
        ? 'the engine ran out of memory'
        : `the engine's module failed: ${reason}`;
      throw new ModuleLost(lost, { cause: error });
    }
  };
}

/** How the arguments of a session's verbs are read; a verb that is not here takes none. */
const readers = {
  select: [
    (keys) => text(keys, 'the columns of a step'),
    (keys) => text(keys, 'the columns of a layer'),
  ],
  run: [(steps) => whole(steps, 'the steps'), (stride) => whole(stride, 'the stride')],
  evaluate: [(part) => text(part, 'the part')],
  predict: [(inputs) => numbers(inputs, 'the inputs', Float64Array, most.numbers)],
  values: [(name) => text(name, 'the name')],
  restore: [(bytes) => numbers(bytes, 'the snapshot', Uint8Array, most.bytes)],
  takeUp: [(list) => numbers(list, 'the observations', Float64Array, most.numbers)],
};

function guardSession(session, enter) {
  let open = true;
  const guarded = {
    delete() {
      if (open) enter(() => session.delete());
      open = false;
    },
  };
  for (const verb of Object.getOwnPropertyNames(Object.getPrototypeOf(session))) {
    if (verb === 'constructor') continue;
    guarded[verb] = (...given) => {
      const args = (readers[verb] ?? []).map((read, place) => read(given[place]));
      if (!open) throw new Error('the run has been deleted');
      return enter(() => session[verb](...args));
    };
  }
  return guarded;
}

/** The verbs of a module (web/src/engine/module.ts), safe to call with anything. */
export function guard(module) {
  const enter = gate();
  const guarded = {
    schema: () => enter(() => module.schema()),
    provideDigits(file) {
      const content = text(file, 'the file');
      return enter(() => module.provideDigits(content));
    },
    check(config) {
      const read = plain(config);
      return read.errors ?? enter(() => module.check(read.config));
    },
    open(config) {
      const read = plain(config);
      const session = read.errors ? null : enter(() => module.open(read.config));
      return session === null ? null : guardSession(session, enter);
    },
  };
  if (module.theory === undefined) return guarded;
  return {
    ...guarded,
    theory(config) {
      const read = plain(config);
      return read.errors ? null : enter(() => module.theory(read.config));
    },
    gradientCheck(config, step, parameters, entries, layer = -1) {
      if (typeof step !== 'number') throw new TypeError('the step must be a number');
      const list = numbers(parameters, 'the parameters', Float64Array, most.numbers);
      const count = whole(entries, 'the entries');
      const one = layer === -1 ? -1 : whole(layer, 'the layer');
      const read = plain(config);
      if (read.errors) return null;
      return enter(() => module.gradientCheck(read.config, step, list, count, one));
    },
  };
}
