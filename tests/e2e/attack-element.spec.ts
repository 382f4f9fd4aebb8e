// Attacks on <grad-scope> by the page around it: every attribute set, removed, null, empty and junk, every
// method with whatever JavaScript has. Each is taken or refused by name, and the element works on. How many
// were tried is printed.
import type { GradScope } from '../../web/src/ui/grad-scope.ts';
import type { HeaderView } from '../../web/src/ui/views/header-view.ts';
import { expect, test } from './instrument.ts';
import { type Armed, arm } from './junk.ts';

/** Each attribute, its property, a value that is taken, the property then, and the property without it. */
const ATTRIBUTES = [
  ['preset', 'preset', 'healthy', 'healthy', ''],
  ['config', 'config', 'depth=3&width=4', 'depth=3&width=4', ''],
  ['lang', 'lang', 'zh', 'zh', ''],
  ['theme', 'theme', 'dark', 'dark', 'auto'],
  ['theme', 'theme', 'host', 'host', 'auto'],
  ['run', 'run', 'auto', 'auto', 'visible'],
  ['speed', 'speed', 'max', 'max', 150],
  ['speed', 'speed', '0.5', 0.5, 150],
  ['max-steps', 'maxSteps', '70', 70, 2000],
  ['view', 'view', 'loss profile', 'loss profile', ''],
  ['panel', 'panel', 'remedies', 'remedies', 'full'],
  ['controls', 'controls', 'transport', 'transport', 'full'],
  ['step', 'startStep', '9', 9, 0],
  ['compare', 'compare', 'activation=tanh', 'activation=tanh', ''],
  ['lock', 'lock', 'remedies seed', 'remedies seed', ''],
  ['goal', 'goal', 'accuracy>0.9', 'accuracy>0.9', ''],
  ['group', 'group', 'a', 'a', ''],
  ['loading', 'loading', 'lazy', 'lazy', 'eager'],
  ['link-base', 'linkBase', 'https://example.org/g', 'https://example.org/g', ''],
  ['methods', 'methods', 'https://example.org/m', 'https://example.org/m', ''],
  ['pages', 'pages', './', './', ''],
  ['page-keys', 'pageKeys', '', true, false],
] as const;

test.describe.configure({ mode: 'default' }); // one after the other: they count together
test.use({ viewport: { width: 480, height: 320 } }); // what is not in sight is not drawn, and takes no time
let tried = 0;
test.afterAll(() => console.log(`attacks on <grad-scope>: ${tried} tried`));

for (const [i, [attribute, property, value, taken, usual]] of ATTRIBUTES.entries()) {
  test(`${attribute}="${value}": set, removed, null, empty, junk`, async ({ page }) => {
    test.setTimeout(60_000);
    await arm(page);
    const { wrong, count } = await page.evaluate(
      async ({ attribute, property, value, taken, usual, turn }) => {
        const { element, attack, show, ...all } = window as unknown as Armed;
        /** Every second one, the others at the next attribute. */
        const half = <T>(list: readonly T[]) => list.filter((_, i) => i % 2 === turn);
        const [junk, texts] = [half(all.junk), half(all.texts)];
        const wrong: string[] = [];
        let count = 0;
        const put = (thing: unknown) => Reflect.set(element, property, thing);
        /** Sets it; then the property is `fits`, or what it was if that was refused by name. */
        const judge = async (what: string, work: () => void, fits: (now: unknown) => boolean) => {
          count += 1;
          const before: unknown = Reflect.get(element, property);
          const { thrown, errors, alive } = await attack(work);
          const now: unknown = Reflect.get(element, property);
          const refused = errors.includes(attribute) && now === before;
          if (thrown || !alive || !(refused || fits(now))) {
            wrong.push(`${what}: ${thrown} ${alive ? '' : 'dead'} ${show(now)}, told: ${errors}`);
          }
        };
        const is = (one: unknown) => (now: unknown) => now === one;
        const without = taken === true ? true : usual; // a switch is on when it is there
        await judge('set', () => element.setAttribute(attribute, value), is(taken));
        await judge('removed', () => element.removeAttribute(attribute), is(usual));
        await judge('set again', () => put(taken), is(taken));
        await judge('empty', () => element.setAttribute(attribute, ''), is(without));
        for (const text of texts) {
          const same = (now: unknown) => String(now) === (taken === true ? 'true' : text);
          await judge(`"${text}"`, () => element.setAttribute(attribute, text), same);
        }
        await judge('removed', () => element.removeAttribute(attribute), is(usual));
        for (const thing of junk) {
          const same = (now: unknown) =>
            taken === true || (thing ?? '') === ''
              ? Object.is(now, taken === true ? thing : usual)
              : typeof thing !== 'object' && String(now) === String(thing);
          await judge(show(thing), () => put(thing), same);
        }
        await judge(
          'null',
          () => put(null),
          (now) => (now ?? false) === usual,
        );
        return { wrong, count };
      },
      { attribute, property, value, taken, usual, turn: i % 2 },
    );
    tried += count;
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(35);
  });
}

const METHODS = [
  'advance',
  'goTo',
  'setConfig',
  'setState',
  'openLink',
  'play',
  'pause',
  'reset',
] as const;

for (const method of METHODS) {
  test(`${method}() with whatever JavaScript has`, async ({ page }) => {
    test.setTimeout(60_000);
    await arm(page);
    const { wrong, count } = await page.evaluate(async (method) => {
      const { element, junk, attack, show } = window as unknown as Armed;
      const wrong: string[] = [];
      const isPlain = (thing: unknown) =>
        Object.prototype.toString.call(thing) === '[object Object]';
      /** What it knows: of that it says nothing, or what in it could not be used. */
      const known: Readonly<Record<string, (thing: unknown) => boolean>> = {
        advance: (thing) => thing === undefined || thing === 0,
        goTo: (thing) => thing === 0,
        setConfig: isPlain,
        setState: isPlain,
        openLink: (thing) => typeof thing === 'string',
      };
      for (const thing of junk) {
        /** All that junk could change; the step is the run's own. */
        const stateOf = () => {
          const { ui: { step, ...ui } = {}, ...state } = element.getState();
          return JSON.stringify({ ...state, ui });
        };
        const state = stateOf();
        const { thrown, answer, alive } = await attack(() =>
          Reflect.apply(element[method], element, [thing]),
        );
        element.pause();
        const complain = (what: string) => wrong.push(`${show(thing)}: ${what}`);
        const told = thrown !== '' || (Array.isArray(answer) && answer.length > 0);
        const strange = known[method]?.(thing) === false;
        if (!alive) complain('dead');
        if (strange && !told) complain('taken');
        if (thrown && !/^RangeError: (advance|goTo): expected a whole number|bomb/.test(thrown)) {
          complain(thrown);
        }
        if ((thrown || strange) && stateOf() !== state) complain('changed');
      }
      return { wrong, count: junk.length };
    }, method);
    tried += count;
    expect(wrong).toEqual([]);
  });
}

test('a message names the field, the value and what is allowed', async ({ instrument, page }) => {
  await arm(page);
  const messages = await page.evaluate(async () => {
    const { element } = window as unknown as Armed;
    const list: string[] = [];
    element.addEventListener('gs-error', (event) => {
      for (const { path, message } of (event as CustomEvent).detail.errors) {
        list.push(`${path}: ${message}`);
      }
    });
    element.setAttribute('theme', 'purple');
    element.setAttribute('speed', '-5');
    element.setAttribute('max-steps', '1.5');
    element.setAttribute('view', 'profile sound');
    element.setAttribute('pages', 'javascript:alert(1)//');
    await element.updateComplete;
    for (const count of [1.5, Number.NaN, -5, '5', 1e9]) {
      await element.advance(count as number).catch((error: Error) => list.push(String(error)));
    }
    return list;
  });
  const whole = 'RangeError: advance: expected a whole number from 0 to 10000000, got';
  expect(messages).toEqual([
    'theme: expected one of auto, light, dark, host, got "purple"',
    'speed: expected a number from 0.1 to 100000, or max, got "-5"',
    'max-steps: expected a whole number from 1 to 10000000, got "1.5"',
    'view: expected some of profile heatmap lines boundary loss, got "profile sound"',
    'pages: expected an address, http, https or relative, got "javascript:alert(1)//"',
    `${whole} 1.5`,
    `${whole} NaN`,
    `${whole} -5`,
    `${whole} "5"`,
    `${whole} 1000000000`,
  ]);
  const notice = instrument.root.locator('.notice');
  await expect(notice).toContainText('5 things were not used');
  await page.evaluate(() => (window as unknown as Armed).element.setAttribute('theme', 'dark'));
  await expect(notice).toContainText('4 things were not used');
  await instrument.button('Dismiss').click();
  await expect(notice).toHaveCount(0);
});

test('no address of the header is a script', async ({ instrument, page }) => {
  await arm(page);
  const addresses = await page.evaluate(async () => {
    const { element, texts } = window as unknown as Armed;
    const list: string[] = [];
    for (const text of texts) {
      for (const name of ['methods', 'pages']) {
        element.removeAttribute('pages');
        element.setAttribute(name, text);
        await element.updateComplete;
        const header = element.renderRoot.querySelector('gs-header') as HeaderView;
        await header.updateComplete;
        for (const { protocol } of header.querySelectorAll('a')) list.push(protocol);
      }
    }
    return list;
  });
  expect(addresses.length).toBeGreaterThan(20);
  // With ":" it is no address: the link leads nowhere.
  expect([...new Set(addresses)].sort()).toEqual([':', 'http:']);
  await expect(instrument.root.locator('a')).not.toHaveCount(0);
  tried += addresses.length;
});

test('what getState() gave away is not the element’s own', async ({ page }) => {
  await arm(page);
  const config = await page.evaluate(() => {
    const { element } = window as unknown as Armed;
    Object.assign(element.getState().config, { depth: 99 });
    return element.getState().config;
  });
  expect(config).toEqual({ depth: 2, width: 4 });
});

test('ready: rejects with the reason, and is new once there is a run', async ({ page }) => {
  await page.addInitScript(() => {
    Object.assign(window, { Worker: undefined, Wasm: WebAssembly, WebAssembly: undefined });
  });
  await page.goto('./index.html');
  const reasons = await page.evaluate(async () => {
    const element = document.querySelector('grad-scope') as GradScope;
    const why = (promise: Promise<unknown>) =>
      promise.then(
        () => 'there',
        (error) => String(error),
      );
    const before = await why(element.ready);
    const refused = await Promise.all([
      why(element.advance(1)),
      why(element.reset()),
      why(element.setConfig({ depth: 3 })),
    ]);
    Object.assign(window, { WebAssembly: (window as unknown as { Wasm: unknown }).Wasm });
    await element.openLink('v1&depth=3');
    return [before, ...refused, await why(element.ready)];
  });
  for (const reason of reasons.slice(0, 4)) expect(reason).toContain('EngineFailure: The engine ');
  expect(reasons[4]).toBe('there');
});

test('an element that is in no page says so', async ({ page }) => {
  await page.goto('./index.html');
  const reasons = await page.evaluate(async () => {
    const element = document.createElement('grad-scope') as GradScope;
    const nowhere = (promise: Promise<unknown>) => promise.catch((error: Error) => error.message);
    const all = () =>
      Promise.all([
        nowhere(element.advance(1)),
        nowhere(element.reset()),
        nowhere(element.setConfig({})),
        nowhere(element.setState({ v: 1 })),
        nowhere(element.openLink('v1')),
      ]);
    element.play();
    element.pause();
    const before = await all();
    document.body.append(element);
    const { ready } = element;
    element.remove();
    element.preset = 'healthy'; // opens nothing until it is in a page again
    await element.updateComplete;
    return [...before, ...(await all()), await nowhere(ready)];
  });
  expect(reasons).toEqual(new Array(11).fill('This <grad-scope> is in no page.'));
});
