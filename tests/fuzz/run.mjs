// `npm run fuzz`: throws inputs at what reads them, and says how many held. Builds the fuzz program
// first. The same seed every time, so the same inputs, as many as there is time for.
//
//   npm run fuzz                             each target for 20 s, two at a time
//   npm run fuzz -- --seconds 600 link       one target, longer
//   npm run fuzz -- link --input 2376…       one input again, in hexadecimal digits
//   ... --seed N                             other inputs
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { cmakeBuild } from '../../web/tools/build-module.mjs';
import { fail, inRoot } from '../../web/tools/common.mjs';
import { compare } from './agree.mjs';
import { seeds, targets } from './inputs.mjs';

const program = inRoot('build/sanitizers/tests/fuzz');
const folder = inRoot('build/fuzz');

const { values: options, positionals } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    input: { type: 'string' },
  },
  allowPositionals: true,
});
const chosen = positionals.length === 0 ? Object.keys(targets) : positionals;
for (const name of chosen) {
  if (!(name in targets)) fail(`There is no target "${name}": ${Object.keys(targets).join(', ')}`);
}

/** Runs the program to its end: {status, output}. */
function start(...args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: folder });
    const pieces = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => pieces.push(data));
    child.on('close', (status) => resolve({ status, output: Buffer.concat(pieces).toString() }));
  });
}

/** An empty folder. */
function fresh(path) {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  return path;
}

function report(output) {
  const number = (name) => Number(new RegExp(`stat::${name}:\\s+(\\d+)`).exec(output)?.[1] ?? 0);
  return { executions: number('number_of_executed_units'), peak: number('peak_rss_mb') };
}

/** What failed, and how to see it again. */
function explain(name, output, found) {
  console.log(output.split('\n').slice(-60).join('\n'));
  for (const file of readdirSync(found)) {
    const hex = readFileSync(`${found}/${file}`).toString('hex');
    console.log(`# again: npm run fuzz -- ${name} --input ${hex}`);
  }
}

/** One target for some seconds: whether all inputs held. */
async function fuzz(name) {
  const corpus = fresh(`${folder}/${name}`);
  const found = fresh(`${folder}/${name}-found`);
  (await seeds(name)).forEach((bytes, i) => {
    writeFileSync(`${corpus}/seed-${i}`, bytes);
  });
  const { status, output } = await start(
    `--target=${name}`,
    `-seed=${options.seed}`,
    `-max_total_time=${options.seconds}`,
    `-max_len=${targets[name]}`,
    `-artifact_prefix=${found}/`,
    '-len_control=0',
    '-dict=words',
    '-timeout=10',
    '-rss_limit_mb=1500',
    '-print_final_stats=1',
    '-verbosity=0',
    corpus,
  );
  const { executions, peak } = report(output);
  const ok = status === 0 && executions > 0;
  console.log(
    `${ok ? 'ok' : 'not ok'} ${name}: ${executions.toLocaleString('en')} inputs, ${peak} MB at most`,
  );
  if (!ok) explain(name, output, found);
  return ok;
}

/** Whether both readers of links agree, on those that fuzzing came to and on as many as is quick. */
async function agree() {
  const { links, accepted, differences } = await compare(program, `${folder}/link`, 20_000);
  const ok = differences.length === 0 && accepted > 1000;
  console.log(
    `${ok ? 'ok' : 'not ok'} agree: ${links.toLocaleString('en')} links, ${accepted.toLocaleString('en')} accepted, ${differences.length} read differently`,
  );
  for (const line of differences.slice(0, 20)) console.log(line);
  return ok;
}

/** Runs jobs, two at a time. */
async function inPairs(jobs) {
  const left = [...jobs];
  const results = [];
  const work = async () => {
    while (left.length > 0) results.push(await left.shift()());
  };
  await Promise.all([work(), work()]);
  return results;
}

async function again(name, hex) {
  const file = `${folder}/input`;
  writeFileSync(file, Buffer.from(hex, 'hex'));
  const { status, output } = await start(`--target=${name}`, file);
  console.log(output);
  process.exitCode = status === 0 ? 0 : 1;
}

async function main() {
  cmakeBuild('sanitizers', ['fuzz']);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/words`, (await start('--words')).output);
  if (options.input !== undefined) return again(chosen[0], options.input);
  const results = await inPairs(chosen.map((name) => () => fuzz(name)));
  if (chosen.includes('link')) results.push(await agree());
  const failed = results.filter((ok) => !ok).length;
  console.log(`# pass ${results.length - failed}\n# fail ${failed}`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main();
