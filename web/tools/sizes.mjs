// Holds the page to its size: the module, and all that a browser asks for until the first run is on
// screen, each file compressed by gzip. Needs the built page; 1 kB is 1000 bytes.
import { readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import playwrightConfig from '../../playwright.config.mjs';
import { inRoot, isMain } from './common.mjs';
import { serve } from './serve.mjs';

const limits = { module: 80, page: 160, file: 190 };

const kilobytes = (content) => gzipSync(content, { level: 9 }).length / 1000;
const isModule = (path) => path.endsWith('.wasm');

/** What the page asks for at the start in Chromium: the paths of files in dist. */
async function requested() {
  const { server, address } = await serve(inRoot('dist'), 0);
  const paths = new Set();
  server.on('request', ({ url }) => paths.add(url.endsWith('/') ? `${url}index.html` : url));
  const browser = await chromium.launch(playwrightConfig.use.launchOptions);
  try {
    const page = await browser.newPage();
    await page.addInitScript(() => {
      addEventListener('gs-ready', () => performance.mark('ready'));
    });
    await page.goto(address);
    await page.locator('grad-scope [data-verdict]').first().waitFor();
    await page.waitForLoadState('networkidle');
    const later = await page.evaluate(() => {
      const [ready] = performance.getEntriesByName('ready');
      const files = performance.getEntriesByType('resource');
      return files.filter(({ startTime }) => startTime > ready.startTime).map(({ name }) => name);
    });
    for (const name of later) paths.delete(new URL(name).pathname);
    return [...paths];
  } finally {
    await browser.close();
    server.close();
  }
}

function line(name, size, limit) {
  const verdict = limit === undefined ? '' : ` of ${limit} kB${size <= limit ? '' : ': TOO LARGE'}`;
  return `${size.toFixed(1).padStart(7)} kB${verdict}  ${name}`;
}

/** Prints each file with its size, then the two sums with their limits; whether both are kept. */
async function checkSizes() {
  const files = (await requested()).map((path) => ({
    path: path.slice(1),
    size: kilobytes(readFileSync(inRoot(`dist${path}`))),
  }));
  for (const { path, size } of files) console.log(line(path, size));
  const sum = (list) => list.reduce((total, { size }) => total + size, 0);
  const sizes = {
    module: sum(files.filter(({ path }) => isModule(path))),
    page: sum(files),
    file: kilobytes(readFileSync(inRoot('dist/standalone.js'))),
  };
  console.log(`\ngzip -9, 1 kB = 1000 bytes\n${line('the module', sizes.module, limits.module)}`);
  console.log(line('all that is loaded at the start', sizes.page, limits.page));
  console.log(line('the single file, standalone.js', sizes.file, limits.file));
  return sizes.module > 0 && Object.keys(limits).every((name) => sizes[name] <= limits[name]);
}

if (isMain(import.meta.url)) {
  if (!statSync(inRoot('dist/index.html'), { throwIfNoEntry: false })) {
    console.error('There is no built page: run `npm run build`.');
    process.exitCode = 1;
  } else if (!(await checkSizes())) process.exitCode = 1;
}
