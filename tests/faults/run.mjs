// `npm run faults`: lets allocations fail, natively and in the module, and says how many were tried and
// what came of them. Every one must end in a named error, with nothing lost and the next run as good as
// ever.
//
//   npm run faults               a share of them: about half a minute
//   npm run faults -- --all      every one
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { buildModule, cmakeBuild } from '../../web/tools/build-module.mjs';
import { inRoot } from '../../web/tools/common.mjs';

const all = process.argv.includes('--all');
const every = all ? 1 : 11;
const run = promisify(execFile);

/** What a program prints, a value of JSON in each line. */
async function answers(program, args) {
  const { stdout } = await run(program, args);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const node = (flags, path, ...args) => answers(process.execPath, [...flags, inRoot(path), ...args]);

const sum = (list, key) => list.reduce((total, entry) => total + entry[key], 0);
const told = (counts) =>
  Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
const only = (outcomes, ...allowed) =>
  Object.keys(outcomes).every((outcome) => allowed.includes(outcome));

/** Natively: bad_alloc, nothing lost, the same bits afterwards. The program aborts where that fails. */
async function native() {
  const runs = await answers(inRoot('build/sanitizers/tests/faults'), [String(every)]);
  const [failed, interrupted] = [sum(runs, 'failed'), sum(runs, 'interrupted')];
  return {
    ok: failed > 50 && interrupted > 20,
    text: `${failed} of ${sum(runs, 'allocations')} allocations of ${runs.length} lives failed, ${interrupted} amid a run that went on`,
  };
}

/** In the shipped module, by a counter put in front of its malloc. */
async function allocations(precision, way) {
  const path = 'tests/faults/module-allocations.mjs';
  const [result] = await node([], path, precision, way, String(every));
  const { outcomes, same, allocations: count } = result;
  const allowed = way === 'trap' ? ['lost'] : ['lost', 'fine'];
  return {
    ok: same && only(outcomes, ...allowed) && outcomes.lost > 10,
    text: `of ${count} allocations: ${told(outcomes)}`,
  };
}

/** With a limit of memory for everything in a process of Node. */
async function pages(count) {
  const path = 'tests/web/engine/little-memory.mjs';
  const size = all ? ['all'] : [];
  const [{ outcomes }] = await node(
    [`--wasm-max-mem-pages=${count}`],
    path,
    '0',
    'float32',
    ...size,
  );
  return { ok: only(outcomes, 'lost', 'fine'), text: `sizes of run: ${told(outcomes)}` };
}

const limits = all ? [64, 96, 128, 192, 256, 384, 512, 768, 1024] : [96, 128, 512];

const attacks = [
  ['native', native],
  ...['float32', 'float64'].flatMap((precision) =>
    ['trap', 'null'].map((way) => [
      `module ${precision}, malloc ${way === 'trap' ? 'traps' : 'gives null'}`,
      () => allocations(precision, way),
    ]),
  ),
  ...limits.map((count) => [`module in ${count} pages`, () => pages(count)]),
];

cmakeBuild('sanitizers', ['faults']);
await buildModule();
let failed = 0;
for (const [name, attack] of attacks) {
  const { ok, text } = await attack().catch((error) => ({
    ok: false,
    text: String(error.stderr ?? error),
  }));
  console.log(`${ok ? 'ok' : 'not ok'} ${name}: ${text}`);
  if (!ok) failed++;
}
console.log(`# pass ${attacks.length - failed}\n# fail ${failed}`);
process.exitCode = failed === 0 ? 0 : 1;
