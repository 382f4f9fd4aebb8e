// Elements that come and go: what they leave behind.
import type { GradScope } from '../../web/src/ui/grad-scope.ts';
import { expect, test } from './instrument.ts';

test('200 elements made and removed leave nothing behind: listeners, nodes, workers, memory', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await page.addInitScript(() => {
    const outside: Record<string, number> = {};
    const count = (by: number) =>
      function (this: EventTarget, type: string) {
        const known: EventTarget[] = [window, document, document.documentElement, document.body];
        const shared = known.includes(this) || this instanceof MediaQueryList;
        if (shared) outside[type] = (outside[type] ?? 0) + by;
      };
    for (const [name, by] of [
      ['addEventListener', 1],
      ['removeEventListener', -1],
    ] as const) {
      const original = EventTarget.prototype[name];
      const note = count(by);
      EventTarget.prototype[name] = function (this: EventTarget, ...args: [string, never]) {
        note.call(this, args[0]);
        original.apply(this, args);
      };
    }
    Object.assign(window, { outside });
  });
  await page.goto('./index.html');
  /** Ten at a time, for they share their engines. */
  const cycle = (rounds: number) =>
    page.evaluate(async (rounds) => {
      const one = async (i: number) => {
        const element = document.createElement('grad-scope') as GradScope;
        element.config = 'depth=2&width=4';
        document.createElement('grad-scope'); // never in a page at all
        document.body.append(element);
        await element.ready;
        element.play();
        if (i % 2 === 0) element.pause();
        return element;
      };
      for (let round = 0; round < rounds; round++) {
        const all = await Promise.all(Array.from({ length: 10 }, (_, i) => one(i)));
        for (const element of all) element.remove();
      }
      return { ...(window as unknown as { outside: Record<string, number> }).outside };
    }, rounds);
  await page.evaluate(() => document.querySelector('grad-scope')?.remove());
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const measure = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  const before = await cycle(1);
  const first = await measure();
  expect(await cycle(20)).toEqual(before);
  expect(before.visibilitychange).toBe(0);
  await expect.poll(() => page.workers().length).toBe(0);
  const { result } = await session.send('Runtime.evaluate', { expression: 'document' });
  const { listeners } = await session.send('DOMDebugger.getEventListeners', {
    objectId: result.objectId ?? '',
  });
  expect(listeners.map(({ type }) => type)).toEqual([]);
  // Timers of those that are gone come to their end first.
  const more = async (name: string) => ((await measure())[name] ?? 0) - (first[name] ?? 0);
  const soon = { timeout: 20_000 };
  await expect.poll(() => more('Nodes'), soon).toBeLessThan(200);
  await expect.poll(() => more('JSEventListeners'), soon).toBeLessThan(200);
  await expect.poll(() => more('JSHeapUsedSize'), soon).toBeLessThan(4e6);
});

test('twelve elements have two workers and one compiled module', async ({ page }) => {
  const modules: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('.wasm')) modules.push(request.url());
  });
  await page.goto('./index.html');
  const losses = await page.evaluate(async () => {
    const all = Array.from({ length: 12 }, () => {
      const element = document.createElement('grad-scope') as GradScope;
      Object.assign(element, { config: 'depth=3&width=4', run: 'manual', panel: 'none' });
      return element;
    });
    document.querySelector('grad-scope')?.replaceWith(...all);
    await Promise.all(all.map((element) => element.goTo(30)));
    return all.map(({ experiment }) => experiment.history.latest()?.get('loss'));
  });
  expect(new Set(losses).size).toBe(1);
  expect(page.workers()).toHaveLength(2);
  expect(modules).toHaveLength(1);
});
