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
  const cycle = (times: number) =>
    page.evaluate(async (times) => {
      for (let i = 0; i < times; i++) {
        const element = document.createElement('grad-scope') as GradScope;
        element.config = 'depth=2&width=4';
        document.createElement('grad-scope'); // never in a page at all
        document.body.append(element);
        await element.ready;
        element.play();
        if (i % 2 === 0) element.pause();
        element.remove();
      }
      return { ...(window as unknown as { outside: Record<string, number> }).outside };
    }, times);
  await page.evaluate(() => document.querySelector('grad-scope')?.remove());
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const measure = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  const before = await cycle(10);
  const first = await measure();
  expect(await cycle(200)).toEqual(before);
  expect(before.visibilitychange).toBe(0);
  await expect.poll(() => page.workers().length).toBe(0);
  const { result } = await session.send('Runtime.evaluate', { expression: 'document' });
  const { listeners } = await session.send('DOMDebugger.getEventListeners', {
    objectId: result.objectId ?? '',
  });
  expect(listeners.map(({ type }) => type)).toEqual([]);
  const last = await measure();
  const more = (name: string) => (last[name] ?? 0) - (first[name] ?? 0);
  console.log(
    `  after 200 elements: ${more('Nodes')} nodes, ${more('JSEventListeners')} listeners and ` +
      `${(more('JSHeapUsedSize') / 1e6).toFixed(1)} MB more than after 10`,
  );
  expect(more('Nodes')).toBeLessThan(200);
  expect(more('JSEventListeners')).toBeLessThan(200);
  expect(more('JSHeapUsedSize')).toBeLessThan(4e6);
});
