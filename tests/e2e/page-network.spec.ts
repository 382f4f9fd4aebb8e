// The network drops one request of the page, each in its turn: of the first load, and of every part that
// is fetched later. The page gets it after all, or says so and gets it when somebody wants; nobody has to
// load the page again.
import type { Browser, Page } from '@playwright/test';
import { expect, Instrument, test } from './instrument.ts';

/** Names of files without what changes from build to build. */
const nameOf = (url: string) =>
  new URL(url).pathname.replace(/^.*\//, '').replace(/-[\w-]{8}(?=\.\w+$)/, '');

/** What is fetched until the page is still; `act` may ask for more. */
async function requestsOf(page: Page, act: () => Promise<void>): Promise<string[]> {
  const names: string[] = [];
  const listen = (request: { url(): string }) => names.push(nameOf(request.url()));
  page.context().on('request', listen);
  await act();
  page.context().off('request', listen);
  return names;
}

/** The context's next `count` requests for a file fail. */
async function drop(page: Page, name: string, count = 1): Promise<() => number> {
  let dropped = 0;
  await page.context().route('**/*', (route) => {
    const hit = nameOf(route.request().url()) === name && dropped < count;
    if (!hit) return route.fallback();
    dropped += 1;
    return route.abort('connectionreset');
  });
  return () => dropped;
}

/** The browser's own words about a request that failed are no complaint here. */
function forget(complaints: string[]): void {
  const others = complaints.filter((text) => !/Failed to load resource|net::ERR/.test(text));
  complaints.splice(0, complaints.length, ...others);
}

const again = (page: Page) =>
  page.getByRole('button', { name: /Try again/ }).or(page.locator('grad-scope .none'));

/** Presses "Try again" as often as it is offered, until `there` is. */
async function recovers(page: Page, there: () => Promise<void>): Promise<boolean> {
  let pressed = false;
  await expect(async () => {
    const button = again(page).first();
    if (await button.isVisible()) {
      pressed = true;
      await button.click();
    }
    await there();
  }).toPass();
  return pressed;
}

const running = (instrument: Instrument) => async () => {
  await expect(instrument.root.locator('[data-verdict]').first()).toBeVisible({ timeout: 500 });
};

/** In a context of its own: the page comes to run although `count` requests for a file fail. */
async function loadsWithout(browser: Browser, address: string, name: string, count: number) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const dropped = await drop(page, name, count);
  await page.goto(address);
  const shown = new Instrument(page);
  await recovers(page, async () => {
    await running(shown)();
    await expect(shown.root.locator('gs-settings .field').first()).toBeVisible({ timeout: 500 });
  });
  await shown.goTo(5);
  expect(dropped(), name).toBeGreaterThan(0);
  await expect(page.getByRole('button', { name: /Try again/ })).toHaveCount(0);
  await context.close();
}

test('the first load without one of its files, each in its turn', async ({
  browser,
  complaints,
  instrument,
  page,
}) => {
  test.setTimeout(300_000);
  const names = await requestsOf(page, () => instrument.open('#v1&depth=3'));
  // Without the page itself there is nobody to ask again; what stands in for scripts is not needed then.
  const apart = ['', 'index.html', 'again.js', 'favicon.svg'];
  const files = [...new Set(names)].filter((name) => !apart.includes(name));
  expect(files).toContain('gradscope-float32.wasm');
  const cases = files.flatMap((name) => [1, 5].map((count) => ({ name, count })));
  const address = page.url();
  const next = async (): Promise<void> => {
    const one = cases.pop();
    if (one === undefined) return;
    await loadsWithout(browser, address, one.name, one.count);
    await next();
  };
  await Promise.all([next(), next(), next(), next()]); // mostly they wait
  console.log(
    `  requests of the first load dropped: ${files.length}, once and five times; 0 stuck`,
  );
  forget(complaints);
});

/** Parts that are fetched when somebody wants them, and how they are seen to be there. */
const later: readonly {
  readonly name: string;
  readonly ask: (instrument: Instrument) => Promise<void>;
  readonly there: (instrument: Instrument) => Promise<void>;
}[] = [
  ...['details.js', 'proof.js'].map((name) => ({
    name,
    ask: (instrument: Instrument) => instrument.button('Check gradient').click(),
    there: (instrument: Instrument) =>
      expect(instrument.root.locator('#check')).toContainText('agree', { timeout: 1500 }),
  })),
  ...['gradscope-float64.js', 'gradscope-float64.wasm'].map((name) => ({
    name,
    ask: (instrument: Instrument) => instrument.button('Theory').click(),
    there: (instrument: Instrument) =>
      expect(instrument.root.locator('gs-profile .note')).toContainText('Theory', {
        timeout: 1500,
      }),
  })),
  {
    name: 'digits.txt',
    ask: (instrument) => instrument.button('Digits').click(),
    there: (instrument) =>
      expect
        .poll(() => instrument.do((element) => element.getState().config.data?.kind), {
          timeout: 1500,
        })
        .toBe('digits'),
  },
  {
    name: 'zh.js',
    ask: (instrument) => instrument.button('中文').click(),
    there: (instrument) => expect(instrument.sentence).toContainText('梯度', { timeout: 500 }),
  },
];

for (const { name, ask, there } of later) {
  test(`later, without ${name}`, async ({ complaints, instrument, page }) => {
    await instrument.open('#v1&depth=3');
    const dropped = await drop(page, name, 5);
    await ask(instrument);
    const pressed = await recovers(page, () => there(instrument));
    expect([dropped(), pressed]).toEqual([5, true]);
    await expect(page.getByRole('alert')).toHaveCount(0);
    forget(complaints);
  });
}

test('the network is back: what was missing comes by itself', async ({
  complaints,
  context,
  instrument,
  page,
}) => {
  await drop(page, 'gradscope-float32.wasm', 4);
  await page.goto('./index.html#v1&depth=3');
  await expect(page.getByRole('alert')).toContainText('could not start');
  await expect(async () => {
    await context.setOffline(true);
    await context.setOffline(false);
    await running(instrument)();
  }).toPass();
  await expect(page.getByRole('alert')).toHaveCount(0);
  forget(complaints);
});

test('what is seldom said is fetched when it is: where that fails, there is a line, and it runs', async ({
  complaints,
  instrument,
  page,
}) => {
  for (const name of ['watch-notice.js', 'watch.js']) await drop(page, name, 1000);
  const slow = '#v1&depth=64&width=256&batch=8&update=muon&init=orthogonal';
  await page.goto(`./index.html${slow}`);
  await expect(page.getByRole('alert')).toContainText('slow here');
  await instrument.root.locator('.notice').getByRole('button', { name: 'Run' }).click();
  await expect(instrument.root.locator('[data-verdict]')).toBeVisible({ timeout: 20_000 });
  forget(complaints);
});
