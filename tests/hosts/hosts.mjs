// The hosts: for each recipe of docs/EMBED.md what is put beside it, how it is built, and where the scope
// is then. Skeletons hold what an author has already.
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { inRoot, npmProgram } from '../../web/tools/common.mjs';
import { buildPython } from '../../web/tools/python.mjs';

const dist = inRoot('dist');

/** Puts files of dist into the host. */
const copy =
  (...pairs) =>
  (folder) => {
    for (const [from, to] of pairs)
      cpSync(`${dist}/${from}`, `${folder}/${to}`, { recursive: true });
  };

const run = (folder, command, ...args) => runWith({}, folder, command, ...args);

function runWith(more, folder, command, ...args) {
  const env = {
    ...process.env,
    ...more,
    CI: '1',
    ASTRO_TELEMETRY_DISABLED: '1',
    NODE_ENV: 'production',
  };
  const options = { cwd: folder, env, encoding: 'utf8', timeout: 600_000 };
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')}\n${error ?? ''}${stdout}\n${stderr}`);
  return stdout;
}

/** A program that the hosts install. */
const own = (name) => inRoot(`build/host/node_modules/.bin/${name}`);
const program =
  (name, ...args) =>
  (folder) =>
    run(folder, own(name), ...args);

/** With the Vite that the page is built with. */
const vite = (folder) => run(folder, npmProgram('vite'), 'build', '--logLevel', 'warn');

const strict = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html gradscope',
].join('; ');

const single = copy(['standalone.js', 'standalone.js']);
const folder = copy(['.', 'gradscope']);
const embed = copy(['.', '.']);

/**
 * `quick`: npm test runs it, with what the repository has installed. `elsewhere`: what the other origin
 * has, by the name of a preparation; `cors`: whether it lets others read it. `page`: what is opened in
 * `out`. `prints`: it has no page, but says this. `scopes`: how many there are. `csp`: its policy.
 */
export const hosts = [
  { name: 'plain', title: 'A plain page', quick: true, prepare: single },
  {
    name: 'folder',
    title: 'The folder, at any depth',
    quick: true,
    prepare: copy(['.', 'course/gradscope']),
    page: 'course/week3/index.html',
  },
  { name: 'many', title: 'Many on one page', quick: true, prepare: single, scopes: 3 },
  {
    name: 'file',
    title: 'A file that is opened',
    quick: true,
    prepare: copy(['standalone.classic.js', 'standalone.classic.js']),
    opened: true,
  },
  { name: 'frame', title: 'A frame, without an origin of its own', quick: true, elsewhere: embed },
  { name: 'frame-origin', title: 'A frame with its own origin', quick: true, elsewhere: embed },
  {
    name: 'cors',
    title: 'A script from another origin',
    quick: true,
    elsewhere: single,
    cors: true,
  },
  {
    name: 'csp',
    title: 'A strict Content-Security-Policy',
    quick: true,
    prepare: folder,
    csp: strict,
  },
  { name: 'vite', title: 'Vite', quick: true, build: vite, out: 'dist' },
  { name: 'node', title: 'The engine in Node', quick: true, prints: /^vanishing$/m },
  { name: 'server', title: 'A server that renders pages', quick: true, prints: /^function \d+$/m },
  { name: 'webpack', title: 'webpack', build: program('webpack'), out: 'dist' },
  {
    name: 'esbuild',
    title: 'esbuild',
    build: program(
      'esbuild',
      'main.js',
      '--bundle',
      '--format=esm',
      '--outdir=.',
      '--entry-names=out',
      '--loader:.wasm=file',
      '--external:node:*',
    ),
  },
  { name: 'react', title: 'React 19', build: program('vite', 'build'), out: 'dist' },
  { name: 'types', title: 'Types', prints: /^types hold$/m },
  { name: 'vue', title: 'Vue', build: program('vite', 'build'), out: 'dist' },
  { name: 'svelte', title: 'Svelte', build: program('vite', 'build'), out: 'dist' },
  {
    name: 'vitepress',
    title: 'VitePress',
    build: program('vitepress', 'build', '.'),
    out: '.vitepress/dist',
  },
  { name: 'docusaurus', title: 'Docusaurus', build: program('docusaurus', 'build'), out: 'build' },
  {
    name: 'starlight',
    title: 'Starlight and Astro',
    prepare: copy(['standalone.js', 'public/standalone.js']),
    build: program('astro', 'build'),
    out: 'dist',
  },
  {
    name: 'mkdocs',
    title: 'MkDocs Material',
    prepare: copy(['standalone.js', 'docs/standalone.js']),
    build: (folder) => run(folder, 'mkdocs', 'build', '--quiet'),
    out: 'site',
  },
  {
    name: 'sphinx',
    title: 'Sphinx with MyST',
    prepare: copy(['standalone.js', '_static/standalone.js']),
    build: (folder) => run(folder, 'sphinx-build', '-q', '-b', 'html', '.', 'out'),
    out: 'out',
  },
  {
    name: 'jupyter',
    title: 'A notebook',
    prepare: copy(['standalone.js', 'public/standalone.js']),
    build: program('vite', 'build', '--logLevel', 'error', '--target', 'esnext'),
    out: 'dist',
  },
  {
    name: 'notebook',
    title: 'A notebook that becomes a page',
    build(folder) {
      const python = buildPython();
      const env = { PYTHONPATH: inRoot('build/python/unpacked') };
      runWith(env, folder, python, 'notebook.py');
      run(folder, 'jupyter-nbconvert', '--to', 'html', '--template', 'basic', 'index.ipynb');
    },
  },
  {
    name: 'myst',
    title: 'mystmd',
    prepare: copy(['standalone.js', 'public/standalone.js']),
    build: program('vite', 'build', '--logLevel', 'warn'),
    out: 'dist',
  },
  {
    name: 'reveal',
    title: 'Reveal.js',
    prepare: (folder) => {
      single(folder);
      const dist = inRoot('build/host/node_modules/reveal.js/dist');
      for (const name of ['reveal.css', 'reveal.mjs'])
        cpSync(`${dist}/${name}`, `${folder}/${name}`);
    },
    page: 'index.html#/1',
  },
];
