// npm run hosts [-- NAME...]: builds every host of hosts.mjs with its recipe of docs/EMBED.md, opens it in
// Chromium and asks for what an author expects: the run trains, and there is a diagnosis. With --quick those
// that need nothing installed. Ends like Node's own runner, with "# pass 5" and "# fail 0".
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import playwrightConfig from '../../playwright.config.mjs';
import { fail, inRoot, run } from '../../web/tools/common.mjs';
import { fillPackage, pack } from '../../web/tools/package.mjs';
import { hosts } from './hosts.mjs';
import { readRecipes } from './recipes.mjs';
import { serveAny } from './serve.mjs';

const here = (path) => inRoot(`tests/hosts/${path}`);
const work = inRoot('build/host');
const EXAMPLE = 'https://gradscope.example';
const PATIENCE = 60_000;

/** The package as an author has it: out of the tarball. */
async function installPackage() {
  await fillPackage();
  const to = `${work}/node_modules/gradscope`;
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  run('tar', ['xzf', pack(), '-C', to, '--strip-components=1']);
}

const debian = 'mkdocs-material python3-sphinx python3-myst-parser jupyter-nbconvert';

/** What hosts are made of; once. */
function installHosts() {
  for (const name of ['package.json', 'package-lock.json']) cpSync(here(name), `${work}/${name}`);
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], { cwd: work });
  for (const name of ['mkdocs', 'sphinx-build', 'jupyter-nbconvert']) {
    if (spawnSync(name, ['--version']).status !== 0) {
      fail(`There is no ${name}: apt-get install ${debian}`);
    }
  }
}

/** Writes a host with its recipe; the folder that is served. */
function build(host, recipe, address) {
  const folder = `${work}/${host.name}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (existsSync(here(`skeletons/${host.name}`))) {
    cpSync(here(`skeletons/${host.name}`), folder, { recursive: true });
  }
  for (const { path, text } of recipe) {
    mkdirSync(dirname(`${folder}/${path}`), { recursive: true });
    writeFileSync(`${folder}/${path}`, `${text.replaceAll(EXAMPLE, address)}\n`);
  }
  host.prepare?.(folder);
  host.build?.(folder);
  return host.out ? `${folder}/${host.out}` : folder;
}

/** In the page or in its frames: what scopes there are, and how they do. */
async function scopesOf(page) {
  const found = await Promise.all(
    page.frames().map((frame) =>
      frame
        .locator('grad-scope')
        .evaluateAll((elements) =>
          elements.map(({ step, diagnosis, renderRoot }) => {
            const bar = renderRoot?.querySelector('gs-transport')?.getBoundingClientRect();
            const charts = [...(renderRoot?.querySelectorAll('gs-canvas') ?? [])];
            const covered = charts.some((chart) => {
              const { top, bottom } = chart.getBoundingClientRect();
              return bar && bar.top < bottom && top < bar.bottom;
            });
            return { step, verdict: diagnosis?.verdict, covered };
          }),
        )
        .catch(() => []),
    ),
  );
  return found.flat();
}

/** It trains, there is a diagnosis, and no chart lies under the bar with its buttons. */
const lives = ({ step, verdict, covered }) => step > 0 && typeof verdict === 'string' && !covered;

/** Opens it until all of its scopes live; milliseconds, or why not. */
async function open(browser, host, address) {
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  const said = [];
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && said.push(message.text()));
  const began = Date.now();
  try {
    await page.goto(`${address}${host.page ?? (host.opened ? 'index.html' : '')}`);
    for (;;) {
      const scopes = await scopesOf(page);
      if (scopes.length === (host.scopes ?? 1) && scopes.every(lives)) break;
      for (const frame of page.frames()) {
        await frame
          .locator('grad-scope')
          .last()
          .scrollIntoViewIfNeeded({ timeout: 500 })
          .catch(() => {});
      }
      if (Date.now() - began > PATIENCE) {
        throw new Error(`${JSON.stringify(scopes)}\n${said.join('\n')}`);
      }
      await page.waitForTimeout(100);
    }
    const time = Date.now() - began;
    await page.screenshot({ path: `${work}/${host.name}.png` });
    if (said.length > 0) throw new Error(`it complains: ${said.join('\n')}`);
    return time;
  } finally {
    await page.close();
  }
}

function runInNode(host, folder) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['main.mjs'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0 || !host.prints.test(stdout)) throw new Error(`${stdout}\n${stderr}`);
}

async function check(browser, host, recipe) {
  const other = await serveAny(`${work}/${host.name}-elsewhere`, host.cors ? { cors: true } : {});
  try {
    if (host.elsewhere) {
      mkdirSync(`${work}/${host.name}-elsewhere`, { recursive: true });
      host.elsewhere(`${work}/${host.name}-elsewhere`);
    }
    const folder = build(host, recipe, other.address.replace(/\/$/, ''));
    if (host.prints) return runInNode(host, folder);
    if (host.opened) return await open(browser, host, `${pathToFileURL(folder).href}/`);
    const own = await serveAny(folder, { policy: host.csp });
    try {
      return await open(browser, host, own.address);
    } finally {
      own.server.close();
    }
  } finally {
    other.server.close();
  }
}

const names = process.argv.slice(2);
const quick = names.includes('--quick');
const asked = hosts.filter(({ name, quick: isQuick }) =>
  quick ? isQuick : names.length === 0 || names.includes(name),
);
if (asked.length === 0)
  fail(`expected some of ${hosts.map(({ name }) => name).join(', ')}, or --quick`);
if (!existsSync(inRoot('dist/standalone.js'))) fail('There is no built page: run `npm run build`.');

mkdirSync(work, { recursive: true });
if (asked.some((host) => !host.quick)) installHosts();
await installPackage();
const recipes = readRecipes();
const browser = await chromium.launch(playwrightConfig.use.launchOptions);
const failures = [];
const waiting = [...asked];

/** One after the other; the quick ones three at once, for mostly they wait. Builds let nobody else work. */
async function next() {
  for (let host = waiting.shift(); host; host = waiting.shift()) await report(host);
}

async function report(host) {
  const recipe = recipes.get(host.title);
  try {
    if (!recipe) throw new Error(`docs/EMBED.md has no recipe "${host.title}"`);
    const time = await check(browser, host, recipe);
    const lines = recipe.reduce((sum, { text }) => sum + text.split('\n').length, 0);
    const live = time === undefined ? '' : `, live after ${(time / 1000).toFixed(1)} s`;
    console.log(`ok ${host.name}: ${host.title}, ${lines} lines${live}`);
  } catch (error) {
    failures.push(host.name);
    console.log(`not ok ${host.name}: ${host.title}\n${error.message}`);
  }
}

await Promise.all(quick ? [next(), next(), next()] : [next()]);
await browser.close();
console.log(`# pass ${asked.length - failures.length}\n# fail ${failures.length}`);
if (failures.length > 0) process.exitCode = 1;
