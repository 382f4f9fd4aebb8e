// Do the tests notice mistakes? Breaks one line of the engine at a time, in a copy of the tree, and runs
// the float64 tests that ought to see it: node tests/golden/mutations.mjs [golden|diagnosis]. For the
// lines of `golden` the recorded data are replayed; for those of `diagnosis`, which are its thresholds,
// the tests of its rules and of LSUV run.
//
// All mutations are compiled into one program and an environment variable picks one, so that ten of
// them cost one build. Fails if a mutation is not caught, or if the program fails without one.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, inRoot } from '../../web/tools/common.mjs';
import { diagnosis, golden } from './mutants.mjs';

/** For each set: its lines, the program that has to notice, and which of its cases run. */
const sets = {
  golden: { mutations: golden, program: 'golden_tests_float64', args: [] },
  diagnosis: {
    mutations: diagnosis,
    program: 'engine_tests_float64',
    args: ['judge:*,diagnosis:*,LSUV:*', '--abort'],
  },
};
/** The files of tests that are compiled: all of the engine’s would take minutes. */
const cases = /(golden|judge|diagnosis|diagnostician|lsuv)_test\.cpp$/;

const variable = 'GRADSCOPE_MUTATION';
const header = `#pragma once
#include <cstdlib>
inline bool mutated(int number) {
  static const char* chosen = std::getenv("${variable}");
  return chosen != nullptr && std::atoi(chosen) == number;
}
`;

/** Copies what the suites are built from, and writes every mutation into it. */
function copyAndMutate(folder, mutations) {
  const parts = [
    'CMakeLists.txt',
    'cmake',
    'engine',
    'tests/CMakeLists.txt',
    'tests/catch_main.cpp',
  ];
  mkdirSync(join(folder, 'tests'));
  for (const part of [...parts, 'tests/engine', 'tests/golden', 'tests/grid']) {
    const filter = (path) => !path.endsWith('_test.cpp') || cases.test(path);
    cpSync(inRoot(part), join(folder, part), { recursive: true, filter });
  }
  const include = '#include "mutated.hpp"\n';
  writeFileSync(join(folder, 'mutated.hpp'), header);
  for (const [i, { what, file, inside, before, from, to }] of mutations.entries()) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    const start = text.indexOf(inside);
    const at = text.indexOf(before + from, start);
    if (start < 0 || at < 0) fail(`${what}: the line is not in ${file} any more`);
    const begin = at + before.length;
    const choice = `(mutated(${i + 1}) ? ${to} : (${from}))`;
    const mutant = text.slice(0, begin) + choice + text.slice(begin + from.length);
    writeFileSync(path, mutant.startsWith(include) ? mutant : include + mutant);
  }
}

function execute(command, args, env = {}) {
  const options = { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, ...env } };
  const result = spawnSync(command, args, options);
  if (result.error) fail(`${command}: ${result.error.message}`);
  return result;
}

function build(folder, program) {
  const target = join(folder, 'build');
  const jobs = String(availableParallelism());
  for (const args of [
    ['-S', folder, '-B', target, '-G', 'Ninja'],
    ['--build', target, '--parallel', jobs, '--target', program],
  ]) {
    const { status, stdout, stderr } = execute('cmake', args);
    if (status !== 0) fail(stdout + stderr);
  }
  return join(target, 'tests', program);
}

/** What failed: how many cases of each recorded file, networks together; or the test. */
function failures(output) {
  const [, test] = /^-{20,}\n(.+)\n/m.exec(output) ?? [];
  if (test) return test;
  const counts = new Map();
  for (const [, file, cases, passed] of output.matchAll(
    /^(\S+)\.json +(\d+) cases +(\d+) passed/gm,
  )) {
    const kind = file.startsWith('networks/') ? 'networks' : file;
    const failed = Number(cases) - Number(passed);
    if (failed > 0) counts.set(kind, (counts.get(kind) ?? 0) + failed);
  }
  return [...counts].map(([kind, count]) => `${kind} ${count}`).join(', ');
}

/** Prints what notices each mutation of a set; returns how many nothing does. */
function run({ mutations, program, args }) {
  const folder = mkdtempSync(join(tmpdir(), 'gradscope-mutations-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  copyAndMutate(folder, mutations);
  const built = build(folder, program);
  const unbroken = execute(built, args, { [variable]: '' });
  if (unbroken.status !== 0) fail(`fails without a mutation:\n${unbroken.stdout}`);
  console.log('mutation'.padEnd(72), 'what fails');
  let missed = 0;
  for (const [i, { what }] of mutations.entries()) {
    const { status, stdout } = execute(built, args, { [variable]: String(i + 1) });
    const caught = status !== 0;
    missed += caught ? 0 : 1;
    console.log(what.padEnd(72), caught ? failures(stdout) || 'the program itself' : 'NOT CAUGHT');
  }
  console.log(`${mutations.length - missed} of ${mutations.length} caught`);
  return missed;
}

const named = process.argv.slice(2);
for (const name of named) if (!(name in sets)) fail(`no mutations of ${name}`);
const chosen = named.length > 0 ? named : Object.keys(sets);
const missed = chosen.map((name) => run(sets[name]));
if (missed.some((count) => count > 0)) process.exitCode = 1;
