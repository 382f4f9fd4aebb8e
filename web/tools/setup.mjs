// Finds what Gradscope is built with, and installs what is missing where apt-get may be used. Needs
// nothing but Node and npm.
//
//   node web/tools/setup.mjs              what `npm start` needs
//   node web/tools/setup.mjs --programs   what the command line needs as well
//   node web/tools/setup.mjs --test       what `npm test` needs: all there is
//   ... --check                           only says what is missing
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { fail, findProgram, inRoot, isMain, run } from './common.mjs';

const leastNode = '20.19';
const folders = ['/usr/include', '/usr/local/include', '/opt/homebrew/include'];

/** The version that a program prints, or null. */
async function versionOf(program, ...args) {
  const path = findProgram(program);
  if (path === null) return null;
  const { stdout } = await promisify(execFile)(path, args).catch(() => ({ stdout: '' }));
  return stdout.match(/\d+(\.\d+)+|^\d+$/m)?.[0] ?? '0';
}

const found = 'found';
const header = (...names) => {
  const paths = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return paths.some((path) => existsSync(path)) ? found : null;
};

async function chineseFont() {
  const { stdout } = await promisify(execFile)('fc-list', [':lang=zh', 'family']).catch(() => ({
    stdout: '',
  }));
  return stdout.trim() === '' ? null : found;
}

/** Whether a compiler of LLVM has the library of a sanitizer, under the name it has on Linux or macOS. */
async function runtimeOf(compiler, sanitizer) {
  const path = findProgram(compiler);
  if (path === null) return null;
  const { stdout } = await promisify(execFile)(path, ['-print-resource-dir']).catch(() => ({
    stdout: '',
  }));
  const library = new RegExp(`^libclang_rt\\.${sanitizer}(-\\w+)?(\\.a|_osx_dynamic\\.dylib)$`);
  const folder = join(stdout.trim(), 'lib');
  const names = stdout !== '' && existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
  return names.some((name) => library.test(basename(name))) ? found : null;
}

/** What is needed: how to find its version (null: missing), the least one, and where it comes from. */
const needed = [
  {
    name: 'CMake',
    version: () => versionOf('cmake', '--version'),
    least: '3.25',
    apt: 'cmake',
    brew: 'cmake',
  },
  {
    name: 'Ninja',
    version: () => versionOf('ninja', '--version'),
    apt: 'ninja-build',
    brew: 'ninja',
  },
  {
    name: 'Emscripten',
    version: () => versionOf('em++', '--version'),
    least: '3.1.6',
    apt: 'emscripten',
    brew: 'emscripten',
    more: 'or an emsdk on the PATH: https://emscripten.org/docs/getting_started/downloads.html',
  },
  {
    name: 'Eigen 3',
    version: () => header('eigen3/Eigen/Core', 'Eigen/Core'),
    apt: 'libeigen3-dev',
    brew: 'eigen',
  },
];

const neededForPrograms = [
  {
    name: 'g++',
    version: () => versionOf('g++', '-dumpfullversion'),
    least: '12',
    apt: 'g++',
    brew: 'gcc',
    more: 'on macOS g++ is clang and Homebrew calls it g++-NN: link that as g++ into a folder early on the PATH',
  },
  {
    name: 'nlohmann/json 3',
    version: () => header('nlohmann/json.hpp'),
    apt: 'nlohmann-json3-dev',
    brew: 'nlohmann-json',
  },
];

const neededForTests = [
  {
    name: 'Catch2 2 (catch2/catch.hpp)',
    version: () => header('catch2/catch.hpp'),
    get apt() {
      return header('catch2/catch_all.hpp') === null ? 'catch2' : undefined; // not where that is version 3
    },
    more: `version 3 does not do; its one header:
    sudo curl -fL --create-dirs -o /usr/local/include/catch2/catch.hpp https://github.com/catchorg/Catch2/releases/download/v2.13.10/catch.hpp`,
  },
  {
    name: 'clang++',
    version: () => versionOf('clang++', '--version'),
    least: '14',
    apt: 'clang',
    brew: 'llvm',
  },
  {
    name: "clang++'s sanitizers",
    version: () => runtimeOf('clang++', 'asan'),
    apt: 'libclang-rt-dev',
    brew: 'llvm',
  },
  {
    name: 'clang-format',
    version: () => versionOf('clang-format', '--version'),
    apt: 'clang-format',
    brew: 'clang-format',
  },
  {
    name: 'Chromium',
    version: () => (findProgram('chromium', 'chromium-browser', 'google-chrome') ? found : null),
    apt: 'chromium',
    brew: 'chromium',
  },
  {
    name: 'a Chinese font',
    version: chineseFont,
    apt: 'fonts-noto-cjk',
    more: 'any font with Chinese characters',
  },
];

/** Whether version a is at least b, number by number. */
function atLeast(a, b) {
  const [as, bs] = [a, b].map((version) => version.split('.').map(Number));
  for (let i = 0; i < bs.length; i++) {
    if ((as[i] ?? 0) !== bs[i]) return (as[i] ?? 0) > bs[i];
  }
  return true;
}

/** What is not there or too old, with what was found. */
async function missing({ programs, tests }) {
  const wanted = [
    ...needed,
    ...(programs || tests ? neededForPrograms : []),
    ...(tests ? neededForTests : []),
  ];
  const versions = await Promise.all(wanted.map((tool) => tool.version()));
  const bad = (tool, version) => version === null || (tool.least && !atLeast(version, tool.least));
  return wanted
    .map((tool, i) => ({ ...tool, version: versions[i] }))
    .filter((tool) => bad(tool, tool.version));
}

function explain(tools) {
  const lines = tools.map(({ name, least, version, more }) => {
    const what = least ? `${name} ${least} or newer` : name;
    const instead = version === null || version === found ? '' : ` (found ${version})`;
    return `  ${what}${instead}${more ? `; ${more}` : ''}`;
  });
  const install = (command, key) => {
    const packages = tools.map((tool) => tool[key]).filter(Boolean);
    return packages.length === 0 ? [] : [`  ${command} ${packages.join(' ')}`];
  };
  const ways = [...install('sudo apt-get install', 'apt'), ...install('brew install', 'brew')];
  if (ways.length > 0) ways.unshift('Install with one of:');
  return ['Missing:', ...lines, ...ways].join('\n');
}

/** How to run apt-get here without being asked for a password, or null. */
function aptCommand() {
  if (findProgram('apt-get') === null) return null;
  if (process.getuid?.() === 0) return ['apt-get'];
  const sudo = findProgram('sudo') && spawnSync('sudo', ['-n', 'true']).status === 0;
  return sudo ? ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'] : null;
}

/** Tries; whether it worked is seen by looking for the tools again. */
function install([command, ...args], tools) {
  const packages = tools.map((tool) => tool.apt).filter(Boolean);
  if (packages.length === 0) return;
  console.log(`setup: installing ${packages.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...rest) => spawnSync(command, [...args, ...rest], { stdio: 'inherit', env });
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
}

const installed = 'node_modules/.package-lock.json';

function packagesAreStale() {
  const time = (path) => statSync(inRoot(path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return time(installed) < time('package-lock.json');
}

/** Makes everything ready, or ends the script with a list of what to do. */
export async function setup({ programs = false, tests = false, checkOnly = false } = {}) {
  if (!atLeast(process.versions.node, leastNode)) {
    fail(`Node ${leastNode} or newer is needed; this is ${process.versions.node}.`);
  }
  let tools = await missing({ programs, tests });
  const apt = tools.length > 0 && !checkOnly ? aptCommand() : null;
  if (apt !== null) {
    install(apt, tools);
    tools = await missing({ programs, tests });
  }
  if (tools.length > 0) fail(explain(tools));
  if (!packagesAreStale()) return;
  if (checkOnly) fail('node_modules is missing or out of date: run `npm ci`.');
  console.log('setup: npm ci');
  const env = { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' };
  run('npm', ['ci', '--no-audit', '--no-fund'], { env });
}

if (isMain(import.meta.url)) {
  const began = performance.now();
  const has = (flag) => process.argv.includes(flag);
  await setup({
    programs: has('--programs'),
    tests: has('--test'),
    checkOnly: has('--check'),
  });
  console.log(`setup: everything is there (${Math.round(performance.now() - began)} ms)`);
}
