// The engine's module where pages run it: in the worker of a page that Vite bundled, and in a page and
// a module worker without any bundler; under the strict policy, with SIMD and without.
import { test as base } from '@playwright/test';
import type { GradScope } from '../../web/src/ui/grad-scope.ts';
import { precisions, recorded } from '../web/engine/recorded.ts';
import type { ViteHost } from './hosts/vite/main.ts';
import { expect, test } from './instrument.ts';

declare global {
  interface Window {
    gradscope: ViteHost;
    train: Train;
    trainInWorker: Train;
  }
}
type Train = (
  config: object,
  steps: number,
  options?: { simd: boolean },
) => Promise<{ name: string; bytes: number[] }>;

test.use({ baseURL: process.env.GRADSCOPE_HOSTS });

test('the policy allows WebAssembly and no other evaluation', async ({ page }) => {
  for (const path of ['./vite/index.html', './plain/index.html']) {
    const policy = (await page.goto(path))?.headers()['content-security-policy'];
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(policy).not.toMatch(/'unsafe-(eval|inline)'/);
  }
});

for (const simd of [true, false]) {
  const suffix = simd ? '' : '-scalar';

  test(`Vite’s worker, ${simd ? 'SIMD' : 'scalar'}: the recorded bits`, async ({ page }) => {
    test.setTimeout(120_000);
    if (!simd) {
      await page.route(/worker-[\w-]+\.js$/, async (route) => {
        const response = await route.fetch();
        const body = `WebAssembly.validate = () => false;\n${await response.text()}`;
        await route.fulfill({ response, body });
      });
    }
    await page.goto('./vite/index.html');
    for (const run of recorded) {
      for (const precision of precisions) {
        const replayed = await page.evaluate(
          ({ link, precision, steps, stride }) =>
            window.gradscope.replay(link, precision, steps, stride),
          { ...run, precision },
        );
        expect(replayed).toEqual([`${precision}${suffix}`, run[precision]]);
      }
    }
  });

  test(`no bundler, ${simd ? 'SIMD' : 'scalar'}: page and module worker agree`, async ({
    page,
  }) => {
    await page.goto('./plain/index.html');
    for (const precision of precisions) {
      const results = await page.evaluate(
        async ({ precision, simd }) => {
          const request = [{ depth: 3, precision }, 100, { simd }] as const;
          return [await window.train(...request), await window.trainInWorker(...request)];
        },
        { precision, simd },
      );
      expect(results.map(({ name }) => name)).toEqual(Array(2).fill(precision + suffix));
      expect(results[0]?.bytes.length).toBeGreaterThan(500);
      expect(results[1]?.bytes).toEqual(results[0]?.bytes);
    }
  });
}

test('each module is loaded when a run needs it, and once', async ({ page }) => {
  const loaded: string[] = [];
  page.context().on('request', (request) => {
    const name = /gradscope-([\w-]+?)-[\w-]{8}\.wasm$/.exec(request.url())?.[1];
    if (name !== undefined) loaded.push(name);
  });
  await page.goto('./vite/index.html');
  const start = (config: object) =>
    page.evaluate(
      async (config) => (await window.gradscope.slot.start(config)).info.module,
      config,
    );
  expect(loaded).toEqual([]);
  expect(await start({})).toBe('float32');
  expect(await start({ depth: 2 })).toBe('float32');
  expect(loaded).toEqual(['float32']);
  await page.evaluate(() => window.gradscope.slot.ask('theory'));
  expect(loaded).toEqual(['float32', 'float64']);
  expect(await start({ precision: 'float64' })).toBe('float64');
  expect(loaded).toEqual(['float32', 'float64']);
});

test('a pool of workers: one or three, the same results', async ({ page }) => {
  await page.goto('./vite/index.html');
  const seeds = [1, 2, 3, 4, 5, 6, 7];
  const [one, three] = await page.evaluate(
    async (seeds) => [
      await window.gradscope.pooled(1, seeds),
      await window.gradscope.pooled(3, seeds),
    ],
    seeds,
  );
  expect([one?.engines, three?.engines]).toEqual([1, 3]);
  await expect.poll(() => page.workers().length).toBe(0); // disposed of
  expect(new Set(one?.hashes.map(({ loss }) => loss)).size).toBe(seeds.length);
  expect(three?.hashes).toEqual(one?.hashes);
});

test('a host that does not know .wasm files will do', async ({ page }) => {
  await page.route(/\.wasm$/, async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), 'content-type': 'application/octet-stream' };
    await route.fulfill({ response, headers });
  });
  await page.goto('./plain/index.html');
  const { name } = await page.evaluate(() => window.train({ depth: 1 }, 1));
  expect(name).toBe('float32');
});

test('the page works in any folder of a host', async ({ page }) => {
  await page.goto('./some/where/');
  await expect(page.locator('grad-scope [data-verdict]').first()).toBeVisible();
});

test('one script makes the element work in another page', async ({ page }) => {
  await page.goto('./plain/element.html');
  await expect(page.locator('grad-scope [data-verdict]').first()).toBeVisible();
  const depth = await page
    .locator('grad-scope')
    .evaluate((e) => (e as GradScope).getState().config);
  expect(depth).toMatchObject({ depth: 4, activation: { kind: 'tanh' } });
});

// Not under the rule that nothing comes from another origin: here everything does.
base('the script may come from another origin that allows it', async ({ page }) => {
  const other = process.env.GRADSCOPE_ADDRESS as string;
  const html = `<!doctype html><script type="module" src="${other}grad-scope.js"></script>
    <grad-scope run="manual"></grad-scope>`;
  await page.route(/elsewhere\.html/, (route) =>
    route.fulfill({ contentType: 'text/html', body: html }),
  );
  await page.route(`${other}**`, async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), 'access-control-allow-origin': '*' };
    await route.fulfill({ response, headers });
  });
  await page.goto(`${process.env.GRADSCOPE_HOSTS}elsewhere.html`);
  await expect(page.locator('grad-scope [data-verdict]').first()).toBeVisible();
  const step = await page.locator('grad-scope').evaluate(async (element) => {
    await (element as GradScope).advance(50);
    return (element as GradScope).step;
  });
  expect(step).toBe(50);
});
