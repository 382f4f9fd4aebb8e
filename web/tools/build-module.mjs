// Builds the engine as WebAssembly and puts what a page needs into build/module: for each module a
// .wasm file with Emscripten's loader, and gradscope.mjs, which chooses. Rebuilds only what changed.
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { fail, inRoot, isMain, run } from './common.mjs';

const precisions = ['float32', 'float64'];

/** With SIMD, and without for old browsers: the names of targets and of files. */
const modules = precisions.flatMap((precision) => [
  { target: `module_${precision}`, name: `gradscope-${precision}` },
  { target: `module_scalar_${precision}`, name: `gradscope-${precision}-scalar` },
]);

/** What goes to build/module as it is. */
const plain = [
  'web/src/engine/gradscope.mjs',
  'web/src/engine/guard.mjs',
  'engine/data/digits.txt',
];

/** Configures a preset if that has not been done, and builds its targets, all if none are named. */
export function cmakeBuild(preset, targets = []) {
  if (!existsSync(inRoot(`build/${preset}/build.ninja`))) run('cmake', ['--preset', preset]);
  const chosen = targets.length === 0 ? [] : ['--target', ...targets];
  run('cmake', ['--build', '--preset', preset, ...chosen]);
}

function copyIfChanged(from, name) {
  const to = inRoot(`build/module/${name}`);
  const time = (file) => statSync(file).mtimeMs;
  if (!existsSync(to) || time(to) < time(from)) copyFileSync(from, to);
}

/** Fails unless every module has the settings of the committed catalogue. */
async function checkModules() {
  const { create } = await import(pathToFileURL(inRoot('build/module/gradscope.mjs')).href);
  const catalog = readFileSync(inRoot('web/src/config/catalog.ts'), 'utf8');
  const expected = /export const schema = "(\w+)"/.exec(catalog)?.[1];
  for (const precision of precisions) {
    for (const simd of [true, false]) {
      const { name, module } = await create(precision, { simd });
      if (module.schema() === expected) continue;
      fail(
        `The module ${name} has other settings (${module.schema()}) than web/src/config/catalog.ts ` +
          `(${expected}).\nRun \`npm run catalog\` and commit the file.`,
      );
    }
  }
}

/** Builds all modules. */
export async function buildModule() {
  mkdirSync(inRoot('build/module'), { recursive: true });
  cmakeBuild(
    'wasm',
    modules.map(({ target }) => target),
  );
  for (const { name } of modules) {
    for (const extension of ['mjs', 'wasm']) {
      copyIfChanged(inRoot(`build/wasm/${name}.${extension}`), `${name}.${extension}`);
    }
  }
  for (const path of plain) copyIfChanged(inRoot(path), path.split('/').at(-1));
  await checkModules();
}

if (isMain(import.meta.url)) await buildModule();
