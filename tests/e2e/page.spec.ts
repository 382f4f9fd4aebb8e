// The main page in a real browser, under the policy of a careful host: what it shows at first, what a
// remedy does, what a link carries, what it says when something is wrong.
import { expect, test } from './instrument.ts';

test('the first picture is step 0: seven decades of slope, before any training', async ({
  instrument,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' }); // nothing starts by itself
  await instrument.open();
  expect(await instrument.step()).toBe(0);
  await expect(instrument.verdict).toHaveAttribute('data-verdict', 'vanishing');
  await expect(instrument.sentence).toContainText(
    /Layer 1 gets \d+ thousand times less gradient dL\/dW than layer 10/,
  );
  await expect(instrument.root.getByText('step 0, before training')).toBeVisible();
  const label = await instrument.root
    .getByRole('img', { name: /layer by layer/ })
    .getAttribute('aria-label');
  const [first, last] = [...(label ?? '').matchAll(/Layer (?:1|11) ([\d.]+(?:×10[⁻⁰¹²³⁴-⁹]+)?)/g)];
  expect(first?.[1]).toMatch(/×10⁻[⁷⁸⁹]$/);
  expect(Number(last?.[1])).toBeGreaterThan(0.01);
});

test('the default run starts by itself, trains, and learns nothing', async ({ instrument }) => {
  await instrument.open();
  await expect.poll(() => instrument.step()).toBeGreaterThan(20);
  await instrument.goTo(1000);
  await expect(instrument.verdict).toHaveAttribute('data-verdict', 'vanishing');
  await expect.poll(() => instrument.accuracy()).toBeLessThan(65);
  expect(Number(await instrument.loss())).toBeGreaterThan(0.65);
});

test('ReLU + He does not vanish, separates the moons, and the old run stays visible', async ({
  instrument,
}) => {
  await instrument.open();
  await instrument.goTo(300);
  await instrument.button('ReLU + He').click();
  await instrument.goTo(1000);
  await expect(instrument.verdict).toHaveAttribute('data-verdict', 'healthy');
  await expect.poll(() => instrument.accuracy()).toBeGreaterThanOrEqual(97);
  await expect(instrument.root.getByText('the run before').first()).toBeVisible();
  const board = instrument.root.getByRole('region', { name: 'What helped?' });
  await expect(board.getByRole('row', { name: /As it was.*Vanishing/ })).toBeVisible();
  await expect(board.getByRole('row', { name: /ReLU \+ He.*Healthy/ })).toBeVisible();
});

test('a link reproduces the run: the same digits at the same step', async ({
  instrument,
  page,
}) => {
  await instrument.open('#v1&activation=tanh&seed=7&update=adam&learning_rate=0.003');
  await instrument.goTo(140);
  const loss = await instrument.loss();
  const { link, history } = await instrument.do((element) => ({
    link: element.permalink(),
    history: [...element.experiment.history.column('loss')],
  }));
  expect(link).toContain('ui.step=140');
  await page.goto('about:blank');
  await page.goto(link);
  await expect.poll(() => instrument.step()).toBe(140);
  expect(await instrument.loss()).toBe(loss);
  expect(await instrument.do((element) => [...element.experiment.history.column('loss')])).toEqual(
    history,
  );
});

test('a change of a setting is written into the address, and Back to a link is honoured', async ({
  instrument,
  page,
}) => {
  await instrument.open();
  await instrument.root.getByLabel('Hidden layers', { exact: true }).first().fill('4');
  await instrument.root.getByLabel('Hidden layers', { exact: true }).first().press('Enter');
  await expect.poll(() => page.url()).toContain('#v1&depth=4');
  const shown = () => instrument.do((element) => element.getState().config);
  await expect.poll(shown).toEqual({ depth: 4 });
  await expect(instrument.verdict).toHaveAttribute('data-verdict', 'undecided');
  await page.evaluate(() => {
    location.hash = '#v1&depth=6&init=normal(std:0.01)';
  });
  await expect(instrument.sentence).toContainText('layer 6');
});

test('a remedy is written into the address: whoever reloads keeps it', async ({
  instrument,
  page,
}) => {
  await instrument.open();
  const remedy = instrument.root.locator('gs-remedies').getByRole('button', { name: /^ReLU/ });
  await remedy.click();
  await expect.poll(() => page.url()).toContain('#v1&activation=relu&init=he_normal');
  await remedy.click();
  await expect.poll(() => page.url()).toMatch(/#v1$/);
});

test('Back to the address without a link gives the default run and no complaint', async ({
  instrument,
  page,
}) => {
  await instrument.open();
  await page.evaluate(() => {
    location.hash = '#v1&depth=6&init=normal(std:0.01)';
  });
  await expect(instrument.sentence).toContainText('layer 6');
  await page.goBack();
  await expect(instrument.sentence).toContainText('layer 10');
  await expect(instrument.root.locator('.notice')).toHaveCount(0);
});

test('a first link that only the engine can judge loses what is wrong, and runs', async ({
  instrument,
}) => {
  await instrument.open('#v1&depth=6&batch=512');
  await expect(instrument.root.locator('.notice')).toContainText('training samples');
  await expect(instrument.sentence).toContainText('layer 6');
  expect(await instrument.do((element) => element.getState().config)).toEqual({ depth: 6 });
});

test('a junk link loads what it can and says what it ignored', async ({ instrument }) => {
  await instrument.open('#v1&depth=4&width=-3&activation=frog&%%%&update=adam(beta1:7)');
  const notice = instrument.root.locator('.notice');
  await expect(notice).toContainText('4 things were not used');
  await expect(notice).toContainText('frog');
  expect(await instrument.do((element) => element.getState().config)).toMatchObject({ depth: 4 });
  await instrument.button('Dismiss').click();
  await expect(notice).toHaveCount(0);
});

test('a bad number is refused at its field, and the run on screen goes on', async ({
  instrument,
}) => {
  await instrument.open();
  await instrument.button('Run').click();
  const rate = instrument.root.getByLabel('Learning rate', { exact: true }).first();
  for (const [text, message] of [
    ['fast', '“fast” is not a number.'],
    ['-1', '-1 is outside 0 … 10⁶'],
  ] as const) {
    await rate.fill(text);
    await rate.press('Enter');
    await expect(instrument.root.getByText(message)).toBeVisible();
    await expect(rate).toHaveAttribute('aria-invalid', 'true');
    await expect(rate).toHaveValue(text);
  }
  const before = await instrument.step();
  await expect.poll(() => instrument.step()).toBeGreaterThan(before + 20);
  await rate.fill('0.2');
  await rate.press('Enter');
  await expect(rate).toHaveAttribute('aria-invalid', 'false');
  expect(await instrument.do((element) => element.getState().config)).toEqual({
    learning_rate: 0.2,
  });
});

test('what only the engine can judge is refused too, with its reason', async ({ instrument }) => {
  await instrument.open();
  await instrument.button('Run').click();
  const batch = instrument.root.getByLabel('Samples a step; 0: all', { exact: true }).first();
  await batch.fill('5000');
  await batch.press('Enter');
  await expect(instrument.root.locator('.notice')).toContainText('training samples');
  const before = await instrument.step();
  await expect.poll(() => instrument.step()).toBeGreaterThan(before + 20);
  expect(await instrument.do((element) => element.getState().config)).toEqual({});
});

test('trouble stops the run and is named with step, layer and tensor', async ({ instrument }) => {
  await instrument.open();
  await instrument.button('Exploding').click();
  await expect(instrument.verdict).toHaveAttribute('data-verdict', 'diverged');
  await expect(instrument.sentence).toContainText(/Stopped at step \d+: in layer \d+ .* in \S+/);
  await expect(instrument.button('Run')).toBeDisabled();
  await instrument.button('ReLU + He').click();
  await expect(instrument.button('Pause')).toBeVisible();
});

test('why: the popover shows every limit, and which one is broken', async ({ instrument }) => {
  await instrument.open();
  await instrument.button('Why?').click();
  const why = instrument.root.getByRole('dialog', { name: /rests on/ });
  await expect(why.getByRole('row')).toHaveCount(8);
  await expect(why.locator('.broken')).toHaveCount(2); // delta and dL/dW, first layer over last
  await instrument.page.keyboard.press('Escape');
  await expect(why).toBeHidden();
});

test('formulas printed wrong need their switch, and stand in a group of their own', async ({
  instrument,
}) => {
  await instrument.open();
  const weights = instrument.root.getByLabel('Initial weights', { exact: true });
  await expect(weights.locator('optgroup')).toHaveCount(0);
  await instrument.root.getByLabel(/Allow formulas/).check();
  await expect(weights.locator('optgroup')).toHaveAttribute('label', 'As printed, wrong');
  await weights.selectOption('article_he');
  await expect(instrument.verdict).toHaveAttribute('data-verdict', 'diverged');
  await instrument.root.getByLabel(/Allow formulas/).uncheck();
  await expect(weights).toHaveValue('xavier_normal');
  await expect(instrument.verdict).not.toHaveAttribute('data-verdict', 'diverged');
});

test('every kind of data has its picture', async ({ instrument }) => {
  for (const [hash, picture] of [
    ['#v1&data=spiral', 'boundary'],
    ['#v1&data=sine&depth=2&activation=tanh', 'curve'],
    ['#v1&data=digits&depth=1', 'confusion'],
    ['#v1&data=article_noise', 'agreement'],
  ] as const) {
    await instrument.open(hash);
    await expect(instrument.root.locator(`.learned-canvas.${picture}`)).toBeVisible();
    await expect.poll(() => instrument.colours('.learned-canvas')).toBeGreaterThan(4);
  }
});

test('Chinese and dark are chosen once and kept', async ({ instrument, page }) => {
  await instrument.open();
  await instrument.button('中文').click();
  await expect(instrument.sentence).toContainText('梯度消失');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await instrument.root.getByLabel('外观').selectOption('dark');
  /** Whether words are lighter than what they stand on. */
  const dark = () =>
    instrument.root.locator('gs-diagnosis').evaluate((card) => {
      const { color, backgroundColor } = getComputedStyle(card);
      const light = (rgb: string) =>
        (rgb.match(/[\d.]+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
      return light(color) > light(backgroundColor);
    });
  expect(await dark()).toBe(true);
  await instrument.open();
  await expect(instrument.sentence).toContainText('梯度消失');
  expect(await dark()).toBe(true);
  await instrument.root.getByLabel('外观').selectOption('light');
  expect(await dark()).toBe(false);
});
