// The page where its host is unfriendly: opened as a file, in a sandboxed frame, under Trusted Types.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Page, test as plain } from '@playwright/test';
import { expect, test } from './instrument.ts';

const address = process.env.GRADSCOPE_ADDRESS as string;

/** The message of a page whose script has not run, in both languages, seen by now. */
async function saysWhy(root: Page | ReturnType<Page['frameLocator']>): Promise<void> {
  const english = root.locator('grad-scope > [lang="en"]');
  await expect(english).toBeVisible({ timeout: 10_000 });
  await expect(english).toContainText('npm start');
  await expect(english).toContainText('allow-same-origin');
  await expect(root.locator('grad-scope > [lang="zh-CN"]')).toContainText('尚未启动');
  expect(await english.evaluate((element) => getComputedStyle(element).visibility)).toBe('visible');
}

const hosts: Server[] = [];
plain.afterEach(() => {
  for (const server of hosts.splice(0)) server.close();
});

/** Serves that page, and gives its address. */
async function host(html: string): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(html);
  });
  hosts.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** A page with the instrument in a frame that may run scripts and has no origin. */
async function frame(page: Page) {
  const html = `<!doctype html><iframe sandbox="allow-scripts" src="${address}#v1&depth=3"
    width="1000" height="700"></iframe>`;
  await page.goto(await host(html));
  return page.frameLocator('iframe');
}

/** Adds headers to what the page's server sends. */
const withHeaders = (page: Page, added: Record<string, string>) =>
  page.route(`${address}**`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), ...added } });
  });

// These complain on the console, as they must.
plain('opened as a file it says why it cannot run, and what can', async ({ page }) => {
  await page.goto(new URL('../../dist/index.html', import.meta.url).href);
  await saysWhy(page);
});

plain('a sandboxed frame without CORS says why', async ({ page }) => {
  await saysWhy(await frame(page));
});

plain('a sandboxed frame with CORS runs in its own thread, and says so', async ({ page }) => {
  await withHeaders(page, { 'access-control-allow-origin': '*' });
  const inside = await frame(page);
  await expect(inside.locator('[data-verdict]').first()).toBeVisible();
  await expect(inside.locator('.notice')).toContainText('shares the thread of the page');
  await inside.getByRole('button', { name: 'Step' }).click();
  await expect(inside.locator('[data-value="step"]')).toHaveText(/step [1-9]/);
  await inside.getByRole('button', { name: 'Dismiss' }).click();
  await expect(inside.locator('.notice')).toHaveCount(0);
});

plain('without JavaScript it says what is missing', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(address);
  await expect(page.locator('grad-scope > [lang="en"]')).toContainText('JavaScript is on');
  await context.close();
});

test('under Trusted Types the engine has its worker, by the policy "gradscope"', async ({
  instrument,
  page,
}) => {
  const response = await page.request.get(address);
  const policy = response.headers()['content-security-policy'];
  expect(policy).toContain("require-trusted-types-for 'script'; trusted-types lit-html gradscope");
  await instrument.open('#v1&depth=3');
  await instrument.goTo(5);
  expect(page.workers()).toHaveLength(1);
});

const policyFor = (names: string) => ({
  'content-security-policy': `script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types ${names}`,
});

plain('a host that allows no such policy: the engine shares the thread', async ({ page }) => {
  await withHeaders(page, policyFor('lit-html'));
  await page.goto(`${address}#v1&depth=3`);
  await expect(page.locator('[data-verdict]').first()).toBeVisible();
  await expect(page.locator('.notice')).toContainText('shares the thread of the page');
  await expect(page.locator('.notice')).toContainText('gradscope');
  expect(page.workers()).toHaveLength(0);
});

plain('a host that allows no policy at all is told by the page', async ({ page }) => {
  await withHeaders(page, policyFor("'none'"));
  await page.goto(address);
  await saysWhy(page);
});
