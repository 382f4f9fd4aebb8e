// Builds the Python package, a wheel and an sdist, into build/python, and tests what the wheel holds. The
// single file goes into it from dist. Needs python3 with setuptools, wheel and traitlets; says so.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { delimiter } from 'node:path';
import { buildPage, prepare } from './build.mjs';
import { fail, inRoot, isMain, run } from './common.mjs';

const out = inRoot('build/python');
const source = `${out}/source`;
const unpacked = `${out}/unpacked`;

/** The first Python of the PATH that has what is needed. */
function findPython() {
  const needed = ['setuptools', 'wheel', 'traitlets'];
  const all = (process.env.PATH ?? '').split(delimiter).map((folder) => `${folder}/python3`);
  const fits = (path) => spawnSync(path, ['-c', `import ${needed.join(', ')}`]).status === 0;
  return (
    all.find(fits) ??
    fail(
      `python3 lacks one of ${needed.join(', ')}: apt-get install python3-setuptools python3-wheel python3-traitlets`,
    )
  );
}

/** The package with its script, apart from what is tracked. */
function gather() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  cpSync(inRoot('python'), source, { recursive: true });
  mkdirSync(`${source}/gradscope/static`, { recursive: true });
  for (const name of ['standalone.js', 'LICENSES.txt']) {
    copyFileSync(inRoot(`dist/${name}`), `${source}/gradscope/static/${name}`);
  }
  copyFileSync(inRoot('LICENSE'), `${source}/LICENSE`);
}

function build(python) {
  const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const project = readFileSync(`${source}/pyproject.toml`, 'utf8');
  if (!project.includes(`version = "${version}"`)) fail(`python/pyproject.toml is not ${version}.`);
  const make = `import setuptools.build_meta as b; b.build_wheel("${out}"); b.build_sdist("${out}")`;
  run(python, ['-c', make], { cwd: source, stdio: 'ignore' });
  for (const name of readdirSync(out).filter((file) => /\.(whl|gz)$/.test(file))) {
    console.log(`build/python/${name}: ${(statSync(`${out}/${name}`).size / 1000).toFixed(1)} kB`);
  }
}

/** Of the wheel, as it would be installed. */
function test(python) {
  const wheel = readdirSync(out).find((name) => name.endsWith('.whl'));
  run(python, ['-m', 'zipfile', '-e', `${out}/${wheel}`, unpacked]);
  const env = { ...process.env, PYTHONPATH: unpacked };
  run(python, [inRoot('python/tests/test_gradscope.py'), '-v'], { env, cwd: out });
}

/** Needs the built page; gives the Python that fits. */
export function buildPython() {
  const python = findPython();
  gather();
  build(python);
  test(python);
  return python;
}

if (isMain(import.meta.url)) {
  await prepare({ programs: true });
  buildPage();
  buildPython();
}
