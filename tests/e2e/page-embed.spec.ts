// <grad-scope> in the pages of others: it starts where they say and when it is seen, looks as they do, tells
// what it does, and gives links that open.
import { expect, type Instrument, test } from './instrument.ts';

type Given = Readonly<Record<string, string>>;

/** A page with one element in the place of the page's own. */
async function embed(instrument: Instrument, attributes: Given): Promise<void> {
  const { page } = instrument;
  await page.goto('./index.html');
  await page.evaluate((attributes) => {
    const element = document.createElement('grad-scope');
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.querySelector('grad-scope')?.replaceWith(element);
  }, attributes);
  await expect(instrument.root.locator('[data-verdict]').first()).toBeVisible();
}

test('it starts at the step that the page names', async ({ instrument }) => {
  await embed(instrument, { config: 'depth=3', step: '25', run: 'manual', panel: 'none' });
  await expect.poll(() => instrument.step()).toBe(25);
  await expect(instrument.root.locator('gs-transport')).toHaveCount(0);
  const loss = await instrument.do((element) => element.experiment.history.latest()?.get('loss'));
  await instrument.do((element) => element.reset());
  await instrument.goTo(25);
  expect(await instrument.do((element) => element.experiment.history.latest()?.get('loss'))).toBe(
    loss,
  );
});

test('goTo goes to a step, back as well, and stays there', async ({ instrument }) => {
  await embed(instrument, { config: 'depth=3', run: 'auto' });
  const steps = await instrument.do(async (element) => {
    const seen: number[] = [];
    for (const step of [40, 10, 10, 700]) {
      await element.goTo(step);
      seen.push(element.step);
    }
    return seen;
  });
  expect(steps).toEqual([40, 10, 10, 700]);
  expect(await instrument.do(({ playing }) => playing)).toBe(false);
  await expect(instrument.do((element) => element.goTo(-1))).rejects.toThrow(
    'goTo: expected a whole number from 0 to 10000000, got -1',
  );
});

test('theme="host" looks as the page around, and follows it', async ({ instrument, page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await embed(instrument, { theme: 'host', run: 'manual' });
  const theme = instrument.root.locator('.root');
  await expect(theme).toHaveAttribute('data-theme', 'light');
  const html = page.locator('html');
  const set = (name: string, value: string) =>
    html.evaluate((element, [name, value]) => element.setAttribute(name, value), [
      name,
      value,
    ] as const);
  for (const [name, dark, light] of [
    ['data-theme', 'dark', 'light'],
    ['data-md-color-scheme', 'slate', 'default'],
    ['data-bs-theme', 'dark', 'light'],
    ['class', 'dark', ''],
  ] as const) {
    await set(name, dark);
    await expect(theme).toHaveAttribute('data-theme', 'dark');
    await set(name, light);
    await expect(theme).toHaveAttribute('data-theme', 'light');
    await html.evaluate((element, name) => element.removeAttribute(name), name);
  }
});

test('in a small frame a tall element is in sight, and starts', async ({ instrument, page }) => {
  await page.setViewportSize({ width: 300, height: 150 });
  await embed(instrument, { config: 'depth=3' });
  const { height } = (await instrument.root.boundingBox()) ?? { height: 0 };
  expect(height).toBeGreaterThan(1500); // less than a tenth of it can be seen
  await expect.poll(() => instrument.step(), { timeout: 10_000 }).toBeGreaterThan(0);
});

test('it says that it plays, pauses and how far it is, also where a step is made', async ({
  instrument,
}) => {
  await embed(instrument, { config: 'depth=3', run: 'manual' });
  const heard = await instrument.do(async (element) => {
    const heard: { type: string; detail: Record<string, unknown> }[] = [];
    for (const type of ['gs-playing', 'gs-progress']) {
      element.addEventListener(type, (event) => {
        heard.push({ type, detail: (event as CustomEvent).detail });
      });
    }
    element.play();
    await new Promise((resolve) => setTimeout(resolve, 600));
    element.pause();
    await element.goTo(0);
    await element.advance(7);
    await new Promise((resolve) => setTimeout(resolve, 400));
    return heard;
  });
  const playing = heard.filter(({ type }) => type === 'gs-playing');
  expect(playing.map(({ detail }) => detail.playing)).toEqual([true, false]);
  const progress = heard.filter(({ type }) => type === 'gs-progress').map(({ detail }) => detail);
  expect(progress.at(-1)).toEqual({
    step: 7,
    loss: expect.any(Number),
    accuracy: expect.any(Number),
  });
});

test('a link from an element opens where the page says', async ({ instrument }) => {
  await embed(instrument, {
    config: 'depth=3',
    run: 'manual',
    'link-base': '../g/index.html?a=1#x',
  });
  await instrument.goTo(4);
  const link = await instrument.do((element) => element.permalink());
  expect(link).toBe(
    new URL('../g/index.html?a=1#v1&depth=3&ui.step=4', instrument.page.url()).href,
  );
});

for (const width of [1100, 700, 380]) {
  test(`nothing jumps when the run arrives, ${width} wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto('./index.html');
    for (const given of [
      { panel: 'remedies' },
      { panel: 'transport', view: 'profile loss' },
      { panel: 'none', view: 'boundary' },
    ]) {
      const heights = await page.evaluate(async (given) => {
        const element = document.createElement('grad-scope');
        const attributes = { ...given, run: 'manual', preset: 'vanishing', lang: 'en' };
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        document.querySelector('grad-scope')?.replaceWith(element);
        const heights = new Set<number>();
        const look = () => {
          heights.add(Math.round(element.getBoundingClientRect().height));
          requestAnimationFrame(look);
        };
        await (element as unknown as { updateComplete: Promise<boolean> }).updateComplete;
        requestAnimationFrame(look);
        await (element as unknown as { ready: Promise<void> }).ready;
        await new Promise((resolve) => setTimeout(resolve, 400));
        return [...heights];
      }, given);
      expect(heights, JSON.stringify(given)).toHaveLength(1);
    }
  });
}

test('a page may choose papers, borders and the font, and its own text does not get in', async ({
  instrument,
  page,
}) => {
  await embed(instrument, { config: 'depth=3', run: 'manual', panel: 'none' });
  const card = instrument.root.locator('.card').first();
  const styles = () =>
    card.evaluate((element) => {
      const { backgroundColor, borderColor, fontFamily, textAlign, letterSpacing } =
        getComputedStyle(element);
      return { backgroundColor, borderColor, fontFamily, textAlign, letterSpacing };
    });
  await page.evaluate(() => {
    const { style } = document.documentElement;
    style.setProperty('--gs-surface', 'rgb(1, 2, 3)');
    style.setProperty('--gs-border', 'rgb(4, 5, 6)');
    style.setProperty('--gs-font', 'monospace');
    style.textAlign = 'center';
    style.letterSpacing = '3px';
  });
  expect(await styles()).toEqual({
    backgroundColor: 'rgb(1, 2, 3)',
    borderColor: 'rgb(4, 5, 6)',
    fontFamily: 'monospace',
    textAlign: 'start',
    letterSpacing: 'normal',
  });
});
