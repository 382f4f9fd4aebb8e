// The page of methods: complete, in both languages, and every link leads to a run.
import { catalog } from '../../web/src/config/catalog.ts';
import { references } from '../../web/src/config/references.ts';
import type { Family } from '../../web/src/config/types.ts';
import { expect, Instrument, test } from './instrument.ts';

const members = Object.entries(catalog.families).flatMap(([family, list]) => {
  const written: Readonly<Record<string, { readonly formula: string }>> =
    references[family as Family];
  return list.map((member) => ({ family, ...member, formula: written[member.kind]?.formula }));
});

test('every method is there, with its formula and its parameters', async ({ page }) => {
  await page.goto('./methods.html');
  for (const { family, kind, formula, fields, specimen } of members) {
    const entry = page.locator(`#${family}-${kind}`);
    await expect(entry.locator('math')).toHaveCount(formula === '' ? 0 : 1);
    await expect(entry.locator('tbody tr')).toHaveCount(fields.length);
    await expect(page.locator(`#specimens #${family}-${kind}`)).toHaveCount(specimen ? 1 : 0);
  }
});

test('every remedy is there, and every answer in a word', async ({ page }) => {
  await page.goto('./methods.html');
  await expect(page.locator('#remedies dt')).toHaveCount(catalog.remedies.length);
  const answers = [...catalog.agreements, ...catalog.no_theory];
  await expect(page.locator('#answers dt code')).toHaveText(answers.map(({ key }) => key));
});

test('how often the diagnosis is right: the matrices of both grids add up to their runs', async ({
  page,
}) => {
  await page.goto('./methods.html');
  for (const finding of ['gradient', 'learning']) {
    const tables = page.locator(`#measured [data-finding="${finding}"]`);
    await expect(tables).toHaveCount(2);
    for (const table of await tables.all()) {
      const cells = (await table.locator('td').allInnerTexts()).map(Number);
      expect(cells.reduce((sum, runs) => sum + runs, 0)).toBe(1200);
      const same = (await table.locator('td.same').allInnerTexts()).map(Number);
      const agreement = same.reduce((sum, runs) => sum + runs, 0) / 1200;
      const said = /([\d.]+)%/.exec(await table.locator('caption').innerText())?.[1];
      expect(Number(said)).toBeCloseTo(100 * agreement, 1);
    }
  }
});

test('one language is shown, and the other is a click away', async ({ page }) => {
  await page.goto('./methods.html');
  await expect(page.getByText('Squashes to (0, 1)')).toBeVisible();
  await expect(page.getByText('压缩到 (0, 1)')).toBeHidden();
  await page.getByRole('button', { name: '中文' }).click();
  await expect(page.getByText('Squashes to (0, 1)')).toBeHidden();
  await expect(page.getByText('压缩到 (0, 1)')).toBeVisible();
});

test('a method’s link opens a run with it, specimens included', async ({ page }) => {
  for (const id of [
    'activation-mish',
    'schedule-cosine',
    'transform-lion',
    'initializer-article_he',
  ]) {
    await page.goto('./methods.html');
    await page.locator(`#${id} h3 a`).click();
    const instrument = new Instrument(page);
    await expect(instrument.verdict).toBeVisible();
    await expect(instrument.root.locator('.notice')).toHaveCount(0);
    const kind = id.slice(id.indexOf('-') + 1);
    expect(JSON.stringify(await instrument.do((e) => e.getState().config))).toContain(kind);
  }
});
