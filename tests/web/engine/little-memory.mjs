// A program for memory.test.ts: opens runs of growing size where there is little memory, and prints
// what became of each. Node is told how little; or no growth of the memory from the n-th on succeeds.
import { create } from '../../../build/module/gradscope.mjs';

const failing = Number(process.argv[2] ?? 0); // 0: none but those that really fail
const precision = process.argv[3] ?? 'float32';

let growths = 0;
const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (pages) {
  growths++;
  if (failing > 0 && growths >= failing) throw new RangeError('no memory left');
  return grow.call(this, pages);
};

/** Every verb of a run that is lost, and of its module. */
function verbs(module, run) {
  const calls = [() => module.schema(), () => module.check({}), () => module.open({})];
  if (run === null) return calls;
  const { describe, probe, rows, stepCount, diagnosis, snapshot, resetUnits } = run;
  const simple = [describe, probe, rows, stepCount, diagnosis, snapshot, resetUnits];
  const others = [
    () => run.run(1, 1),
    () => run.evaluate('test'),
    () => run.predict([0, 0]),
    () => run.values('W0'),
    () => run.restore(new Uint8Array(8)),
    () => run.select('*', '*'),
  ];
  return [...calls, ...simple, ...others];
}

const errorOf = (call) => {
  try {
    call();
    return null;
  } catch (error) {
    return error;
  }
};

function work(module, config, keep) {
  const run = keep(module.open(config));
  run.probe();
  run.run(2, 1);
  const { features } = run.describe().data;
  for (const samples of [100, 20_000]) run.predict(new Float32Array(features * samples));
  run.evaluate('train');
  run.restore(run.snapshot().slice());
  if (!Number.isFinite(run.rows().length)) throw new Error('no rows');
  run.delete();
}

/** "fine" or "lost", if all that follows is as promised; else what is wrong. */
async function attempt(config) {
  const { module } = await create(precision);
  let run = null;
  const error = errorOf(() => work(module, config, (opened) => (run = opened)));
  if (error === null) return 'fine';
  if (error.name !== 'ModuleLost') return `${error.name}: ${error.message}`;
  if (!/out of memory/.test(error.message)) return error.message;
  const later = verbs(module, run).map((call) => errorOf(call)?.name);
  return later.every((name) => name === 'ModuleLost') ? 'lost' : `afterwards: ${later}`;
}

const sizes = [];
for (const depth of [1, 16]) {
  for (const width of [8, 256]) {
    for (const batch of [8, 2000]) sizes.push({ depth, width, batch });
  }
}
const outcomes = {};
for (const size of failing === 0 ? sizes : [{ depth: 4, width: 64, batch: 400 }]) {
  const config = { ...size, data: { kind: 'moons', samples: 4000 }, update: ['adam'] };
  const outcome = await attempt(config);
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
}
console.log(JSON.stringify({ outcomes, growths }));
