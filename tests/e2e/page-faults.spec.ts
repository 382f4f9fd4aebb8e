// The page where something is missing or unusual: an engine that refuses everything, parts that do not
// load, colours, speeds and screens of somebody else.
import type { GradScope } from '../../web/src/ui/grad-scope.ts';
import { expect, test } from './instrument.ts';

test('an engine that refuses even the default run is asked twice, and says why', async ({
  instrument,
  page,
}) => {
  await page.addInitScript(() => {
    const asked: unknown[] = [];
    class Refusing extends EventTarget {
      onmessage: ((event: unknown) => void) | null = null;
      onerror = null;
      postMessage({ id, verb, args }: { id: number; verb: string; args: { config: unknown } }) {
        if (verb === 'start') asked.push(args.config);
        const errors = [{ path: 'depth', message: 'no run today' }];
        setTimeout(() => this.onmessage?.({ data: { type: 'refused', id, errors } }));
      }
      terminate() {}
    }
    Object.assign(window, { Worker: Refusing, asked });
  });
  await page.goto('./index.html#v1&depth=6');
  await expect(instrument.root.locator('.notice').first()).toContainText('no run today');
  // By then it asks no more.
  const reason = instrument.do((element) => element.ready.catch((error: Error) => error.message));
  expect(await reason).toBe('depth: no run today');
  const asked = await page.evaluate(() => (window as unknown as { asked: unknown[] }).asked);
  expect(asked).toEqual([{ depth: 6 }, {}]);
});

const broken = { contentType: 'text/javascript', body: 'throw new Error("not today")' };

test('a part that cannot be loaded: the page says so once, and goes on', async ({
  instrument,
  page,
}) => {
  await page.route(/\/(details|proof|zh)-[\w-]+\.js$/, (route) => route.fulfill(broken));
  await instrument.open('#v1&depth=3');
  const notice = instrument.root.locator('.notice');
  const missing = async () => {
    await expect(notice).toContainText('could not be loaded');
    await expect(notice).toContainText('not today');
    await instrument.button('Dismiss').click();
    await expect(notice).toHaveCount(0);
  };
  await instrument.button('Check gradient').click();
  await missing();
  await expect(instrument.root.locator('#check')).toBeHidden();
  await instrument.button('Theory').click();
  await missing();
  await instrument.do((element) => {
    element.lang = 'zh';
  });
  await missing();
  await instrument.goTo(5);
});

test('an accent may be any colour of CSS; what is none is not black', async ({ instrument }) => {
  await instrument.open('#v1&depth=3');
  await instrument.goTo(30);
  const chart = instrument.root.locator('gs-loss canvas').first();
  await chart.scrollIntoViewIfNeeded(); // what is out of sight is not drawn
  const pixels = () =>
    chart.evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const copy = new OffscreenCanvas(width, height).getContext('2d');
      copy?.drawImage(element as HTMLCanvasElement, 0, 0);
      const data = copy?.getImageData(0, 0, width, height).data ?? [];
      const pixels = { red: 0, black: 0, light: 0, dark: 0 };
      for (let i = 0; i < data.length; i += 4) {
        const [r = 0, g = 0, b = 0, a = 0] = data.slice(i, i + 4);
        if (a <= 250) continue;
        if (r > 240 && g < 15 && b < 15) pixels.red += 1;
        if (r + g + b === 0) pixels.black += 1;
        if (Math.min(r, g, b) > 200) pixels.light += 1;
        if (Math.max(r, g, b) < 60) pixels.dark += 1;
      }
      return pixels;
    });
  /** The chart with that accent: inks are read anew when it is drawn in another theme. */
  const curve = async (accent: string) => {
    await instrument.root.evaluate((element, colour) => {
      (element as HTMLElement).style.setProperty('--gs-accent', colour);
    }, accent);
    for (const theme of ['dark', 'light'] as const) {
      await instrument.root.evaluate((element, theme) => {
        (element as GradScope).theme = theme;
      }, theme);
      // The grid is of the theme's own colour, and of most pixels.
      await expect.poll(async () => (await pixels())[theme]).toBeGreaterThan(300);
    }
    const { red, black } = await pixels();
    return { red, black };
  };
  for (const red of ['#ff0000', 'rgb(255, 0, 0)', '#f00', 'red', 'hsl(0 100% 50%)']) {
    expect((await curve(red)).red, red).toBeGreaterThan(20);
  }
  expect(await curve('no colour at all')).toEqual({ red: 0, black: 0 });
});

test('a speed of the page is in the menu', async ({ instrument }) => {
  await instrument.open('#v1&depth=3');
  await instrument.do((element) => element.setAttribute('speed', '30'));
  const menu = instrument.root.getByLabel('Steps per second');
  await expect(menu).toHaveValue('30');
  await expect(menu.locator('option')).toHaveText(['5', '30', '50', '150', '1,000', 'max']);
});

test('on a screen with other pixels the charts are drawn anew', async ({ instrument, page }) => {
  await instrument.open('#v1&depth=3');
  await instrument.goTo(5);
  const chart = instrument.root.locator('.profile-canvas canvas');
  const width = () => chart.evaluate((canvas) => (canvas as HTMLCanvasElement).width);
  const before = await width();
  const size = page.viewportSize() ?? { width: 1280, height: 720 };
  const session = await page.context().newCDPSession(page);
  // Chromium looks at media queries again when the window changes; the chart keeps its size.
  const metrics = {
    width: size.width,
    height: size.height + 40,
    deviceScaleFactor: 2,
    mobile: false,
  };
  await session.send('Emulation.setDeviceMetricsOverride', metrics);
  await expect.poll(width).toBeGreaterThanOrEqual(2 * before - 1); // widths are rounded
});

test('units are reset on demand, where the run has a method for it', async ({ instrument }) => {
  await instrument.open('#v1&depth=3');
  const now = instrument.button('Reset units now');
  await expect(now).toHaveCount(0);
  await instrument.open(
    '#v1&depth=2&activation=relu&bias_std=20&reset=redo(tau:0.5;every:1000000)&ui.step=1',
  );
  await now.click();
  await expect(instrument.root.locator('[data-value="units-reset"]')).toHaveText(
    /[1-9]\d* units were reset/,
  );
});
