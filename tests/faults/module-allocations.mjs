// A program: the n-th allocation of a run in the module fails, for every n. Prints {allocations,
// outcomes, reasons}. A null pointer is what C++ would see; allocations that JavaScript asks for itself
// end the module there, as the real malloc does, and are not counted in that way.
//
//   node module-allocations.mjs PRECISION trap|null EVERY
import { readFileSync } from 'node:fs';
import { guard } from '../../build/module/guard.mjs';
import { inRoot } from '../../web/tools/common.mjs';
import { withFailingMalloc } from './failing-malloc.mjs';
import { attempt, tally } from './losing.mjs';

const [precision, way, every] = process.argv.slice(2);
const { default: glue } = await import(`../../build/module/gradscope-${precision}.mjs`);
const file = readFileSync(inRoot(`build/module/gradscope-${precision}.wasm`));
const compiled = await WebAssembly.compile(withFailingMalloc(file, way));

const config = {
  depth: 3,
  width: 6,
  normalization: { kind: 'batch_norm' },
  dropout: 0.1,
  residual: true,
  update: [{ kind: 'clip_by_global_norm' }, 'adam'],
  schedule: { kind: 'plateau' },
  reset: { kind: 'redo' },
};

/** What JavaScript allocates neither fails nor counts in the way "null". */
function exportsOf({ exports }) {
  const { failing, malloc } = exports;
  if (way === 'trap') return exports;
  const own = (size) => {
    failing.value++;
    return malloc(size);
  };
  return { ...exports, malloc: own };
}

/** A module whose n-th allocation from now on fails, or none for 0; and how many there were. */
async function create(n) {
  let failing = null;
  const instantiateWasm = (imports, done) => {
    WebAssembly.instantiate(compiled, imports).then((instance) => {
      failing = instance.exports.failing;
      done({ exports: exportsOf(instance) });
    });
    return {};
  };
  const module = guard(await glue({ instantiateWasm, printErr: () => undefined }));
  failing.value = n;
  return { module, allocations: () => n - failing.value };
}

const whole = await create(0);
const first = attempt(whole.module, config, [1, 100]);
if (first.outcome !== 'fine') throw new Error(first.outcome);
const allocations = whole.allocations();
const outcomes = [];
const reasons = [];
for (let n = 1; n <= allocations; n += Number(every)) {
  const { module } = await create(n);
  const { outcome, reason, state } = attempt(module, config, [1, 100]);
  const other = outcome === 'fine' && Buffer.compare(state, first.state) !== 0;
  outcomes.push(other ? 'other numbers' : outcome);
  reasons.push(reason);
}
const again = attempt((await create(allocations + 1)).module, config, [1, 100]);
const same = again.outcome === 'fine' && Buffer.compare(again.state, first.state) === 0;
console.log(
  JSON.stringify({ allocations, same, outcomes: tally(outcomes), reasons: tally(reasons) }),
);
