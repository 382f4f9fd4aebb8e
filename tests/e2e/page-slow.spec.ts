// Runs that are slow here: the page says what they will take and asks before they start, whoever wants
// them; and who stops one goes on with another.
import AxeBuilder from '@axe-core/playwright';
import { expect, Instrument, test } from './instrument.ts';

const slow = 'depth=64&width=256&batch=8&update=muon&init=orthogonal';

test('a slow link is asked for; a narrower network runs instead', async ({ instrument, page }) => {
  await page.goto(`./index.html#v1&${slow}`);
  const notice = instrument.root.locator('.notice[role="alert"]');
  await expect(notice).toContainText(
    /A step will take about \d+ (second|minute)s?, the start about/,
  );
  expect(await instrument.do((element) => element.experiment.info)).toBeUndefined();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
  await instrument.button(/Use width \d+/).click();
  await expect(instrument.root.locator('[data-verdict]')).toBeVisible();
  await expect(notice).toHaveCount(0);
  const { width } = await instrument.do((element) => element.getState().config);
  expect(width).toBeLessThan(256);
  await instrument.do((element) => element.ready); // as if it had been asked for at once
});

test('a slow setting is asked for; the run on screen goes on; started, it can be left', async ({
  instrument,
  page,
}) => {
  await instrument.open('#v1&depth=3');
  await instrument.do((element) => element.play());
  const change = `#v1&${slow}`;
  await page.evaluate((link) => {
    location.hash = link;
  }, change);
  await expect(instrument.button('Start it anyway')).toBeVisible();
  const before = await instrument.step();
  await expect.poll(() => instrument.step()).toBeGreaterThan(before);
  await instrument.button('Keep the run on screen').click();
  await expect(instrument.root.locator('.notice')).toHaveCount(0);
  expect(await instrument.do((element) => element.getState().config)).toEqual({ depth: 3 });
  await instrument.do(
    (element) =>
      void element.setConfig({ depth: 64, width: 256, batch: 8, update: [{ kind: 'muon' }] }),
  );
  await instrument.button('Start it anyway').click();
  const layers = () => instrument.do((element) => element.experiment.layers);
  await expect.poll(layers, { timeout: 20_000 }).toBe(65);
  await instrument.do((element) => void element.openLink('#v1&depth=2&ui.step=7'));
  await expect.poll(layers, { timeout: 10_000 }).toBe(3);
  await expect.poll(() => instrument.step()).toBe(7);
});

test('an element that starts by itself asks as well, in its language', async ({ page }) => {
  await page.goto('./index.html');
  await page.evaluate((config) => {
    const element = document.createElement('grad-scope');
    element.setAttribute('config', config);
    element.setAttribute('run', 'auto');
    element.setAttribute('lang', 'zh');
    element.setAttribute('controls', 'none');
    document.querySelector('grad-scope')?.replaceWith(element);
  }, slow);
  const instrument = new Instrument(page);
  await expect(instrument.root.getByRole('alert')).toContainText('每一步约需');
  await instrument.button(/改用宽度/).click();
  await expect.poll(() => instrument.step(), { timeout: 20_000 }).toBeGreaterThan(0);
});
