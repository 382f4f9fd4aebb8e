// A program for memory.test.ts and the faults: opens runs of growing size where there is little memory,
// and prints what became of each. Node is told how little; or no growth of the memory from the n-th on
// succeeds.
//
//   node little-memory.mjs [N [PRECISION [all]]]    "all": 60 sizes, not 8
import { create } from '../../../build/module/gradscope.mjs';
import { attempt, tally } from '../../faults/losing.mjs';

const failing = Number(process.argv[2] ?? 0); // 0: none but those that really fail
const precision = process.argv[3] ?? 'float32';
const all = process.argv[4] === 'all';

let growths = 0;
const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (pages) {
  growths++;
  if (failing > 0 && growths >= failing) throw new RangeError('no memory left');
  return grow.call(this, pages);
};

const tables = all
  ? { depths: [1, 4, 16], widths: [8, 32, 64, 128, 256], batches: [8, 100, 800, 2000] }
  : { depths: [1, 16], widths: [8, 256], batches: [8, 2000] };
const sizes = tables.depths.flatMap((depth) =>
  tables.widths.flatMap((width) => tables.batches.map((batch) => ({ depth, width, batch }))),
);

const outcomes = [];
for (const size of failing === 0 ? sizes : [{ depth: 4, width: 64, batch: 400 }]) {
  const config = { ...size, data: { kind: 'moons', samples: 4000 }, update: ['adam'] };
  const { module } = await create(precision);
  const { outcome, reason } = attempt(module, config, [100, 20_000]);
  const named = outcome !== 'lost' || /out of memory/.test(reason);
  outcomes.push(named ? outcome : reason);
}
console.log(JSON.stringify({ outcomes: tally(outcomes), growths }));
