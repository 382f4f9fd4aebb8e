// The dialog that shares a run: what it says for each kind of host, and that what is pasted runs.
import AxeBuilder from '@axe-core/playwright';
import type { GradScope } from '../../web/src/ui/grad-scope.ts';
import { expect, type Instrument, test } from './instrument.ts';

const base = process.env.GRADSCOPE_ADDRESS as string;

async function share(instrument: Instrument, hash = '#v1&depth=3&activation=tanh', name = 'Share') {
  await instrument.open(hash);
  await instrument.goTo(20);
  await instrument.button(name).click();
  const dialog = instrument.root.getByRole('dialog', { name: /Share this run|分享这次训练/ });
  await expect(dialog).toBeVisible();
  const tab = (title: string) => dialog.getByRole('tab', { name: title, exact: true });
  return { dialog, tab, code: () => dialog.getByRole('textbox').last().inputValue() };
}

test('the link is copied, and opens the run at its step', async ({ instrument, context, page }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { dialog } = await share(instrument);
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(dialog.getByRole('status')).toHaveText('Copied');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(`${base}index.html#v1&depth=3&activation=tanh&ui.step=20`);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('each kind of host has its text, with what was chosen', async ({ instrument }) => {
  const { dialog, tab, code } = await share(instrument);
  const element =
    'config="depth=3&amp;activation=tanh" panel="remedies" theme="host" lang="en" step="20"';
  await tab('HTML').click();
  expect(await code()).toBe(
    `<script type="module" src="${base}standalone.js"></script>\n<grad-scope ${element}></grad-scope>`,
  );
  await dialog.getByLabel('Controls').selectOption('transport');
  await dialog.getByLabel('Views').selectOption('profile');
  await dialog.getByLabel('Begin at step 20').uncheck();
  await dialog.getByRole('checkbox', { name: 'seed' }).check();
  await dialog.getByRole('checkbox', { name: 'settings' }).check();
  await dialog.getByLabel('Goal').fill('accuracy>0.9');
  await dialog.getByLabel('Goal').press('Tab');
  expect(await code()).toContain(
    'panel="transport" view="profile" theme="host" lang="en" lock="seed settings" goal="accuracy&gt;0.9"',
  );
  await tab('iframe').click();
  const [, address = ''] = /src="([^"]*embed\.html[^"]*)"/.exec(await code()) ?? [];
  const query = new URL(address.replaceAll('&amp;', '&')).searchParams;
  expect(Object.fromEntries(query)).toEqual({
    config: 'depth=3&activation=tanh',
    panel: 'transport',
    view: 'profile',
    theme: 'host',
    lang: 'en',
    lock: 'seed settings',
    goal: 'accuracy>0.9',
  });
  expect(await code()).toContain('sandbox="allow-scripts"');
  await tab('MyST').click();
  expect(await code()).toMatch(/^:::\{anywidget\} http\S+standalone\.js\n\{[\s\S]*\n\}\n:::$/);
  await tab('Jupyter').click();
  expect(await code()).toContain('Gradscope(config="depth=3&activation=tanh", panel="transport"');
  await tab('Markdown').click();
  expect(await code()).toBe(
    `[![Watch gradients vanish, then fix them](gradscope.png)](${base}index.html#v1&depth=3&activation=tanh)`,
  );
});

test('a run that the single file cannot make gets the folder', async ({ instrument }) => {
  const { tab, code } = await share(instrument, '#v1&depth=2&precision=float64');
  await tab('HTML').click();
  expect(await code()).toContain(`${base}grad-scope.js`);
  await tab('iframe').click();
  expect(await code()).toContain('allow-scripts allow-same-origin');
});

test('the preview is the very element, and what it does is not the run of the page', async ({
  instrument,
  page,
}) => {
  const { dialog, tab } = await share(instrument);
  await tab('HTML').click();
  const preview = dialog.locator('grad-scope');
  await expect.poll(() => preview.evaluate((e) => (e as unknown as GradScope).step)).toBe(20);
  await preview.locator('gs-remedies .chip:not(:disabled)').first().click();
  await expect
    .poll(() =>
      preview.evaluate((e) => Object.keys((e as unknown as GradScope).getState().compare ?? {})),
    )
    .toContain('depth');
  expect(page.url()).toContain('#v1&depth=3&activation=tanh');
  expect(await instrument.step()).toBe(20);
});

test('a goal that is none is named, and left out', async ({ instrument }) => {
  const { dialog, tab, code } = await share(instrument);
  await tab('HTML').click();
  await dialog.getByLabel('Goal').fill('acuracy>1');
  await dialog.getByLabel('Goal').press('Tab');
  await expect(dialog.getByRole('alert').first()).toContainText('accuracy>0.9');
  expect(await code()).not.toContain('goal');
});

test('a picture can be saved, as PNG and as SVG', async ({ instrument, page }) => {
  const { dialog, tab } = await share(instrument);
  await tab('Picture').click();
  for (const type of ['png', 'svg']) {
    await dialog.getByRole('combobox', { name: /^File/ }).selectOption(type);
    const save = dialog.getByRole('link', { name: 'Save' });
    await expect(save).toHaveAttribute('download', `gradscope.${type}`);
    await expect
      .poll(() => dialog.locator('img').evaluate((img) => (img as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(300);
    const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
    expect(download.suggestedFilename()).toBe(`gradscope.${type}`);
  }
});

test('arrows move through the tabs', async ({ instrument, page }) => {
  const { tab } = await share(instrument);
  await tab('Link').focus();
  await page.keyboard.press('ArrowRight');
  await expect(tab('HTML')).toBeFocused();
  await expect(tab('HTML')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(tab('Picture')).toBeFocused();
});

for (const [scheme, locale, width, name] of [
  ['light', 'en-US', 1280, 'Share'],
  ['dark', 'zh-CN', 380, '分享'],
] as const) {
  test.describe(`${scheme}, ${locale}, ${width}`, () => {
    test.use({
      colorScheme: scheme,
      locale,
      viewport: { width, height: 800 },
      hasTouch: width < 500,
    });

    test('axe finds nothing in any tab, and nothing scrolls sideways', async ({
      instrument,
      page,
    }) => {
      const { dialog } = await share(instrument, '#v1&depth=3', name);
      test.setTimeout(60_000);
      const tabs = await dialog.getByRole('tab').all();
      for (const tab of tabs.filter((_, i) => [0, 1, 6].includes(i))) {
        await tab.click();
        if (await dialog.locator('grad-scope').count()) {
          await expect(dialog.locator('grad-scope [data-verdict]').first()).toBeVisible();
        }
        const { violations } = await new AxeBuilder({ page })
          .include({ fromShadowDom: ['grad-scope', '.share'] })
          .analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`),
        ).toEqual([]);
        const wide = await dialog.evaluate((e) => e.scrollWidth - e.clientWidth);
        expect(wide).toBeLessThanOrEqual(0);
      }
    });
  });
}
