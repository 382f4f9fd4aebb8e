// The page at its edges: few samples, no hidden layer, a check in the middle of a run, Back, print.
import type { GradScope } from '../../web/src/ui/grad-scope.ts';
import { expect, test } from './instrument.ts';

const few = { kind: 'moons', samples: 20 } as const; // 15 of them to train with

test('data with fewer samples than the batch are taken as one batch, and it is said', async ({
  instrument,
  page,
}) => {
  const { root } = instrument;
  const notice = root.locator('.notice');
  const state = () => instrument.do((element) => element.getState().config);
  await instrument.open('#v1&depth=3');
  const samples = root.getByLabel('Samples', { exact: true }).first();
  await samples.fill('20');
  await samples.press('Enter');
  await expect(notice).toContainText('32 is more than the 15 training samples; 0 takes all');
  await expect.poll(state).toEqual({ depth: 3, data: few, batch: 0 });
  await instrument.goTo(3);
  const told = await root.evaluate(async (element, data) => {
    const scope = element as unknown as GradScope;
    await scope.setState({ v: 1, config: { depth: 2 } });
    return scope.setConfig({ data });
  }, few);
  expect(told.map(({ path }) => path)).toEqual(['batch']);
  expect(await state()).toEqual({ depth: 2, data: few, batch: 0 });
  await page.goto('about:blank');
  await instrument.open('#v1&depth=2&data=moons(samples:20)');
  await expect(notice).toContainText('training samples');
  expect(await state()).toEqual({ depth: 2, data: few, batch: 0 });
});

test('a batch that somebody asked for is refused as it was', async ({ instrument }) => {
  await instrument.open('#v1&depth=3');
  const told = await instrument.do((element) => element.setConfig({ batch: 500 }));
  expect(told.map(({ path }) => path)).toEqual(['batch']);
  expect(await instrument.do((element) => element.getState().config)).toEqual({ depth: 3 });
});

test('without hidden layers only what changes the step is offered', async ({
  instrument,
  page,
}) => {
  const offered = () =>
    instrument.root
      .locator('gs-remedies button:enabled')
      .evaluateAll((chips) => chips.map((chip) => chip.textContent?.trim()));
  await instrument.open('#v1&depth=0');
  expect(await offered()).toEqual([
    ...['Adam', 'RMSprop', 'Momentum', 'Clip norm', 'Rate × 10', 'Rate ÷ 10', 'L2'],
  ]);
  await page.goto('about:blank');
  await instrument.open('#v1&depth=2');
  expect(await offered()).not.toContain('3 layers'); // they would be more
  expect(await offered()).toContain('Batch norm');
});

test('a run that goes on waits for the gradient check, and goes on', async ({
  instrument,
  page,
}) => {
  await instrument.open('#v1&depth=3');
  const playing = () => instrument.do((element) => element.playing);
  const result = instrument.root.locator('gs-check tbody');
  await instrument.do((element) => {
    element.maxSteps = 1_000_000; // it does not end by itself
    element.play();
  });
  await instrument.button('Check gradient').click();
  await expect(result).toBeVisible();
  await expect.poll(playing).toBe(true);
  await page.keyboard.press('Escape');
  await instrument.do((element) => element.pause());
  await instrument.button('Check gradient').click();
  await expect(result).toBeVisible();
  expect(await playing()).toBe(false);
});

test('a gradient check that takes long says how far it is, and can be cancelled', async ({
  instrument,
}) => {
  await instrument.open('#v1&depth=60&width=128&activation=tanh&batch=64');
  await instrument.do((element) => element.pause());
  const step = await instrument.step();
  await instrument.button('Check gradient').click();
  const check = instrument.root.locator('gs-check');
  await expect(check.getByRole('progressbar', { name: /of 61 layers/ })).toBeVisible();
  await expect(check.locator('tbody tr').first()).toBeVisible({ timeout: 20_000 });
  await check.getByRole('button', { name: 'Cancel' }).click();
  await expect(check.getByRole('progressbar')).toHaveCount(0);
  await expect(check.getByRole('status')).toHaveText(/^\d+ of 61 layers$/);
  await instrument.do((element) => element.advance(1)); // the engine is free at once
  expect(await instrument.step()).toBe(step + 1);
});

test('Back goes through the experiments that were chosen', async ({ instrument, page }) => {
  await instrument.open();
  const depth = instrument.root.getByLabel('Hidden layers', { exact: true }).first();
  const chosen = (name: string) =>
    expect(instrument.button(name)).toHaveAttribute('aria-pressed', 'true');
  await instrument.button('Healthy').click();
  await chosen('Healthy');
  await depth.fill('7');
  await depth.press('Enter');
  await expect.poll(() => page.url()).toContain('depth=7');
  await instrument.button('Exploding').click();
  await chosen('Exploding');
  await page.goBack();
  await expect(depth).toHaveValue('7');
  await page.goBack();
  await chosen('Vanishing');
  await page.goForward();
  await expect(depth).toHaveValue('7');
});

test.describe('what is out of sight', () => {
  test.use({ viewport: { width: 1000, height: 300 } });

  test('is drawn all the same, and at once for print', async ({ instrument }) => {
    await instrument.open('#v1&depth=3');
    const charts = ['.loss-canvas', '.accuracy-canvas', '.time-canvas'];
    const loss = (print = false) =>
      instrument.root.evaluate((element, print) => {
        if (print) dispatchEvent(new Event('beforeprint'));
        const root = element.shadowRoot;
        return root?.querySelector<HTMLCanvasElement>('.loss-canvas canvas')?.toDataURL();
      }, print);
    await instrument.goTo(20);
    for (const name of charts) {
      await expect(instrument.root.locator(name)).not.toBeInViewport();
      await expect.poll(() => instrument.colours(name), { message: name }).toBeGreaterThan(5);
    }
    const before = await loss();
    await instrument.goTo(60);
    await expect.poll(() => loss()).not.toBe(before);
    const atSixty = await loss(true);
    await instrument.goTo(90);
    expect(await loss(true)).not.toBe(atSixty);
  });
});
