// `npm run bench`: Gradscope, its peers and the bound, in headless Chromium and in Node, in one go.
//
//   --rounds N        rounds (11)        --slice S   seconds of processor time in a round (0.1)
//   --warm S          warm-up of each contender at each workload, in seconds (1)
//   --only a,b        contenders         --workloads W1,W2
//   --hosts a,b       chromium, node     --no-build  takes the module as it lies in build/module
//   --blas FOLDER     where the libblas.so.3 for PyTorch is, if not where the system has it
//   --dry             writes into build/bench instead of this folder
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { inRoot } from '../../web/tools/common.mjs';
import { peerVersions, surroundings } from './machine.mjs';
import { measureRounds, warmUp } from './measure.mjs';
import { prepare } from './prepare.mjs';
import { failures, goals, toMarkdown } from './report.mjs';
import { can, workloads } from './workloads.mjs';

const all = ['gradscope', 'bound', 'plain', 'tfjs-wasm', 'tfjs-cpu', 'jax-js', 'convnetjs'];

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '11' },
    slice: { type: 'string', default: '0.1' },
    warm: { type: 'string', default: '1' },
    only: { type: 'string', default: [...all, 'pytorch'].join() },
    workloads: { type: 'string', default: Object.keys(workloads).join() },
    hosts: { type: 'string', default: 'chromium,node' },
    'no-build': { type: 'boolean', default: false },
    blas: { type: 'string', default: '' },
    dry: { type: 'boolean', default: false },
  },
});
const ids = options.workloads.split(',');
const only = options.only.split(',');
const names = all.filter((name) => only.includes(name));

async function startHosts() {
  const { startChromium } = await import('./hosts/chromium.mjs');
  const { startNode } = await import('./hosts/node.mjs');
  const { startNative } = await import('./hosts/native.mjs');
  const hosts = [];
  for (const host of options.hosts.split(',')) {
    hosts.push(await { chromium: startChromium, node: startNode }[host](names));
  }
  const native = only.includes('pytorch') ? await startNative({ blas: options.blas }) : null;
  if (native === null) return hosts;
  await native.describe(workloads, inRoot('build/bench'));
  return [...hosts, native];
}

/**
 * Workloads that are measured together, in processes of their own: what V8 has learnt from one would
 * slow the others. W2 and W2g are to be compared with each other, and are the same but for the norms.
 */
const groups = [['W1'], ['W2', 'W2g'], ['W3'], ['W4'], ['W5']]
  .map((group) => group.filter((id) => ids.includes(id)))
  .filter((group) => group.length > 0);

/** One contender at one workload in one host; contenders of a workload follow each other closely. */
function cellsOf(hosts, group) {
  return group.flatMap((workload) =>
    hosts.flatMap((host) =>
      [...host.contenders]
        .filter(([name]) => can(name, workloads[workload]))
        .map(([name, contender]) => ({ host: host.name, name, workload, contender })),
    ),
  );
}

/** Measures a group; gives the cells and what the hosts say of themselves. */
async function measureGroup(group) {
  const hosts = await startHosts();
  const cells = cellsOf(hosts, group);
  for (const cell of cells) {
    const warm = Number(options.warm) * (cell.name === 'jax-js' ? 2 : 1);
    await warmUp(cell, { warm, slice: Number(options.slice) });
  }
  await measureRounds(cells, Number(options.rounds));
  for (const host of hosts) await host.close();
  return { cells, versions: hosts.map(({ version }) => version) };
}

async function main() {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(0)} s`;
  await prepare(ids, { build: !options['no-build'] });
  const where = surroundings();
  const measured = [];
  for (const group of groups) {
    console.log(`bench: ${group.join(' and ')} (${seconds()})`);
    measured.push(await measureGroup(group));
  }
  console.log(`bench: done (${seconds()})`);
  const cells = measured.flatMap((group) => group.cells);
  const results = {
    ...where,
    versions: [...measured[0].versions, ...where.versions, ...peerVersions()],
    rounds: Number(options.rounds),
    goals: goals(cells),
    cells: cells.map(({ contender, steps, chunk, ...cell }) => cell),
  };
  const folder = inRoot(options.dry ? 'build/bench' : 'tests/bench');
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/results.json`, `${JSON.stringify(results, null, 1)}\n`);
  writeFileSync(`${folder}/RESULTS.md`, toMarkdown(results));
  console.log(`\n${toMarkdown(results)}`);
  const wrong = failures(cells);
  for (const line of wrong) console.error(`WRONG: ${line}`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

await main();
