// <grad-scope> as a page uses it: attributes, methods, events, and two of them side by side.
import type { GradScope } from '../../web/src/ui/grad-scope.ts';
import { expect, Instrument, test } from './instrument.ts';

interface Heard {
  readonly type: string;
  readonly detail: Record<string, unknown>;
}

test('attributes choose the run, the views, the controls and the end', async ({ page }) => {
  await page.goto('./index.html');
  await page.evaluate(() => {
    const element = document.createElement('grad-scope');
    element.setAttribute('preset', 'healthy');
    element.setAttribute('config', 'depth=4&width=12');
    element.setAttribute('view', 'profile loss');
    element.setAttribute('controls', 'transport');
    element.setAttribute('max-steps', '40');
    element.setAttribute('speed', 'max');
    element.setAttribute('run', 'auto');
    element.setAttribute('lang', 'zh');
    element.setAttribute('theme', 'dark');
    document.querySelector('grad-scope')?.replaceWith(element);
  });
  const instrument = new Instrument(page);
  await expect(instrument.sentence).toContainText('健康');
  expect(await instrument.do((element) => element.getState().config)).toEqual({
    depth: 4,
    width: 12,
    activation: { kind: 'tanh' },
  });
  await expect(instrument.root.locator('gs-profile, gs-loss')).toHaveCount(2);
  await expect(instrument.root.locator('gs-time, gs-learned, gs-header, gs-settings')).toHaveCount(
    0,
  );
  await expect.poll(() => instrument.step()).toBe(40);
  await expect(instrument.button('继续')).toBeVisible();
  const parts = () =>
    instrument.root
      .locator('.card:not(gs-diagnosis)')
      .evaluateAll((cards) => cards.map((card) => card.getAttribute('part')));
  const measured = (key: 'loss' | 'test_loss') =>
    instrument.root.evaluate(
      (element, key) => !Number.isNaN((element as GradScope).experiment.history.latest()?.get(key)),
      key,
    );
  expect(await parts()).toEqual(['profile', 'loss']);
  await instrument.do((element) => {
    element.view = 'lines, heatmap';
  });
  await expect.poll(parts).toEqual(['heatmap lines']);
  await instrument.do((element) => element.reset()); // nobody looks at the test set any more
  expect([await measured('loss'), await measured('test_loss')]).toEqual([true, false]);
});

test('methods: play, pause, advance, reset, setConfig, getState, setState', async ({
  instrument,
}) => {
  await instrument.open();
  const state = await instrument.do(async (element) => {
    await element.ready;
    element.play();
    const playing = element.playing;
    element.pause();
    await element.reset();
    await element.advance(30);
    const ignored = await element.setConfig({ depth: 3, width: 4000 });
    return { playing, step: element.step, ignored, state: element.getState() };
  });
  expect(state.playing).toBe(true);
  expect(state.step).toBe(0);
  expect(state.ignored).toEqual([{ path: 'width', message: '4000 is outside [1, 256]' }]);
  expect(state.state).toEqual({ v: 1, config: { depth: 3 }, compare: {}, ui: {} });
  await instrument.do((element) =>
    element.setState({ v: 1, config: { depth: 2 }, ui: { time: 'lines', step: 12 } }),
  );
  expect(await instrument.step()).toBe(12);
  await expect(instrument.button('Lines')).toHaveAttribute('aria-pressed', 'true');
});

test('events: ready, statechange, progress, diagnosis, diverged, error', async ({ page }) => {
  await page.goto('./index.html');
  const { events, seconds } = await page.evaluate(async () => {
    const events: Heard[] = [];
    const types = ['ready', 'statechange', 'progress', 'diagnosis', 'diverged', 'error'];
    for (const type of types) {
      document.addEventListener(`gs-${type}`, (event) => {
        events.push({ type, detail: (event as CustomEvent).detail });
      });
    }
    const element = document.createElement('grad-scope') as HTMLElement & {
      ready: Promise<void>;
      advance(count: number): Promise<void>;
      play(): void;
      setConfig(config: object): Promise<unknown>;
    };
    element.setAttribute('run', 'manual');
    document.querySelector('grad-scope')?.replaceWith(element);
    await element.ready;
    const began = performance.now();
    element.play();
    await new Promise<void>((resolve) => {
      element.addEventListener('gs-progress', () => {
        if (events.filter(({ type }) => type === 'progress').length === 3) resolve();
      });
    });
    const seconds = (performance.now() - began) / 1000;
    await element.setConfig({ batch: 15000 });
    await element.setConfig({ activation: { kind: 'relu' }, learning_rate: 1e6 });
    await element.advance(50);
    return { events, seconds };
  });
  const of = (type: string) => events.filter((event) => event.type === type).map((e) => e.detail);
  expect(of('ready')).toHaveLength(1);
  expect(of('statechange').map(({ source }) => source)).toEqual(['api', 'api']);
  expect(of('progress').length).toBeGreaterThanOrEqual(3);
  expect(seconds).toBeGreaterThanOrEqual(2 * 0.25); // at most four a second
  expect(of('diagnosis')[0]).toEqual({
    kind: 'vanishing',
    gradient: 'vanishing',
    learning: expect.any(String),
    units: 'working',
    cause: 'activation',
    remedies: ['relu_he', 'batch_norm'],
    layer: 0,
    ratio: expect.any(Number),
    step: expect.any(Number),
  });
  expect(of('diverged')[0]).toMatchObject({ step: expect.any(Number), layer: expect.any(Number) });
  expect(JSON.stringify(of('error'))).toContain('training samples');
});

test('two elements on one page have runs, words and looks of their own', async ({ page }) => {
  await page.goto('./index.html');
  await page.evaluate(() => {
    const second = document.createElement('grad-scope');
    second.setAttribute('preset', 'healthy');
    second.setAttribute('lang', 'zh');
    second.setAttribute('theme', 'dark');
    second.setAttribute('run', 'manual');
    document.querySelector('main')?.append(second);
  });
  const [first, second] = [0, 1].map(
    (n) => new Instrument(page, page.locator('grad-scope').nth(n)),
  ) as [Instrument, Instrument];
  await expect(first.sentence).toContainText('Vanishing');
  await expect(second.sentence).toContainText('尚无定论'); // before it has learned anything
  await first.goTo(80);
  expect(await second.step()).toBe(0);
  await second.goTo(200);
  await expect(second.sentence).toContainText('健康');
  expect(await first.step()).toBe(80);
  await expect(first.verdict).toHaveAttribute('data-verdict', 'vanishing');
});

test('an element that leaves the page and comes back starts anew', async ({ instrument, page }) => {
  await instrument.open();
  await instrument.goTo(40);
  await page.evaluate(() => {
    const element = document.querySelector('grad-scope');
    const parent = element?.parentElement;
    element?.remove();
    if (element) parent?.append(element);
  });
  await expect(instrument.sentence).toContainText('Vanishing');
  await expect.poll(() => instrument.step()).toBeLessThan(40);
  await instrument.goTo(60);
});
