// The single file, which needs nothing beside it: in a page, opened as a file, in a frame without an origin,
// under a strict policy, as a widget; and how many engines many elements have.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameLocator, Page } from '@playwright/test';
import { expect, Instrument, test } from './instrument.ts';

const built = (name: string) =>
  readFileSync(new URL(`../../dist/${name}`, import.meta.url), 'utf8');
const scripts: Readonly<Record<string, string>> = {
  '/standalone.js': built('standalone.js'),
  '/standalone.classic.js': built('standalone.classic.js'),
};

interface Site {
  readonly address: string;
  /** Every path that was asked for. */
  readonly asked: string[];
}

const servers: Server[] = [];
test.afterEach(({ complaints }) => {
  const asked = complaints.filter((text) => /^request: (file:|http:\/\/127\.0\.0\.1:)/.test(text));
  for (const text of asked) complaints.splice(complaints.indexOf(text), 1); // the sites of this file
  for (const server of servers.splice(0)) server.close();
});

/** A host that has the single file and one page, and nothing else. */
async function site(html: string, headers: Record<string, string> = {}): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    asked.push(path);
    const script = scripts[path];
    const type = script ? 'text/javascript' : 'text/html';
    const found = script ?? (path === '/' ? html : undefined);
    response.writeHead(found || path === '/favicon.ico' ? 200 : 404, {
      'Content-Type': `${type}; charset=utf-8`,
      ...headers,
    });
    response.end(found ?? '');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
}

const element = '<grad-scope preset="healthy" run="manual" theme="light"></grad-scope>';
const body = (content: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>${content}</html>`;
const asModule = body(`<script type="module" src="/standalone.js"></script>${element}`);

/** The run trains, and the diagnosis comes. */
async function trains(root: Page | FrameLocator): Promise<void> {
  const scope = root.locator('grad-scope').first();
  await expect(scope.locator('[data-verdict]').first()).toBeVisible({ timeout: 20_000 });
  const step = await scope.evaluate(async (element) => {
    await (element as unknown as { goTo(step: number): Promise<void> }).goTo(60);
    return (element as unknown as { step: number }).step;
  });
  expect(step).toBe(60);
  await expect(scope.locator('gs-diagnosis .sentence')).not.toBeEmpty();
}

test('in a page it trains in a worker, and asks for nothing else', async ({ page }) => {
  const { address, asked } = await site(asModule);
  await page.goto(address);
  await trains(page);
  expect(page.workers()).toHaveLength(1);
  expect(asked.filter((path) => path !== '/favicon.ico')).toEqual(['/', '/standalone.js']);
});

test('it gives the numbers of the folder', async ({ page, instrument }) => {
  await instrument.open('#v1&depth=3&activation=tanh');
  await instrument.goTo(80);
  const expected = await instrument.loss();
  const { address } = await site(
    asModule.replace('preset="healthy"', 'config="depth=3&activation=tanh"'),
  );
  await page.goto(address);
  const single = new Instrument(page);
  await expect(single.root.locator('[data-verdict]').first()).toBeVisible();
  await single.goTo(80);
  expect(await single.loss()).toBe(expected);
});

test('what it does not carry is named, and the next run trains', async ({ page }) => {
  const { address } = await site(asModule);
  await page.goto(address);
  await trains(page);
  const { root } = new Instrument(page);
  const told = await root.evaluate(async (element) => {
    const messages: string[] = [];
    const scope = element as unknown as { setConfig(changes: object): Promise<unknown> };
    element.addEventListener('gs-error', (event) =>
      messages.push((event as CustomEvent<{ message: string }>).detail.message),
    );
    await scope.setConfig({ precision: 'float64' });
    await scope.setConfig({ data: { kind: 'digits' } });
    await scope.setConfig({ depth: 4 });
    return messages;
  });
  expect(told).toHaveLength(2);
  expect(told[0]).toContain('float64 is not in this single file');
  expect(told[1]).toContain('digits.txt is not in this single file');
  await trains(page);
});

test('opened as a file it trains in a worker', async ({ page }, info) => {
  const file = info.outputPath('page.html');
  mkdirSync(info.outputDir, { recursive: true });
  writeFileSync(info.outputPath('standalone.classic.js'), scripts['/standalone.classic.js'] ?? '');
  writeFileSync(file, body(`${element}<script src="standalone.classic.js"></script>`));
  await page.goto(`file://${file}`);
  await trains(page);
  expect(page.workers()).toHaveLength(1);
});

test('in a page of another encoding its words are right all the same', async ({ page }, info) => {
  const file = info.outputPath('page.html');
  mkdirSync(info.outputDir, { recursive: true });
  writeFileSync(info.outputPath('standalone.classic.js'), scripts['/standalone.classic.js'] ?? '');
  const chinese = '<grad-scope lang="zh" run="manual"></grad-scope>';
  const old = body(`${chinese}<script src="standalone.classic.js"></script>`);
  writeFileSync(file, old.replace('utf-8', 'windows-1252'));
  await page.goto(`file://${file}`);
  await expect(page.locator('gs-diagnosis .verdict')).toContainText('梯度消失');
});

test('in a frame without an origin it trains in a worker', async ({ page }) => {
  const inner = body(`${element}<script src="/standalone.classic.js"></script>`);
  const frame = await site(inner);
  const outer = await site(
    body(
      `<iframe sandbox="allow-scripts" src="${frame.address}" width="900" height="600"></iframe>`,
    ),
  );
  await page.goto(outer.address);
  await trains(page.frameLocator('iframe'));
  expect(page.workers()).toHaveLength(1);
});

test('where workers of its kind are forbidden it trains in the thread of the page, and says so', async ({
  page,
  complaints,
}) => {
  const policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'";
  const { address } = await site(asModule, { 'Content-Security-Policy': policy });
  await page.goto(address);
  await trains(page);
  await expect(page.locator('grad-scope .notice')).toContainText('shares the thread of the page');
  expect(page.workers()).toHaveLength(0);
  complaints.splice(0); // the browser's, about what the policy forbids
});

test('the same script under two addresses: the first one stays', async ({ page }) => {
  const twice = asModule.replace(
    '<grad',
    '<script type="module" src="/standalone.js?2"></script><grad',
  );
  const { address } = await site(twice);
  await page.goto(address);
  await trains(page);
});

test('twelve elements have two engines and one file', async ({ page }) => {
  test.setTimeout(90_000);
  const { address, asked } = await site(asModule.replace(element, element.repeat(12)));
  await page.goto(address);
  await expect(page.locator('grad-scope [data-verdict]')).toHaveCount(12, { timeout: 60_000 });
  const steps = await page.evaluate(() =>
    Promise.all(
      [...document.querySelectorAll('grad-scope')].map(async (one) => {
        await (one as unknown as { goTo(step: number): Promise<void> }).goTo(20);
        return (one as unknown as { step: number }).step;
      }),
    ),
  );
  expect(steps).toEqual(Array(12).fill(20));
  expect(page.workers()).toHaveLength(2);
  expect(asked.filter((path) => path.endsWith('.js'))).toHaveLength(1);
  await page.evaluate(() => {
    for (const one of document.querySelectorAll('grad-scope')) one.remove();
  });
  await expect.poll(() => page.workers().length).toBe(0);
});

/** A model as hosts have it; `broken`: as MyST's theme has it, without what writes back. */
const widget = async (page: Page, broken: boolean) => {
  const { address } = await site(body('<div id="cell"></div>'));
  await page.goto(address);
  await page.evaluate(async (broken) => {
    const traits: Record<string, unknown> = {
      preset: 'healthy',
      step: 12,
      theme: 'light',
      panel: 'transport',
    };
    const names = new Set<string>();
    const listeners = new Map<string, () => void>();
    const lacks = () => {
      throw new Error('this host cannot');
    };
    const model = {
      get(name: string) {
        names.add(name);
        return traits[name];
      },
      set(name: string, value: unknown) {
        names.add(name);
        traits[name] = value;
        listeners.get(`change:${name}`)?.(); // Backbone tells whoever has set it, too
      },
      save_changes: broken ? lacks : () => undefined,
      on: (event: string, listener: () => void) => listeners.set(event, listener),
      off: broken ? lacks : (event: string) => listeners.delete(event),
    };
    const { default: made } = await import('/standalone.js' as string);
    const el = document.querySelector('#cell');
    const end = made.render({ model, el });
    Object.assign(window, { traits, model, end, listeners, names });
  }, broken);
  await expect(page.locator('grad-scope [data-verdict]').first()).toBeVisible();
};

interface Host {
  readonly traits: Record<string, unknown>;
  readonly model: { set(name: string, value: unknown): void };
  readonly end: () => void;
  readonly listeners: Map<string, unknown>;
  readonly names: Set<string>;
}

/** The traits of the Python package. */
const pythonTraits = readFileSync('python/gradscope/widget.py', 'utf8')
  .match(/^ {4}\w+(?= = traitlets)/gm)
  ?.map((line) => line.trim());

for (const broken of [false, true]) {
  test(`a widget ${broken ? 'whose host lacks half of the contract' : 'and its traits'}`, async ({
    page,
  }) => {
    await widget(page, broken);
    const trait = (name: string) =>
      page.evaluate((name) => (window as unknown as Host).traits[name], name);
    const put = (name: string, value: unknown) =>
      page.evaluate(
        ([name, value]) => (window as unknown as Host).model.set(name as string, value),
        [name, value] as const,
      );
    await expect.poll(() => trait('step')).toBe(12);
    await expect(page.locator('gs-transport')).toHaveCount(1);
    await expect(page.locator('gs-remedies')).toHaveCount(0);
    await put('config', 'depth=3');
    await expect.poll(() => trait('state')).toMatchObject({ config: { depth: 3 } });
    await put('step', 30);
    const scope = page.locator('grad-scope');
    await expect
      .poll(() => scope.evaluate((element) => (element as unknown as { step: number }).step))
      .toBe(30);
    await put('playing', true);
    await expect.poll(() => trait('step')).toBeGreaterThan(30);
    await put('playing', false);
    await expect.poll(() => trait('playing')).toBe(false);
    expect(await trait('diagnosis')).toMatchObject({ kind: expect.any(String) });
    const rows = (await trait('rows')) as Record<string, (number | null)[]>;
    expect(rows.step?.slice(0, 3)).toEqual([0, 1, 2]);
    expect(rows.loss?.every((loss) => typeof loss === 'number')).toBe(true);
    expect(rows['delta_rms.4']).toHaveLength(rows.step?.length ?? 0);
    await put('goal', 'loss<10');
    await put('step', 400);
    await expect.poll(() => trait('reached')).toMatchObject({ name: 'loss<10' });
    const names = await page.evaluate(() => [...(window as unknown as Host).names]);
    expect(names.sort()).toEqual(pythonTraits?.sort());
    await page.evaluate(() => (window as unknown as Host).end());
    await expect(scope).toHaveCount(0);
    const left = await page.evaluate(() => (window as unknown as Host).listeners.size);
    expect(left).toBe(broken ? 13 : 0);
    await expect.poll(() => page.workers().length).toBe(0);
  });
}
