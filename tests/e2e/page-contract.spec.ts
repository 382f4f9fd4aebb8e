// What authors ask of <grad-scope> besides a run: a comparison, a lock, a goal, scopes that move together,
// waiting until it is in sight, posters, and a state that holds all of it.
import type { GradScope } from '../../web/src/ui/grad-scope.ts';
import { embed, ready } from './embed.ts';
import { expect, type Instrument, test } from './instrument.ts';

const small = { config: 'depth=3&width=4', run: 'manual', panel: 'transport', view: 'profile' };

test.describe('compare', () => {
  test('a run stands beside the other, and state and link keep it', async ({
    instrument,
    page,
  }) => {
    await embed(instrument, [{ ...small, compare: 'activation=tanh', step: '40' }]);
    await ready(instrument);
    await expect.poll(() => instrument.step()).toBe(40);
    const ghost = await instrument.do(({ experiment }) => experiment.ghost?.config);
    expect(ghost).toEqual({ depth: 3, width: 4, activation: { kind: 'tanh' } });
    const state = await instrument.do((element) => element.getState());
    expect(state).toEqual({
      v: 1,
      config: { depth: 3, width: 4 },
      compare: ghost,
      ui: { step: 40 },
    });
    const link = await instrument.do((element) => element.permalink());
    await page.goto('about:blank');
    await page.goto(link);
    await ready(instrument);
    await expect.poll(() => instrument.step()).toBe(40);
    expect(await instrument.do((element) => element.getState())).toEqual(state);
  });

  test('what a person had before is in the state, not in the link', async ({ instrument }) => {
    await embed(instrument, [small]);
    await ready(instrument);
    await instrument.do((element) => element.setConfig({ width: 5 }));
    const [state, link] = await instrument.do((e) => [e.getState(), e.permalink()] as const);
    const before = { depth: 3, width: 4 };
    expect(state).toEqual({ v: 1, config: { depth: 3, width: 5 }, compare: before, ui: {} });
    expect(link).not.toContain('compare');
  });

  test('a comparison that cannot be read is named', async ({ instrument }) => {
    await embed(instrument, [{ ...small, compare: 'activation=tenh' }]);
    await ready(instrument);
    await expect(instrument.root.locator('.notice')).toContainText('compare.activation');
  });
});

test.describe('lock', () => {
  const locked = (instrument: Instrument, name: RegExp) => instrument.root.getByLabel(name);

  test('settings but one, presets and speed', async ({ instrument }) => {
    await embed(instrument, [{ run: 'manual', lock: 'settings -init presets speed' }]);
    await ready(instrument);
    await expect(instrument.button('Vanishing').first()).toBeDisabled();
    await expect(locked(instrument, /Steps per second/)).toBeDisabled();
    await expect(instrument.button('Another seed')).toBeDisabled();
    await expect(instrument.root.locator('#f-depth')).toBeDisabled();
    await expect(instrument.root.locator('#f-init')).toBeEnabled();
    // A remedy that changes something else as well is locked with it.
    const open = instrument.root.locator('.remedies button:not(:disabled)');
    const names = await open.allInnerTexts();
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(name.trim()).toMatch(/init|Xavier|He|LSUV|Orthogonal/i);
    // Scripts may.
    await instrument.do((element) => element.setConfig({ depth: 4 }));
    expect(await instrument.do(({ experiment }) => experiment.layers)).toBe(5);
  });

  test('remedies', async ({ instrument }) => {
    await embed(instrument, [{ run: 'manual', panel: 'remedies', lock: 'remedies' }]);
    await ready(instrument);
    await expect(instrument.root.locator('.remedies button:not(:disabled)')).toHaveCount(0);
    await expect(instrument.root.locator('.suggestions')).toHaveCount(0);
  });

  test('a word that is none is refused, and nothing is locked', async ({ instrument }) => {
    await embed(instrument, [{ run: 'manual', lock: 'everything' }]);
    await ready(instrument);
    await expect(instrument.root.locator('.notice')).toContainText('lock');
    await expect(instrument.button('Vanishing').first()).toBeEnabled();
  });
});

test.describe('goal', () => {
  const cured = {
    ...small,
    config: 'depth=2&activation=tanh&update=adam&learning_rate=0.01',
    goal: 'loss<0.1 delta_rms.1>1e-6',
  };

  test('it is told once, with step and value, and written', async ({ instrument }) => {
    await embed(instrument, [cured]);
    await ready(instrument);
    const goal = instrument.root.locator('[part="goal"]');
    await expect(goal).toHaveText('Goal: loss<0.1 delta_rms.1>1e-6');
    const heard = await instrument.do(async (element) => {
      const heard: unknown[] = [];
      element.addEventListener('gs-goal', (event) => heard.push((event as CustomEvent).detail));
      await element.goTo(1500);
      return heard;
    });
    expect(heard).toEqual([
      { name: cured.goal, step: expect.any(Number), value: expect.any(Number) },
    ]);
    const [{ step, value }] = heard as [{ step: number; value: number }];
    expect(value).toBeLessThan(0.1);
    await expect(goal).toHaveAttribute('data-reached', 'true');
    await expect(goal).toContainText(`step ${step.toLocaleString('en')}`);
    // It is that row, and not the one before: the run says so when it is made again.
    const losses = await instrument.do(async (element, step: number) => {
      await element.goTo(step + 1);
      const { history } = element.experiment;
      return [step - 1, step].map((row) => history.row(row).get('loss'));
    }, step);
    expect(losses[1]).toBe(value);
    expect(losses[0]).toBeGreaterThanOrEqual(0.1);
  });

  test('the run that it stands beside reaches nothing', async ({ instrument }) => {
    const easy = 'activation=tanh&depth=2&update=adam&learning_rate=0.01';
    await embed(instrument, [{ ...small, config: '', compare: easy, goal: 'loss<0.1' }]);
    const told = await instrument.do(async (element) => {
      let told = 0;
      element.addEventListener('gs-goal', () => ++told);
      await element.ready;
      await element.goTo(50);
      return told;
    });
    expect(told).toBe(0);
    const ghost = await instrument.do(({ experiment: { ghost } }) =>
      Math.min(...(ghost?.history.column('loss') ?? [])),
    );
    expect(ghost).toBeLessThan(0.1); // which it would have
  });

  test('a verdict is a goal too; a run that does not reach it tells nothing', async ({
    instrument,
  }) => {
    await embed(instrument, [{ ...small, config: '', goal: 'verdict=healthy' }]);
    await ready(instrument);
    const told = await instrument.do(async (element) => {
      let told = 0;
      element.addEventListener('gs-goal', () => ++told);
      await element.goTo(200);
      return told;
    });
    expect(told).toBe(0);
  });

  test('what is no goal is refused', async ({ instrument }) => {
    await embed(instrument, [{ ...small, goal: 'acuracy>0.9' }]);
    await ready(instrument);
    await expect(instrument.root.locator('.notice')).toContainText('goal');
    await expect(instrument.root.locator('[part="goal"]')).toHaveCount(0);
  });
});

test('scopes of a group run, stop and point together', async ({ instrument, page }) => {
  const one = { ...small, group: 'a' };
  await embed(instrument, [one, { ...one, config: 'depth=4&width=4' }, small]);
  const all = page.locator('grad-scope');
  await all.evaluateAll((elements) =>
    Promise.all(elements.map((element) => (element as unknown as GradScope).ready)),
  );
  const states = () =>
    all.evaluateAll((elements) =>
      elements.map((element) => {
        const { step, playing } = element as unknown as GradScope;
        return [step, playing] as const;
      }),
    );
  await instrument.do((element) => element.goTo(12));
  await expect.poll(states).toEqual([
    [12, false],
    [12, false],
    [0, false],
  ]);
  await instrument.do((element) => element.play());
  await expect
    .poll(async () => (await states()).map(([, playing]) => playing))
    .toEqual([true, true, false]);
  await all.nth(1).evaluate((element) => (element as unknown as GradScope).pause());
  await expect
    .poll(async () => (await states()).map(([, playing]) => playing))
    .toEqual([false, false, false]);
  await expect
    .poll(async () => {
      const [[first = 0] = [], [second = 1] = [], [other = 1] = []] = await states();
      return first === second && first > 12 && other === 0;
    })
    .toBe(true);
  await instrument.do(({ experiment }) => experiment.pointer.setCursor(5));
  const cursors = await all.evaluateAll((elements) =>
    elements.map((element) => (element as unknown as GradScope).experiment.pointer.cursor),
  );
  expect(cursors).toEqual([5, 5, undefined]);
  await instrument.do((element) => element.reset());
  await expect.poll(async () => (await states()).map(([step]) => step)).toEqual([0, 0, 0]);
});

test('who joins a group late, or comes to an end of its own, moves nobody', async ({
  instrument,
  page,
}) => {
  await embed(instrument, [{ ...small, group: 'a' }, small]);
  const all = page.locator('grad-scope');
  await all.evaluateAll((elements) =>
    Promise.all(elements.map((element) => (element as unknown as GradScope).ready)),
  );
  await instrument.do((element) => element.goTo(40));
  const steps = () =>
    all.evaluateAll((elements) => elements.map((e) => (e as unknown as GradScope).step));
  await all.nth(1).evaluate(async (element) => {
    element.setAttribute('group', 'a');
    element.setAttribute('compare', 'activation=tanh');
    await (element as unknown as { updateComplete: Promise<boolean> }).updateComplete;
    await (element as unknown as GradScope).ready;
  });
  await expect
    .poll(() => all.nth(1).evaluate((e) => (e as unknown as GradScope).experiment.opening))
    .toBe(false);
  expect((await steps())[0]).toBe(40);
  await instrument.do((element) => element.play());
  await expect.poll(async () => ((await steps())[1] ?? 0) > 5).toBe(true);
  await instrument.do((element) => element.pause());
  await expect.poll(async () => new Set(await steps()).size).toBe(1);
});

test('lazy: it waits until it is nearly in sight, or until somebody asks', async ({
  instrument,
  page,
}) => {
  await page.setViewportSize({ width: 800, height: 600 });
  const lazy = { ...small, loading: 'lazy' };
  await embed(instrument, [lazy, lazy], { above: 3000 });
  const all = page.locator('grad-scope');
  const infos = () =>
    all.evaluateAll((elements) =>
      elements.map((element) => (element as unknown as GradScope).experiment.info !== undefined),
    );
  await page.waitForTimeout(500);
  expect(await infos()).toEqual([false, false]);
  await all.nth(1).evaluate((element) => (element as unknown as GradScope).goTo(3));
  expect(await infos()).toEqual([false, true]);
  await all.first().scrollIntoViewIfNeeded();
  await expect.poll(infos).toEqual([true, true]);
});

test('a poster until there is a run, a fallback where there is none', async ({
  instrument,
  page,
  complaints,
}) => {
  const inside = [
    ['poster', 'A picture'],
    ['fallback', 'No engine'],
  ] as const;
  await page.setViewportSize({ width: 800, height: 600 });
  await embed(instrument, [{ ...small, loading: 'lazy' }], { inside, above: 3000 });
  await expect(page.getByText('A picture')).toBeVisible();
  await expect(instrument.root.locator('gs-profile')).toHaveCount(0);
  await page.getByText('A picture').scrollIntoViewIfNeeded();
  await expect(instrument.root.locator('gs-profile')).toBeVisible();
  await expect(page.getByText('A picture')).toBeHidden();

  await page.route(/\.wasm$|worker-|local-/, (route) => route.abort());
  await embed(instrument, [small], { inside });
  await expect(page.getByText('No engine')).toBeVisible({ timeout: 20_000 });
  complaints.length = 0; // of what was kept from it
  await expect(instrument.root.locator('gs-profile')).toHaveCount(0);
});

test('gs-ready comes once, gs-open with whatever is opened', async ({ instrument, page }) => {
  await page.goto('./index.html');
  const heard = await page.evaluate(async () => {
    const element = document.createElement('grad-scope') as unknown as GradScope;
    const heard: unknown[] = [];
    for (const type of ['gs-ready', 'gs-open']) {
      element.addEventListener(type, (event) => heard.push([type, (event as CustomEvent).detail]));
    }
    Object.assign(element, { config: 'depth=2', run: 'manual' });
    document.querySelector('grad-scope')?.replaceWith(element);
    await element.ready;
    await element.openLink('v1&depth=3');
    await element.setState({ v: 1, config: { depth: 4 } });
    return heard;
  });
  expect(heard).toEqual([
    ['gs-ready', {}],
    ['gs-open', { source: 'api' }],
    ['gs-open', { source: 'url' }],
    ['gs-open', { source: 'api' }],
  ]);
  await expect(instrument.root.locator('[data-verdict]').first()).toBeVisible();
});
