// A worker that is terminated, stalls, starves or talks nonsense, and files that never come: the page says
// so within seconds, says what can be done, and the next link runs. A table; what it tried is printed.
import type { Page } from '@playwright/test';
import { expect, type Instrument, test } from './instrument.ts';

/** Seconds until the page must have said something. */
const SOON = 5000;

/** What the worker is told to do from now on, in a message that is no request. */
type Order = 'stall' | 'starve' | 'throw' | { junk: number };

/** What no engine answers; `id` is that of the request. */
const junk = [
  'null',
  '42',
  '"answer"',
  '[]',
  '{}',
  '{ id }',
  '{ id, type: "answer" }',
  '{ id, type: "answer", value: null }',
  '{ id, type: "answer", value: {} }',
  '{ id, type: "answer", value: [] }',
  '{ id, type: "answer", value: [{}] }',
  '{ id, type: "answer", value: [{ rows: [], diagnosis: {} }] }',
  '{ id, type: "refused" }',
  '{ id, type: "refused", errors: [null] }',
  '{ id, type: "failed" }',
  '{ id, type: "done", value: 1 }',
];

/** Goes before the worker's own script. */
const obeying = `{
  let order = null;
  const say = self.postMessage.bind(self);
  self.postMessage = (reply, transfer) => {
    const { id } = reply;
    if (order?.junk === undefined) say(reply, transfer);
    else say([${junk.join(', ')}][order.junk]);
  };
  const spin = (milliseconds) => { for (const end = Date.now() + milliseconds; Date.now() < end;); };
  self.addEventListener('message', (event) => {
    if (event.data?.order) {
      order = event.data.order;
      event.stopImmediatePropagation();
      if (order === 'stall') spin(1e9);
      if (order === 'throw') setTimeout(() => { throw new Error('from the worker'); });
    } else if (order === 'starve') spin(6000);
  });
}`;

/** Keeps the page's workers where a test finds them. */
async function keepWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const workers: Worker[] = [];
    const Original = window.Worker;
    class Kept extends Original {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args);
        workers.push(this);
      }
    }
    Object.assign(window, { Worker: Kept, workers });
  });
  await page.route(/worker-[\w-]+\.js$/, async (route) => {
    const response = await route.fetch();
    const body = `${obeying}\n${await response.text()}`;
    await route.fulfill({ response, body });
  });
}

interface Workers {
  readonly workers: Worker[];
}

const tell = (page: Page, order: Order) =>
  page.evaluate(
    (order) => (window as unknown as Workers).workers.at(-1)?.postMessage({ order }),
    order,
  );

const terminate = (page: Page) =>
  page.evaluate(() => (window as unknown as Workers).workers.at(-1)?.terminate());

const workersMade = (page: Page) =>
  page.evaluate(() => (window as unknown as Workers).workers.length);

const notice = (instrument: Instrument) => instrument.root.locator('.notice[role="alert"]');

/** The page has said something with a button to press, soon after `began`. */
async function said(instrument: Instrument): Promise<void> {
  const button = notice(instrument).getByRole('button').first();
  await expect(button).toBeVisible({ timeout: SOON });
}

/** Another link runs, as it always does, and nothing is said any more. */
async function nextLinkRuns(instrument: Instrument, seed = 7): Promise<void> {
  await instrument.page.evaluate((seed) => {
    location.hash = `#v1&seed=${seed}&depth=2&ui.step=7`;
  }, seed);
  const config = () => instrument.do((element) => element.getState().config);
  await expect.poll(config, { timeout: 2 * SOON }).toEqual({ seed, depth: 2 });
  await expect.poll(() => instrument.step()).toBe(7);
  await expect(notice(instrument)).toHaveCount(0);
}

/** What happens to the first worker while it trains. */
const faults: readonly { readonly name: string; readonly happen: (page: Page) => Promise<void> }[] =
  [
    { name: 'terminated', happen: terminate },
    { name: 'stalled', happen: (page) => tell(page, 'stall') },
    { name: 'starved', happen: (page) => tell(page, 'starve') },
    { name: 'an error in its script', happen: (page) => tell(page, 'throw') },
  ];

test.describe.configure({ mode: 'default' }); // one after the other: they count together
let tried = 0;
test.afterAll(() => console.log(`  faults of a worker: ${tried} tried, none left the page stuck`));

for (const { name, happen } of faults) {
  test(`a worker in training, ${name}: the page says so, the next link runs`, async ({
    complaints,
    instrument,
    page,
  }) => {
    await keepWorkers(page);
    await instrument.open('#v1&depth=3');
    await instrument.do((element) => element.play());
    await expect.poll(() => instrument.step()).toBeGreaterThan(3);
    await happen(page);
    await said(instrument);
    await nextLinkRuns(instrument);
    expect(await workersMade(page)).toBe(2);
    complaints.splice(
      0,
      complaints.length,
      ...complaints.filter((c) => !/from the worker/.test(c)),
    );
    tried += 1;
  });
}

test(`a worker in training, ${junk.length} answers that are none: as above`, async ({
  instrument,
  page,
}) => {
  test.setTimeout(90_000);
  await keepWorkers(page);
  await instrument.open('#v1&depth=3');
  for (const place of junk.keys()) {
    await instrument.do((element) => element.setConfig({ depth: 3 }).then(() => element.play()));
    await expect.poll(() => instrument.step()).toBeGreaterThan(0);
    await tell(page, { junk: place });
    await said(instrument);
    await nextLinkRuns(instrument, place + 2);
    expect(await workersMade(page)).toBe(place + 2);
    tried += 1;
  }
});

test('a worker that stalls: who does not wait for the message gets the next run all the same', async ({
  instrument,
  page,
}) => {
  await keepWorkers(page);
  await instrument.open('#v1&depth=3');
  await tell(page, 'stall');
  await nextLinkRuns(instrument); // asked of a worker that will never hear of it
});

test('a worker that stalls: it can be stopped, and started again', async ({ instrument, page }) => {
  await keepWorkers(page);
  await instrument.open('#v1&depth=3');
  await tell(page, 'stall');
  await instrument.do((element) => element.play());
  await instrument.button('Stop').click({ timeout: SOON });
  await expect(notice(instrument)).toContainText('was stopped');
  await instrument.button('Start again').click();
  await expect(notice(instrument)).toHaveCount(0);
  await instrument.goTo(5);
});

/** Files of the engine that hang: the request is never answered. */
for (const [name, pattern] of [
  ['its script', /worker-[\w-]+\.js$/],
  ['the loader', /gradscope-float32-[\w-]+\.js$/],
  ['the module', /gradscope-float32-[\w-]+\.wasm$/],
] as const) {
  test(`a worker whose file never comes, ${name}: the page says so; tried again, it runs`, async ({
    instrument,
    page,
  }) => {
    let asked = 0;
    await page.context().route(pattern, (route) => {
      asked += 1;
      if (asked > 1) void route.continue(); // the first request hangs for good
    });
    await page.goto('./index.html#v1&depth=3');
    await said(instrument);
    await expect(notice(instrument)).toContainText('has not started yet');
    await instrument.button('Try again').click();
    await expect(instrument.root.locator('[data-verdict]').first()).toBeVisible();
    await expect(notice(instrument)).toHaveCount(0);
    await instrument.goTo(5);
  });
}
