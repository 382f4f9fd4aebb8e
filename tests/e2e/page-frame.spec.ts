// embed.html in pages of others: a frame that is as high as what it shows, trains with an origin and without,
// and answers the page around over a port.
import { createReadStream, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from './instrument.ts';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const types: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  wasm: 'application/wasm',
};

const servers: Server[] = [];
test.afterEach(({ complaints }) => {
  const asked = complaints.filter((text) => text.startsWith('request: http://127.0.0.1:'));
  for (const text of asked) complaints.splice(complaints.indexOf(text), 1); // the sites of this file
  for (const server of servers.splice(0)) server.close();
});

/** A host of its own origin; with `html`, one page, without, the folder of Gradscope, and no headers. */
async function site(html?: string): Promise<string> {
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const file = `${dist}${pathname}`;
    const type = types[pathname.split('.').at(-1) ?? ''] ?? 'text/html';
    response.setHeader('Content-Type', `${type}; charset=utf-8`);
    if (html !== undefined) response.end(pathname === '/' ? html : '');
    else if (pathname.includes('..') || !existsSync(file)) response.writeHead(404).end();
    else createReadStream(file).pipe(response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Opens somebody's page with such a frame. */
async function open(page: Page, address: string, attributes: string, query: string) {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>
    <iframe title="Gradscope" ${attributes} style="width:700px;height:300px;border:0"
      src="${address}embed.html?${query}"></iframe>
    <script src="${address}embed.js"></script></html>`;
  await page.goto(await site(html));
  const frame = page.frameLocator('iframe');
  await expect(frame.locator('grad-scope [data-verdict]').first()).toBeVisible({ timeout: 20_000 });
  return frame;
}

for (const [name, attributes] of [
  ['with its origin', ''],
  ['without an origin', 'sandbox="allow-scripts"'],
] as const) {
  test(`a frame ${name} trains in a worker, and is as high as what it shows`, async ({ page }) => {
    const frame = await open(
      page,
      await site(),
      attributes,
      'panel=remedies&theme=dark#v1&depth=3',
    );
    const scope = frame.locator('grad-scope');
    await expect(scope.locator('.root')).toHaveAttribute('data-theme', 'dark');
    await expect(scope.locator('gs-remedies')).toHaveCount(1);
    await expect(scope.locator('gs-header')).toHaveCount(0);
    const state = await scope.evaluate((element) =>
      (element as unknown as { getState(): object }).getState(),
    );
    expect(state).toMatchObject({ config: { depth: 3 } });
    const heights = () =>
      Promise.all([
        page.locator('iframe').evaluate(({ clientHeight }) => clientHeight),
        scope.evaluate((element) => Math.ceil(element.getBoundingClientRect().height)),
      ]);
    await expect.poll(async () => new Set(await heights()).size).toBe(1);
    expect((await heights())[0]).toBeGreaterThan(500);
    await scope.evaluate((element) =>
      (element as unknown as { goTo(step: number): Promise<void> }).goTo(30),
    );
    expect(page.workers()).toHaveLength(1);
  });
}

test('a frame of a strict host, without an origin, trains in its own thread', async ({
  page,
  complaints,
}) => {
  const address = process.env.GRADSCOPE_ADDRESS as string;
  const frame = await open(page, address, 'sandbox="allow-scripts"', 'panel=transport#v1&depth=3');
  await expect(frame.locator('.notice')).toContainText('shares the thread of the page');
  complaints.splice(0); // the browser's, about what the policy forbids
});

interface Wired {
  readonly port: MessagePort;
  readonly heard: Record<string, unknown>[];
}

/** The page around connects, and keeps what it is told. */
const connect = (page: Page) =>
  page.evaluate(() => {
    const { port1, port2 } = new MessageChannel();
    const heard: Record<string, unknown>[] = [];
    port1.onmessage = ({ data }) => heard.push(data);
    Object.assign(window, { port: port1, heard });
    const message = { ns: 'gradscope', v: 1, type: 'connect' };
    document.querySelector('iframe')?.contentWindow?.postMessage(message, '*', [port2]);
  });

test('over a port the page around moves the run, and is told of it', async ({ page }) => {
  const frame = await open(page, await site(), '', 'run=manual#v1&depth=3');
  await connect(page);
  const told = (type: string) =>
    page.evaluate(
      (type) => (window as unknown as Wired).heard.filter((message) => message.type === type),
      type,
    );
  const ask = (message: object) =>
    page.evaluate((message) => (window as unknown as Wired).port.postMessage(message), message);
  await expect.poll(() => told('state')).toHaveLength(1);
  await ask({ id: 1, type: 'goTo', step: 40 });
  await expect.poll(() => told('done')).toEqual([{ ns: 'gradscope', v: 1, type: 'done', id: 1 }]);
  await expect.poll(async () => (await told('progress')).at(-1)).toMatchObject({ step: 40 });
  await ask({ id: 2, type: 'setState', state: { v: 1, config: { depth: 5, width: 4000 } } });
  await expect
    .poll(async () => (await told('done')).at(-1))
    .toMatchObject({
      id: 2,
      ignored: [{ path: 'width' }],
    });
  expect((await told('state')).at(-1)).toMatchObject({ state: { config: { depth: 5 } } });
  await ask({ id: 3, type: 'theme', theme: 'dark' });
  await ask({ id: 4, type: 'lang', lang: 'zh' });
  await expect(frame.locator('grad-scope .root')).toHaveAttribute('data-theme', 'dark');
  await expect(frame.locator('grad-scope .root')).toHaveAttribute('lang', 'zh-CN');
  await ask({ id: 5, type: 'goTo', step: -1 });
  await ask({ id: 6, type: 'constructor' });
  await expect
    .poll(() => told('error'))
    .toMatchObject([
      { id: 5, message: expect.stringContaining('goTo: expected a whole number from 0') },
      { id: 6, message: expect.stringContaining('expected one of setState, play, pause') },
    ]);
  await ask({ id: 7, type: 'play' });
  await expect.poll(async () => (await told('progress')).length).toBeGreaterThan(2);
  await ask({ id: 8, type: 'pause' });
  expect(await told('diagnosis')).not.toEqual([]);
});

test('with a host named, a page of another origin gets no port', async ({ page }) => {
  const frame = await open(
    page,
    await site(),
    '',
    'host=https://example.org&run=manual#v1&depth=3',
  );
  await connect(page);
  await frame
    .locator('grad-scope')
    .evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  expect(await page.evaluate(() => (window as unknown as Wired).heard)).toEqual([]);
});
