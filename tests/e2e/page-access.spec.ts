// The page for everybody: assistive technology, keyboard, phones, reduced motion.
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './instrument.ts';

/** Every pair of theme and language, of theme and device, of language and device. */
const looks = [
  { theme: 'light', locale: 'en-US', device: 'desktop' },
  { theme: 'light', locale: 'zh-CN', device: 'phone' },
  { theme: 'dark', locale: 'en-US', device: 'phone' },
  { theme: 'dark', locale: 'zh-CN', device: 'desktop' },
] as const;

/** The rules of axe that look at what is painted, and where. */
const looked = [
  'color-contrast',
  'link-in-text-block',
  'target-size',
  'scrollable-region-focusable',
];

for (const { theme, locale, device } of looks) {
  test.describe(`${theme}, ${locale}, ${device}`, () => {
    test.use({
      colorScheme: theme,
      locale,
      viewport: device === 'phone' ? { width: 380, height: 800 } : { width: 1280, height: 800 },
      hasTouch: device === 'phone',
    });

    test('axe finds nothing on the page, with everything open', async ({ instrument, page }) => {
      await instrument.open();
      await instrument.goTo(60);
      await instrument.root.locator('gs-remedies button').nth(1).click();
      await instrument.goTo(60);
      await instrument.root.locator('gs-profile [aria-expanded]').click(); // the table
      const panel = instrument.root.locator('.panel-button');
      if ((await panel.getAttribute('aria-expanded')) === 'false') await panel.click();
      for (const summary of await instrument.root.locator('gs-settings summary').all()) {
        await summary.click();
      }
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    });

    test('axe finds nothing on the page of methods', async ({ page }) => {
      test.setTimeout(90_000); // a long page
      await page.goto('./methods.html');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      // Formulas are left out: hundreds of MathML leaves, all with the colours of the text around.
      const axe = new AxeBuilder({ page }).exclude('math');
      // The document is the same for all looks of a language; colours and sizes are not.
      if (theme === 'dark') axe.withRules(looked);
      expect((await axe.analyze()).violations).toEqual([]);
    });
  });
}

test.describe('keyboard', () => {
  test('Space runs and pauses, full stop steps, R resets', async ({ instrument, page }) => {
    await instrument.open();
    await page.keyboard.press('Space');
    await expect(instrument.button('Pause')).toBeVisible();
    await expect.poll(() => instrument.step()).toBeGreaterThan(5);
    await page.keyboard.press('Space');
    await expect(instrument.button('Run')).toBeVisible();
    const step = await instrument.step();
    await page.keyboard.press('.');
    await expect.poll(() => instrument.step()).toBe(step + 1);
    await page.keyboard.press('r');
    await expect.poll(() => instrument.step()).toBe(0);
  });

  test('who resets by key before the run has started by itself has the last word', async ({
    instrument,
    page,
  }) => {
    await page.clock.install();
    await instrument.open();
    await page.keyboard.press('r');
    await page.clock.runFor(5000);
    expect(await instrument.do(({ playing }) => playing)).toBe(false);
  });

  test('keys are ignored while somebody types, and can be switched off', async ({
    instrument,
    page,
  }) => {
    await instrument.open();
    await instrument.do((element) => element.pause());
    const rate = instrument.root.getByLabel('Learning rate', { exact: true }).first();
    await rate.focus();
    await page.keyboard.type('r. ');
    expect(await instrument.step()).toBe(0);
    await instrument.button('Keys').click();
    await instrument.root.getByLabel(/Use single keys/).uncheck();
    await page.keyboard.press('Escape');
    await page.locator('body').click({ position: { x: 2, y: 2 } });
    await page.keyboard.press('.');
    await instrument.do((element) => element.advance(0)); // behind any step that was asked for
    expect(await instrument.step()).toBe(0);
  });

  test('arrows on a chart move the shown step and the layer; Escape goes back', async ({
    instrument,
    page,
  }) => {
    await instrument.open();
    await instrument.goTo(50);
    const chart = instrument.root.locator('gs-profile .chart');
    await chart.focus();
    await expect(instrument.root.locator('.when')).toHaveText('step 49');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect(instrument.root.locator('.when')).toHaveText('step 47');
    await page.keyboard.press('Home');
    await expect(instrument.root.locator('.when')).toContainText('before training');
    await page.keyboard.press('ArrowUp');
    expect(await instrument.do((element) => element.experiment.pointer.focus)).toBe(0);
    await page.keyboard.press('Escape');
    await expect(instrument.root.locator('.when')).toHaveText('step 49');
  });

  test('a slider changes by keys, and the run starts once, when it is let go', async ({
    instrument,
    page,
  }) => {
    await instrument.open();
    await instrument.do((element) => element.pause());
    const depth = instrument.root.getByRole('slider', { name: 'Hidden layers' });
    await depth.focus();
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => instrument.do((element) => element.getState().config))
      .toEqual({ depth: 11 });
  });
});

test('screen readers hear the diagnosis politely, and once per verdict', async ({ instrument }) => {
  await instrument.open();
  const status = instrument.root.locator('gs-diagnosis [aria-live="polite"]');
  await expect(status).toContainText(/Vanishing\. Layer 1/);
  await instrument.goTo(100);
  await instrument.button('Tanh + Xavier').click();
  await expect(status).toContainText('Healthy');
});

test.describe('phone', () => {
  test.use({ viewport: { width: 380, height: 800 }, hasTouch: true, isMobile: true });

  test('nothing scrolls sideways, and every target is as large as a finger', async ({
    instrument,
    page,
  }) => {
    for (const hash of ['', '#v1&data=digits&depth=20&update=clip_by_global_norm,adam']) {
      await page.goto('about:blank'); // a page of its own, not a change of its address
      await instrument.open(hash);
      await expect(instrument.root.locator('#settings')).toHaveCount(0);
      await instrument.root.locator('.panel-button').click();
      await expect(instrument.root.locator('#settings')).toBeInViewport();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        380,
      );
      const small = await instrument.root
        .locator('button:visible, select:visible, a:visible, summary:visible, input:visible')
        .evaluateAll((targets) =>
          targets
            .map((target) => ({
              box: (target.closest('label.check') ?? target).getBoundingClientRect(),
              html: target.outerHTML.slice(0, 120),
            }))
            .filter(({ box }) => box.height < 43.5)
            .map(({ html }) => html),
        );
      expect(small).toEqual([]);
    }
  });

  test('the run’s buttons stay in sight while the page scrolls', async ({ instrument, page }) => {
    await instrument.open();
    await page.evaluate(() => scrollTo(0, 900));
    await expect(instrument.root.locator('gs-transport .primary')).toBeInViewport();
  });
});

test.describe('reduced motion', () => {
  test.use({ reducedMotion: 'reduce' });

  test('nothing starts by itself', async ({ instrument, page }) => {
    await page.clock.install();
    await instrument.open();
    await page.clock.runFor(5000); // longer than the pause before a run starts by itself
    expect(await instrument.do(({ playing, step }) => ({ playing, step }))).toEqual({
      playing: false,
      step: 0,
    });
    await instrument.button('Run').click();
    await expect.poll(() => instrument.step()).toBeGreaterThan(5);
  });
});

test('where motion is welcome that pause is enough for a run to start', async ({
  instrument,
  page,
}) => {
  await page.clock.install();
  await instrument.open();
  await page.clock.runFor(5000);
  expect(await instrument.do(({ playing }) => playing)).toBe(true);
});
