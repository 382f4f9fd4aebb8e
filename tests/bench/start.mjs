// What all contenders start from: Gradscope's own initial parameters and data, and where the reference
// stands after a few steps. Written into build/bench, one file for each workload.
import { readFile, writeFile } from 'node:fs/promises';
import { inRoot } from '../../web/tools/common.mjs';
import { openSession, paramsOf } from './contenders/gradscope.mjs';
import { train } from './reference.mjs';
import { checkedSteps, workloads } from './workloads.mjs';

const root = new URL('../../', import.meta.url);

export const resources = {
  url: (path) => new URL(path, root).href,
  bytes: (path) => readFile(new URL(path, root)),
};

export async function writeStart(id) {
  const workload = workloads[id];
  const session = await openSession(resources, workload.config);
  const params = paramsOf(session, workload.widths.length - 1);
  const inputs = Float64Array.from(session.values('train.inputs'));
  const targets = Float64Array.from(session.values('train.answers'));
  session.delete();
  const expected = train(workload, { params, inputs, targets }, checkedSteps);
  const all = Float64Array.from([...params, ...inputs, ...targets, ...expected]);
  await writeFile(inRoot(`build/bench/${id}.start`), all);
}
