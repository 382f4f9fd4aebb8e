// `npm test`: every suite there is, from a fresh clone. Goes on after a failure, then says how many
// tests passed and failed. A suite that runs no test has failed.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { filesIn, inRoot, npmProgram, root } from './common.mjs';
import { countCatch, countNodeTests, countPlaywright, countVitest } from './count.mjs';

const reports = inRoot('build/reports');

/** Runs a command and gives {ok, output}. Shows the output, or with `quiet` only that of a failure. */
function execute(command, args, { quiet = false } = {}) {
  console.log(`$ ${[command, ...args].join(' ').replaceAll(`${root}/`, '')}`);
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, FORCE_COLOR: '0' } });
    const pieces = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        pieces.push(data);
        if (!quiet) process.stdout.write(data);
      });
    }
    const finish = (ok) => {
      const output = Buffer.concat(pieces).toString();
      if (quiet && !ok) process.stdout.write(output);
      resolve({ ok, output });
    };
    child.on('error', (error) => {
      pieces.push(Buffer.from(`${command}: ${error.message}\n`));
      finish(false);
    });
    child.on('close', (code) => finish(code === 0));
  });
}

const tool = (name, ...args) =>
  execute(process.execPath, [inRoot(`web/tools/${name}.mjs`), ...args]);

/** A command that is one check by itself. */
const check = (result) => ({ ok: result.ok, passed: result.ok ? 1 : 0, failed: result.ok ? 0 : 1 });

async function build(preset, ...targets) {
  if (!existsSync(inRoot(`build/${preset}/build.ninja`))) {
    const configured = await execute('cmake', ['--preset', preset], { quiet: true });
    if (!configured.ok) return configured;
  }
  const chosen = targets.length === 0 ? [] : ['--target', ...targets];
  return execute('cmake', ['--build', '--preset', preset, ...chosen], { quiet: true });
}

async function ctest(preset) {
  const built = await build(preset);
  if (!built.ok) return check(built);
  const jobs = ['--parallel', String(availableParallelism())];
  const { ok, output } = await execute('ctest', ['--preset', preset, '--verbose', ...jobs]);
  return { ok, ...countCatch(output) };
}

/** Every *.test.mjs below a folder, in Node's own runner. */
async function nodeTests(folder) {
  const files = existsSync(inRoot(folder)) ? filesIn(folder, '.test.mjs') : [];
  if (files.length === 0) return { ok: false, passed: 0, failed: 0 };
  const { ok, output } = await execute(process.execPath, [
    '--test',
    '--test-reporter=tap',
    ...files,
  ]);
  return { ok, ...countNodeTests(output) };
}

/** A runner of npm that also writes a report in JSON. */
async function reporting(program, args, file, count) {
  const path = `${reports}/${file}`;
  rmSync(path, { force: true });
  const { ok } = await execute(npmProgram(program), args);
  const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
  return {
    ok: ok && report !== null,
    ...(report === null ? { passed: 0, failed: 0 } : count(report)),
  };
}

const vitestArguments = [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${reports}/vitest.json`,
];

const suites = [
  ['form of the sources', async () => check(await tool('lint'))],
  ['types', async () => check(await execute(npmProgram('tsc'), ['--noEmit']))],
  ['arrows between rooms', () => nodeTests('tests/architecture')],
  ['scripts', () => nodeTests('tests/tools')],
  ['engine, g++', () => ctest('native')],
  ['catalogue', async () => check(await tool('catalog', '--check'))],
  ['command line', () => nodeTests('tests/cli')],
  ['engine, clang++', () => ctest('clang')],
  ['engine, WebAssembly in Node', () => ctest('wasm')],
  ['module for the page', async () => check(await tool('build-module'))],
  ['page, in Node', () => reporting('vitest', vitestArguments, 'vitest.json', countVitest)],
  ['build of the page', async () => check(await execute(npmProgram('vite'), ['build']))],
  ['sizes', async () => check(await tool('sizes'))],
  [
    'page, in Chromium',
    () => reporting('playwright', ['test'], 'playwright.json', countPlaywright),
  ],
];

async function runSuite([name, suite]) {
  console.log(`\n== ${name}`);
  const began = performance.now();
  const { ok, passed, failed } = await suite().catch((error) => {
    console.log(error);
    return { ok: false, passed: 0, failed: 0 };
  });
  const seconds = (performance.now() - began) / 1000;
  const none = passed + failed === 0;
  if (none) console.log('This suite ran no test.');
  // A runner that fails without naming a test has failed nevertheless.
  return { name, seconds, passed, failed: failed === 0 && (!ok || none) ? 1 : failed };
}

function summary(results) {
  const width = Math.max(...results.map(({ name }) => name.length));
  const line = ({ name, seconds, passed, failed }) =>
    `${name.padEnd(width)}  ${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s`;
  return results.map(line).join('\n');
}

/** A suite that could not even start has failed. */
const notStarted = ([name]) => ({ name, seconds: 0, passed: 0, failed: 1 });

mkdirSync(reports, { recursive: true });
const ready = await tool('setup', '--test');
const results = [];
for (const suite of suites) results.push(ready.ok ? await runSuite(suite) : notStarted(suite));
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log(`\n${summary(results)}\n`);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
