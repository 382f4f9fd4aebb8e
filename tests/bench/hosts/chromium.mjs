// Contenders in headless Chromium: a page and a renderer of its own for each, served under the policy of
// a careful host. Time is the processor time of the page's main thread, which is where all of them work.
import { chromium } from 'playwright-core';
import { findProgram, root } from '../../../web/tools/common.mjs';
import { serve } from '../../../web/tools/serve.mjs';

/** The Chromium of this machine; nothing is downloaded. */
export function launch(options = {}) {
  const executablePath = findProgram('chromium', 'chromium-browser', 'google-chrome') ?? undefined;
  const { args = [], ...rest } = options;
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: [...args, ...sandbox], ...rest });
}

/** What the page's thread has used so far, in seconds. */
async function threadTime(debug) {
  const { metrics } = await debug.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ThreadTime').value;
}

async function openPage(browser, address, name) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`${name}: ${error.message}`));
  await page.goto(`${address}tests/bench/hosts/page.html#${name}`);
  const debug = await context.newCDPSession(page);
  await debug.send('Performance.enable');
  return {
    async call(method, ...args) {
      const before = await threadTime(debug);
      const result = await page.evaluate(
        ([what, given]) => globalThis.contender[what](...given),
        [method, args],
      );
      return { result, seconds: (await threadTime(debug)) - before };
    },
  };
}

export async function startChromium(names) {
  const { server, address } = await serve(root, 0);
  const browser = await launch();
  const contenders = new Map();
  for (const name of names) contenders.set(name, await openPage(browser, address, name));
  return {
    name: 'chromium',
    version: `Chromium ${browser.version()}`,
    contenders,
    async close() {
      await browser.close();
      server.close();
    },
  };
}
