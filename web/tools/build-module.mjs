// Builds the engine as WebAssembly and puts what a page needs into build/module: a loader and a .wasm
// file for each module. Rebuilds only what changed.
import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { inRoot, isMain, run } from './common.mjs';

/** preset, CMake target, file it writes, name in build/module */
const modules = [
  ['wasm', 'module_float32', 'gradscope-float32', 'gradscope-float32'],
  ['wasm', 'module_float64', 'gradscope-float64', 'gradscope-float64'],
  ['wasm-scalar', 'module_float32', 'gradscope-float32', 'gradscope-float32-scalar'],
];

/** Configures a preset if that has not been done, and builds its targets, all if none are named. */
export function cmakeBuild(preset, targets = []) {
  if (!existsSync(inRoot(`build/${preset}/build.ninja`))) run('cmake', ['--preset', preset]);
  const chosen = targets.length === 0 ? [] : ['--target', ...targets];
  run('cmake', ['--build', '--preset', preset, ...chosen]);
}

function copyIfChanged(from, to) {
  const time = (file) => statSync(file).mtimeMs;
  if (!existsSync(to) || time(to) < time(from)) copyFileSync(from, to);
}

/** Builds all modules. */
export function buildModule() {
  for (const preset of new Set(modules.map(([name]) => name))) {
    const targets = modules.filter(([name]) => name === preset).map(([, target]) => target);
    cmakeBuild(preset, targets);
  }
  mkdirSync(inRoot('build/module'), { recursive: true });
  for (const [preset, , file, name] of modules) {
    for (const extension of ['mjs', 'wasm']) {
      copyIfChanged(
        inRoot(`build/${preset}/${file}.${extension}`),
        inRoot(`build/module/${name}.${extension}`),
      );
    }
  }
}

if (isMain(import.meta.url)) buildModule();
