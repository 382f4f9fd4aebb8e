// What the page is for: remedies that help and remedies that do not, formulas as printed beside the
// right ones, the theory, the gradient check.
import { catalog } from '../../web/src/config/catalog.ts';
import { expect, test } from './instrument.ts';

/** Accuracy in percent after 1000 steps of the default run with that one change. */
const remedies = [
  ['Tanh + Xavier', 97, 100],
  ['ReLU + He', 97, 100],
  ['Leaky ReLU + He', 97, 100],
  ['Batch norm', 90, 100],
  ['Skip connections', 80, 100],
  ['Adam', 75, 100],
  ['He weights', 0, 60],
  ['Momentum', 0, 60],
  ['Clip norm', 0, 60],
  ['Rate × 10', 0, 60],
  ['L2', 0, 60],
] as const;

test('one click each: some remedies help, some do not, and the board says which', async ({
  instrument,
}) => {
  test.setTimeout(90_000);
  await instrument.open();
  await instrument.goTo(200);
  for (const [name, least, most] of remedies) {
    const chip = instrument.root
      .locator('gs-remedies')
      .getByRole('button', { name: new RegExp(`^${name.replace('+', '\\+')}( \\d+%)?$`) });
    await chip.click();
    await expect(chip).toHaveAttribute('aria-pressed', 'true'); // its run has taken over
    await instrument.goTo(1000);
    const accuracy = await instrument.accuracy();
    expect(accuracy, name).toBeGreaterThanOrEqual(least);
    expect(accuracy, name).toBeLessThanOrEqual(most);
    await expect(instrument.verdict).toContainText(`With ${name}. Correct ${accuracy}%; before`);
    await expect(chip).toContainText(`${accuracy}%`);
  }
  const board = instrument.root.getByRole('region', { name: 'What helped?' });
  await expect(board.getByRole('row')).toHaveCount(remedies.length + 2);
});

test('a pressed remedy is taken back: the run is again what it was', async ({ instrument }) => {
  await instrument.open('#v1&depth=4');
  await instrument.goTo(50);
  const loss = await instrument.loss();
  const adam = instrument.root.locator('gs-remedies').getByRole('button', { name: 'Adam' });
  await adam.click();
  await instrument.goTo(50);
  expect(await instrument.loss()).not.toBe(loss);
  await adam.click();
  await expect(adam).toHaveAttribute('aria-pressed', 'false');
  await instrument.goTo(50);
  expect(await instrument.loss()).toBe(loss);
});

test('every formula printed wrong runs beside the right one, and says what it is', async ({
  instrument,
}) => {
  test.setTimeout(120_000);
  await instrument.open();
  const menu = instrument.root.getByRole('combobox', { name: 'Articles …' });
  const printed = catalog.presets.filter(({ beside }) => beside !== '');
  expect(printed.length).toBeGreaterThan(10);
  for (const { id, summary } of printed) {
    await menu.selectOption(id);
    await expect(instrument.verdict).toContainText(`As printed, wrong. ${summary}`);
    await expect(instrument.root.getByText('the right formula')).toBeVisible();
    await expect(menu).toHaveValue(id);
    const ghost = await instrument.do(({ experiment }) =>
      experiment.ghost?.history.latest()?.get('loss'),
    );
    await instrument.do((element) => element.advance(400)); // or as far as it gets
    await expect(instrument.verdict).not.toHaveAttribute('data-verdict', 'healthy');
    const loss = await instrument.do(({ experiment }) => experiment.history.latest()?.get('loss'));
    expect(Number.isFinite(ghost), id).toBe(true);
    expect(loss, id).not.toBe(ghost);
  }
});

test('the theory predicts delta at step 0: every layer lies in its band', async ({
  instrument,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await instrument.open('#v1&width=32');
  const before = await instrument.colours('.profile-canvas');
  await instrument.button('Theory').click();
  await expect(
    instrument.root.getByText(/multiplies the mean square of delta by χ₁ = 0\.0\d+/),
  ).toBeVisible();
  await expect.poll(() => instrument.colours('.profile-canvas')).not.toBe(before);
  const theory = await instrument.do(({ experiment }) => experiment.slot.ask('theory'));
  const layers = theory.reason === null ? theory.layers : [];
  const inside = layers.filter(({ low, high, measured }) => low <= measured && measured <= high);
  expect(layers).toHaveLength(11);
  expect(inside.length).toBeGreaterThanOrEqual(10);
  await instrument.root.getByLabel('Normalisation of the hidden layers').selectOption('batch_norm');
  await expect(instrument.root.getByText(/No theory for this run: it normalises/)).toBeVisible();
});

test('the gradient check: a V for every layer, and agreement where there is enough to see', async ({
  instrument,
}) => {
  await instrument.open('#v1&depth=3&activation=tanh');
  await instrument.goTo(30);
  await instrument.button('Check gradient').click();
  const check = instrument.root.locator('gs-check');
  await expect(check.getByRole('status')).toHaveText(
    'Backpropagation and differences agree in every layer.',
  );
  await expect(check.getByRole('row')).toHaveCount(5);
  await expect.poll(() => instrument.colours('.check-canvas')).toBeGreaterThan(8);
  await instrument.page.keyboard.press('Escape');
  await expect(check).toHaveCount(0);
  expect(await instrument.step()).toBe(30);
});
