// Every suite of tests there is, in the order in which `npm test` runs them. Knows what each one runs
// and what it stands on; how results are shown is runner.mjs.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { builds } from './build.mjs';
import { filesIn, inRoot, npmProgram } from './common.mjs';
import { countCatch, countNodeTests, countPlaywright, countVitest } from './count.mjs';
import { execute } from './runner.mjs';

export const reports = inRoot('build/reports');

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

/** A script that ends like Node's own runner, with "# pass 5" and "# fail 0". */
async function counting(path, ...args) {
  const { ok, output } = await execute(process.execPath, [inRoot(path), ...args]);
  return { ok, ...countNodeTests(output) };
}

/** What a test needs that is a program of the command line. */
async function withProgram(suite) {
  const built = await build('native', 'gradscope');
  return built.ok ? suite() : check(built);
}

async function buildPage() {
  for (const build of builds) {
    const { ok } = await execute(npmProgram('vite'), build);
    if (!ok) return check({ ok });
  }
  return check({ ok: true });
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

/**
 * Each suite: its short name, what it is about, the suites it stands on (they run first), whether
 * `npm run check` runs it, and how it runs: a promise of {ok, passed, failed}.
 */
export const suites = [
  {
    name: 'form',
    about: 'form of the sources',
    quick: true,
    run: async () => check(await tool('lint')),
  },
  {
    name: 'types',
    about: 'types',
    quick: true,
    run: async () => check(await execute(npmProgram('tsc'), ['--noEmit'])),
  },
  {
    name: 'arrows',
    about: 'arrows between rooms, circles of files',
    quick: true,
    run: () => nodeTests('tests/architecture'),
  },
  { name: 'scripts', about: 'scripts', run: () => nodeTests('tests/tools') },
  { name: 'native', about: 'engine, g++', run: () => ctest('native') },
  {
    name: 'catalog',
    about: 'catalogue',
    run: () => withProgram(async () => check(await tool('catalog', '--check'))),
  },
  { name: 'cli', about: 'command line', run: () => withProgram(() => nodeTests('tests/cli')) },
  {
    name: 'sanitizers',
    about: 'engine, clang++ with sanitizers',
    run: () => ctest('sanitizers'),
  },
  {
    name: 'fuzz',
    about: 'any bytes, by libFuzzer',
    run: () => counting('tests/fuzz/run.mjs', '--seconds', '5'),
  },
  { name: 'wasm', about: 'engine, WebAssembly in Node', run: () => ctest('wasm') },
  {
    name: 'module',
    about: 'module for the page',
    run: async () => check(await tool('build-module')),
  },
  {
    name: 'faults',
    about: 'allocations that fail',
    needs: ['module'],
    run: () => counting('tests/faults/run.mjs'),
  },
  {
    name: 'vitest',
    about: 'page, in Node',
    needs: ['module'],
    quick: true,
    run: () => reporting('vitest', vitestArguments, 'vitest.json', countVitest),
  },
  {
    name: 'build',
    about: 'build of the page',
    needs: ['module'],
    run: buildPage,
  },
  {
    name: 'sizes',
    about: 'sizes',
    needs: ['build'],
    run: async () => check(await tool('sizes')),
  },
  {
    name: 'page',
    about: 'page, in Chromium',
    needs: ['build'],
    run: () => reporting('playwright', ['test'], 'playwright.json', countPlaywright),
  },
  {
    name: 'hosts',
    about: 'recipes for pages of others, the quick half',
    needs: ['build'],
    run: () => counting('tests/hosts/run.mjs', '--quick'),
  },
];

/** These suites and what they stand on, in the order of the list. Throws at a name that is unknown. */
export function chosen(names, from = suites) {
  const byName = new Map(from.map((suite) => [suite.name, suite]));
  const wanted = new Set();
  const add = (name) => {
    const suite = byName.get(name);
    if (suite === undefined) throw new Error(`There is no suite "${name}".\n${listOf(from)}`);
    for (const needed of suite.needs ?? []) add(needed);
    wanted.add(suite);
  };
  for (const name of names) add(name);
  return from.filter((suite) => wanted.has(suite));
}

/** The names with what they are about, for people. */
export function listOf(from = suites) {
  const width = Math.max(...from.map(({ name }) => name.length));
  return from.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`).join('\n');
}
