// Builds the npm package into build/package and packs it as build/gradscope-VERSION.tgz; it is published by
// nobody from here. What is in it, and nothing else, stands in this file.
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { buildPage, prepare } from './build.mjs';
import { fail, inRoot, isMain, npmProgram, run } from './common.mjs';
import { frameworks, manifest } from './manifest.mjs';

const folder = inRoot('build/package');
const inPackage = (path) => `${folder}/${path}`;
const { version, description, license, engines, dependencies } = JSON.parse(
  readFileSync(inRoot('package.json'), 'utf8'),
);

const typed = (name, file = `./${name}.js`) => ({
  types: `./types/${name}.d.ts`,
  default: file,
});

const about = {
  name: 'gradscope',
  version,
  description,
  license,
  type: 'module',
  engines,
  dependencies,
  // Parts remember their elements until somebody wants them: a bundler may not leave that out.
  sideEffects: ['./element.js', './parts/*.js', './standalone.js', './standalone.classic.js'],
  customElements: './custom-elements.json',
  exports: {
    '.': typed('index'),
    './element': typed('element'),
    './engine': typed('engine', './engine/index.mjs'),
    './engine/*.wasm': './engine/*.wasm',
    './engine/digits.txt': './engine/digits.txt',
    './anywidget': typed('anywidget'),
    './standalone': './standalone.js',
    './standalone.classic': './standalone.classic.js',
    ...Object.fromEntries(
      Object.keys(frameworks).map((name) => [`./${name}`, { types: `./types/${name}.d.ts` }]),
    ),
    './custom-elements.json': './custom-elements.json',
    './package.json': './package.json',
  },
};

/** The .wasm files, their loaders and what chooses among them. */
function copyEngine() {
  mkdirSync(inPackage('engine'), { recursive: true });
  cpSync(inRoot('build/module'), inPackage('engine'), { recursive: true });
  copyFileSync(inRoot('web/src/embed/engine.mjs'), inPackage('engine/index.mjs'));
}

/** The types of what can be imported, and of what they are made of. */
function writeTypes() {
  const config = inRoot('build/package-types.json');
  const entries = ['embed/index.ts', 'embed/engine.ts', 'ui/element.ts', 'embed/anywidget.ts'];
  const compilerOptions = {
    noEmit: false,
    emitDeclarationOnly: true,
    declaration: true,
    stripInternal: true,
    rootDir: inRoot('web/src'),
    outDir: inPackage('types/src'),
  };
  const files = [
    ...entries.map((path) => inRoot(`web/src/${path}`)),
    inRoot('web/src/engine/gradscope.d.ts'),
  ];
  const extended = inRoot('tsconfig.json');
  writeFileSync(config, JSON.stringify({ extends: extended, compilerOptions, files, include: [] }));
  run(npmProgram('tsc'), ['-p', config]);
  const again = (name, from) =>
    writeFileSync(inPackage(`types/${name}.d.ts`), `export * from './src/${from}';\n`);
  again('index', 'embed/index.ts');
  again('engine', 'embed/engine.ts');
  writeFileSync(inPackage('types/element.d.ts'), 'export {};\n');
  writeFileSync(
    inPackage('types/anywidget.d.ts'),
    "export { default } from './src/embed/anywidget.ts';\n",
  );
}

async function writeManifest() {
  const contract = await import(pathToFileURL(inPackage('index.js')).href);
  const json = JSON.stringify(manifest(contract, version), null, 2);
  writeFileSync(inPackage('custom-elements.json'), `${json}\n`);
  for (const [name, types] of Object.entries(frameworks)) {
    writeFileSync(inPackage(`types/${name}.d.ts`), types(contract));
  }
}

/** Fills build/package; needs the built page. */
export async function fillPackage() {
  rmSync(folder, { recursive: true, force: true });
  run(npmProgram('vite'), ['build', '--config', 'vite.package.ts', '--logLevel', 'warn']);
  copyEngine();
  for (const name of ['standalone.js', 'standalone.classic.js', 'LICENSES.txt']) {
    copyFileSync(inRoot(`dist/${name}`), inPackage(name));
  }
  writeFileSync(inPackage('anywidget.js'), "export { default } from './standalone.js';\n");
  for (const name of ['LICENSE', 'docs/PACKAGE.md']) {
    copyFileSync(inRoot(name), inPackage(name === 'LICENSE' ? name : 'README.md'));
  }
  writeTypes();
  await writeManifest();
  writeFileSync(inPackage('package.json'), `${JSON.stringify(about, null, 2)}\n`);
}

/** Packs it; where the tarball is. */
export function pack() {
  const args = ['pack', folder, '--pack-destination', inRoot('build'), '--json'];
  const { status, stdout } = spawnSync('npm', args, { encoding: 'utf8', cwd: inRoot('build') });
  if (status !== 0) fail('npm pack failed');
  const [{ filename, size, entryCount }] = JSON.parse(stdout);
  console.log(`build/${filename}: ${entryCount} files, ${(size / 1000).toFixed(1)} kB`);
  return inRoot(`build/${filename}`);
}

if (isMain(import.meta.url)) {
  await prepare({ programs: true });
  buildPage();
  await fillPackage();
  pack();
}
