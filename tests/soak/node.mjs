// The engine in Node for millions of steps: as few instances as there can be, many runs, snapshots and
// errors.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { create } from '../../build/module/gradscope.mjs';
import { residentOf } from '../bench/budget/memory.mjs';
import { compare, descriptorsOf } from './flat.mjs';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

const longRun = { depth: 1, width: 8, batch: 8, activation: { kind: 'tanh' }, update: ['adam'] };
const shortRun = { depth: 3, width: 8, normalization: { kind: 'batch_norm' }, dropout: 0.1 };

const megabytes = (bytes) => bytes / 1e6;

function measure(run) {
  collect();
  const { heapUsed } = process.memoryUsage();
  return {
    'heap, MB': megabytes(heapUsed),
    'module, MB': megabytes(run.rows().buffer.byteLength),
    'process, MB': residentOf('self'),
    descriptors: descriptorsOf('self'),
  };
}

/** A run that comes and goes, with every verb, and requests that are refused. */
function visit(module) {
  const run = module.open(shortRun);
  run.probe();
  run.run(5, 1);
  run.evaluate('test');
  run.predict(new Float32Array(2 * 50));
  run.takeUp(run.observations().slice());
  run.restore(run.snapshot().slice());
  run.restore(new Uint8Array(100));
  run.diagnosis();
  module.check({ depth: 99, update: ['none'] });
  try {
    run.predict(null);
  } catch {
    // refused by name, which is what it is for
  }
  run.delete();
}

/** Trains for `steps` steps: {rows, steps, visits}. */
export async function soakNode(steps) {
  const { module } = await create();
  const run = module.open(longRun);
  run.select('*', '*');
  let visits = 0;
  const work = (until) => {
    while (!until()) {
      run.run(2000, 100);
      if (run.stepCount() % 20_000 === 0) {
        visit(module);
        visits++;
      }
    }
  };
  work(() => run.stepCount() >= steps / 10); // compilers and allocators have settled
  const from = measure(run);
  work(() => run.stepCount() >= steps);
  const rows = compare(from, measure(run));
  return { rows, steps: run.stepCount(), visits };
}
