// Makes everything that the benchmark runs: the peers, Gradscope's module, the bound's module, one
// bundle for pages and one for Node, and what all start from.
import { cpSync, existsSync, statSync } from 'node:fs';
import { delimiter } from 'node:path';
import { buildModule } from '../../web/tools/build-module.mjs';
import { inRoot, run } from '../../web/tools/common.mjs';

const here = 'tests/bench';

/** `npm ci` in this folder, unless what is there is as new as the lock file. */
function installPeers() {
  const time = (path) => statSync(inRoot(path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const installed = time(`${here}/node_modules/.package-lock.json`);
  if (installed >= time(`${here}/package-lock.json`)) return;
  run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: inRoot(here) });
}

/** A copy of the module as it is now: a build meanwhile does not change what is measured. */
export function copyModule() {
  cpSync(inRoot('build/module'), inRoot('build/bench/module'), {
    recursive: true,
    preserveTimestamps: true,
  });
}

const exported = ['open_net', 'add_layer', 'exchange', 'set_batch', 'set_params', 'get_params'];

function buildBound() {
  const to = inRoot('build/bench/bound.wasm');
  const sources = ['step.cpp', 'tiles.hpp'].map((file) => inRoot(`${here}/bound/${file}`));
  const time = (path) => statSync(path).mtimeMs;
  if (existsSync(to) && sources.every((source) => time(source) < time(to))) return;
  const names = [...exported, 'norms_of_layers', 'train'].map((name) => `_${name}`);
  const env = {
    ...process.env,
    NODE_PATH: [process.env.NODE_PATH, '/usr/share/nodejs'].filter(Boolean).join(delimiter),
  };
  run(
    'em++',
    [
      ...['-std=c++20', '-O3', '-msimd128', '-fno-exceptions', '-fno-rtti', '-Wall', '-Wextra'],
      `-I${inRoot('.')}`,
      ...['-sSTANDALONE_WASM', '--no-entry', `-sEXPORTED_FUNCTIONS=${names}`],
      ...['-sTOTAL_STACK=64KB', '-sINITIAL_MEMORY=16MB', sources[0], '-o', to],
    ],
    { env },
  );
}

/** TensorFlow.js asks for Node's own modules in the old way. */
const requireForNode = [
  "import { createRequire } from 'node:module';",
  "import { dirname as folderOf } from 'node:path';",
  "import { fileURLToPath as pathOf } from 'node:url';",
  'const require = createRequire(import.meta.url);',
  'const __filename = pathOf(import.meta.url);',
  'const __dirname = folderOf(__filename);',
].join('\n');

async function bundle() {
  const { build } = await import('esbuild');
  const hosts = [
    ['page', 'browser', ''],
    ['child', 'node', requireForNode],
  ];
  for (const [name, platform, js] of hosts) {
    await build({
      entryPoints: [inRoot(`${here}/hosts/${name}.mjs`)],
      outfile: inRoot(`build/bench/${name}.mjs`),
      bundle: true,
      format: 'esm',
      target: 'es2022',
      platform,
      mainFields: ['module', 'main'],
      banner: { js },
      logLevel: 'warning',
    });
  }
}

/** `build: false` takes Gradscope's module as it lies in build/module. */
export async function prepare(ids, { build = true } = {}) {
  installPeers();
  if (build) buildModule();
  copyModule();
  buildBound();
  await bundle();
  const { writeStart } = await import('./start.mjs');
  for (const id of ids) await writeStart(id);
}
