// Checks that data which arrived in a worker is a request. The module turns arguments of a wrong type
// into nonsense, so nothing reaches it unchecked; a config is checked by the engine itself.
import { mostNumbers, type ToWorker } from './protocol.ts';

type Loose = Readonly<Record<string, unknown>>;

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 1;

/** A count that the module can hold; of a larger number it keeps the low bits. */
const isInt = (value: unknown) => isCount(value) && value < 2 ** 31;

const isColumns = (value: unknown) =>
  value === '*' || (Array.isArray(value) && value.every((key) => typeof key === 'string'));

function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null;
}

/** For each type of request: null if the rest of it is right, otherwise what is expected. */
const checks: Readonly<Record<ToWorker['type'], (request: Loose) => string | null>> = {
  start: ({ config, columns }) =>
    isObject(config) && isObject(columns) && isColumns(columns.step) && isColumns(columns.layer)
      ? null
      : 'a config and columns',
  advance: ({ steps, stride }) =>
    isCount(steps) && isInt(stride) && steps <= mostNumbers ? null : 'steps and a stride',
  probe: () => null,
  predict: ({ inputs }) => (inputs instanceof Float32Array ? null : 'inputs in a Float32Array'),
  evaluate: ({ part }) => (part === 'train' || part === 'test' ? null : 'a part, train or test'),
  values: ({ name }) => (typeof name === 'string' ? null : 'the name of a tensor'),
  snapshot: () => null,
  restore: ({ bytes }) => (bytes instanceof Uint8Array ? null : 'bytes in a Uint8Array'),
  resetUnits: () => null,
  theory: () => null,
  gradientCheck: ({ entries }) =>
    entries === 0 || isInt(entries) ? null : 'how many entries to look at, or 0',
  stop: () => null,
};

/** The request, or a sentence that says why it is none. */
export function readRequest(data: unknown): ToWorker | string {
  if (!isObject(data)) return 'A request is an object.';
  const { type, run, id } = data;
  if (typeof type !== 'string' || !Object.hasOwn(checks, type))
    return 'A request has a known type.';
  if (!isCount(run) || !isCount(id)) return `${type} needs a run and an id.`;
  const expected = checks[type as ToWorker['type']](data);
  return expected === null ? (data as unknown as ToWorker) : `${type} needs ${expected}.`;
}
