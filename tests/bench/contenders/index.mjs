// The contenders that run in JavaScript, under their names; and what one of them is asked to do.
import { meanLoss, relativeError } from '../reference.mjs';
import { checkedSteps, readStart, workloads } from '../workloads.mjs';
import * as bound from './bound.mjs';
import * as convnet from './convnet.mjs';
import * as gradscope from './gradscope.mjs';
import * as jax from './jax.mjs';
import * as plain from './plain.mjs';
import * as tensorflow from './tensorflow.mjs';

const contenders = {
  gradscope: gradscope.create,
  bound: bound.create,
  plain: plain.create,
  'tfjs-wasm': (...args) => tensorflow.create(...args, 'wasm'),
  'tfjs-cpu': (...args) => tensorflow.create(...args, 'cpu'),
  'jax-js': jax.create,
  convnetjs: convnet.create,
};

/** A contender at all workloads; `resources` finds files of the repository. */
export function makeDriver(name, resources) {
  const open = new Map();

  return {
    /** Makes a workload ready and checks the first steps. */
    async open(id) {
      const workload = workloads[id];
      const numbers = new Float64Array(await resources.bytes(`build/bench/${id}.start`));
      const start = readStart(workload, numbers);
      const trained = await contenders[name](resources, workload, start);
      await trained.run(checkedSteps);
      open.set(id, { workload, start, trained });
      return {
        error: relativeError(start, await trained.params()),
        norms: workload.norms ? await trained.norms() : undefined,
      };
    },
    /** Trains on; `chunk` steps a call, so that no call lasts long. */
    async run(id, steps, chunk) {
      const { trained } = open.get(id);
      for (let left = steps; left > 0; left -= chunk) {
        const pending = trained.run(Math.min(chunk, left));
        if (pending !== undefined) await pending;
      }
    },
    /** The loss at the start and now. */
    async losses(id) {
      const { workload, start, trained } = open.get(id);
      return [start.params, await trained.params()].map((p) => meanLoss(workload, p, start));
    },
  };
}
