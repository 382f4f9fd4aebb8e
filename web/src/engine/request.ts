// Checks that data which arrived in a worker is a request. The module turns arguments of a wrong type
// into nonsense, so nothing reaches it unchecked; a config is checked by the engine itself.
import type { Request, Verb } from './calls.ts';

/** Rows times columns that one request may ask for; they take 64 MB. */
export const mostNumbers = 1 << 23;

type Loose = Readonly<Record<string, unknown>>;
/** null if the arguments are right, otherwise what is expected. */
type Check = (args: Loose) => string | null;

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 1;

/** A count that the module can hold; of a larger number it keeps the low bits. */
const isInt = (value: unknown) => isCount(value) && value < 2 ** 31;

const isKeys = (value: unknown) =>
  value === '*' || (Array.isArray(value) && value.every((key) => typeof key === 'string'));

const isColumns = (value: unknown) => isObject(value) && isKeys(value.step) && isKeys(value.layer);

function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null;
}

/** One run or several, each once. */
const isRuns = (value: unknown) =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(isCount) &&
  new Set(value).size === value.length;

/** The check of a verb about one run; `rest` looks at what it needs besides. */
const ofRun =
  (rest: (args: Loose) => boolean = () => true, expected = ''): Check =>
  (args) =>
    isCount(args.run) ? (rest(args) ? null : expected) : 'the number of a run';

const checks: Readonly<Record<Verb, Check>> = {
  start: ofRun(
    ({ config, columns }) => isObject(config) && isColumns(columns),
    'a config and columns',
  ),
  advance: ({ runs, steps, stride }) =>
    isRuns(runs) && isCount(steps) && (stride === 0 || isInt(stride)) && steps <= mostNumbers
      ? null
      : 'runs, steps and a stride',
  select: ofRun(({ columns }) => isColumns(columns), 'columns'),
  probe: ofRun(),
  predict: ofRun(({ inputs }) => inputs instanceof Float32Array, 'inputs in a Float32Array'),
  evaluate: ofRun(({ part }) => part === 'train' || part === 'test', 'a part, train or test'),
  values: ofRun(({ name }) => typeof name === 'string', 'the name of a tensor'),
  snapshot: ofRun(),
  restore: ofRun(
    ({ bytes, observations }) =>
      bytes instanceof Uint8Array && observations instanceof Float64Array,
    'a snapshot',
  ),
  resetUnits: ofRun(),
  theory: ofRun(),
  gradientCheck: ofRun(
    ({ entries, layer = 0 }) => (entries === 0 || isInt(entries)) && (layer === 0 || isInt(layer)),
    'how many entries to look at, or 0, and perhaps a layer',
  ),
  stop: ofRun(),
};

/** The request, or a sentence that says why it is none. */
export function readRequest(data: unknown): Request | string {
  if (!isObject(data)) return 'A request is an object.';
  const { id, verb, args } = data;
  if (typeof verb !== 'string' || !Object.hasOwn(checks, verb))
    return 'A request has a known verb.';
  if (!isCount(id)) return `${verb} needs an id.`;
  const expected = isObject(args) ? checks[verb as Verb](args) : 'arguments';
  return expected === null ? (data as unknown as Request) : `${verb} needs ${expected}.`;
}
