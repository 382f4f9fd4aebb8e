// What all contenders start from: Gradscope's own initial parameters and data, and where the reference
// stands after a few steps. Written into build/bench, one file for each workload.
import { readFile, writeFile } from 'node:fs/promises';
import { inRoot } from '../../web/tools/common.mjs';
import { openSession, paramsOf } from './contenders/gradscope.mjs';
import { train } from './reference.mjs';
import { checkedSteps, samplesOf, workloads } from './workloads.mjs';

const root = new URL('../../', import.meta.url);

export const resources = {
  url: (path) => new URL(path, root).href,
  bytes: (path) => readFile(new URL(path, root)),
};

/**
 * The order in which Gradscope takes the samples in its first epoch. Each is recognised by what layer 0
 * makes of it, z = W x + b: no other sample comes as close.
 */
function orderOf({ batch, widths, ...workload }, session, inputs) {
  const samples = samplesOf({ batch, ...workload });
  const order = Array.from({ length: samples }, (_, s) => s);
  if (batch === samples) return order;
  const [features, width] = widths;
  const taken = [];
  while (taken.length < samples) {
    const [w, b] = ['W0', 'b0'].map((name) => session.values(name).slice());
    const z = order.map((s) =>
      Array.from(b, (start, o) => {
        let sum = start;
        for (let f = 0; f < features; f++) sum += w[o * features + f] * inputs[s * features + f];
        return sum;
      }),
    );
    session.run(1, 1);
    const seen = session.values('z0').slice();
    for (let row = 0; row < batch; row++) {
      const mine = seen.subarray(row * width, (row + 1) * width);
      const far = z.map((values) => Math.hypot(...values.map((v, o) => v - mine[o])));
      taken.push(far.indexOf(Math.min(...far)));
    }
  }
  if (new Set(taken).size !== samples) throw new Error('an epoch takes every sample once');
  return taken;
}

export async function writeStart(id) {
  const workload = workloads[id];
  const session = await openSession(resources, workload.config);
  const params = paramsOf(session, workload.widths.length - 1);
  const inputs = Float64Array.from(session.values('train.inputs'));
  const targets = Float64Array.from(session.values('train.answers'));
  const order = Float64Array.from(orderOf(workload, session, inputs));
  session.delete();
  const expected = train(workload, { params, inputs, targets, order }, checkedSteps);
  const all = Float64Array.from([...params, ...inputs, ...targets, ...order, ...expected]);
  await writeFile(inRoot(`build/bench/${id}.start`), all);
}
