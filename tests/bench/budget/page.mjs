// Opening the built page for a measurement: headless Chromium, nothing cached, under the policy of a
// careful host.

/** The deep run that the budget is about, at full speed, with every chart and without an end. */
const link = '#v1&depth=20&width=32&activation=tanh&update=adam&learning_rate=0.001';

export const screens = {
  desktop: { title: 'desktop, 1440 x 900', viewport: { width: 1440, height: 900 }, slower: 1 },
  phone: {
    title: 'phone, 380 x 800 at 3x, processor 4x slower',
    viewport: { width: 380, height: 800 },
    deviceScaleFactor: 3,
    slower: 4,
  },
};

/** A page of its own, not yet anywhere. */
export async function openPage(browser, { viewport, deviceScaleFactor = 1, slower }) {
  const context = await browser.newContext({ viewport, deviceScaleFactor });
  const page = await context.newPage();
  const debug = await context.newCDPSession(page);
  if (slower > 1) await debug.send('Emulation.setCPUThrottlingRate', { rate: slower });
  return { context, page, debug };
}

/** Waits for the first run, or says what the page says instead. */
export async function waitForRun(page) {
  const root = page.locator('grad-scope');
  try {
    await root.locator('[data-verdict]').first().waitFor({ timeout: 30_000 });
  } catch {
    const notices = await root.locator('.notice').allInnerTexts();
    throw new Error(`The page shows no run. ${notices.join(' ')}`);
  }
}

/** Opens the deep run and lets it train for `seconds`. */
export async function startTraining(page, address, seconds) {
  await page.goto(`${address}${link}`);
  await waitForRun(page);
  await page.evaluate(async () => {
    const element = document.querySelector('grad-scope');
    Object.assign(element, { speed: 'max', maxSteps: 1e9 });
    await element.updateComplete;
    element.play();
  });
  await page.waitForTimeout(seconds * 1000);
}

export const stepOf = (page) => page.evaluate(() => document.querySelector('grad-scope').step);
