// One compiled module for all workers of a page, and what happens where the first worker has none to give.
import { beforeEach, expect, test, vi } from 'vitest';
import type { Compiled } from '../../../web/src/engine/carried.ts';

class FakeWorker extends EventTarget {
  readonly sent: unknown[] = [];
  ended = false;
  /** What reaches those who come after. */
  readonly heard: unknown[] = [];

  constructor(readonly name: string) {
    super();
  }
  postMessage(data: unknown): void {
    this.sent.push(data);
  }
  terminate(): void {
    this.ended = true;
  }
  says(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

type Made = typeof import('../../../web/src/engine/carried.ts');
let withModule: Made['withModule'];
const made = (): FakeWorker => {
  const worker = withModule((name) => new FakeWorker(name) as unknown as Worker);
  const fake = worker as unknown as FakeWorker;
  fake.addEventListener('message', (event) => fake.heard.push((event as MessageEvent).data));
  return fake;
};
const settled = () =>
  new Promise((resolve) => queueMicrotask(() => queueMicrotask(() => resolve(0))));
const compiled = { address: 'a', module: {} } as unknown as Compiled;

beforeEach(async () => {
  vi.useRealTimers();
  vi.resetModules();
  ({ withModule } = await import('../../../web/src/engine/carried.ts'));
});

test('the second worker waits, and is given what the first one has compiled', async () => {
  const [one, two] = [made(), made()];
  expect([one.name, two.name]).toEqual(['gradscope', 'gradscope, waiting']);
  await settled();
  expect(two.sent).toEqual([]);
  one.says({ compiled });
  await settled();
  expect(two.sent).toEqual([{ compiled }]);
  expect(made().sent).toEqual([]);
  expect(one.heard).toEqual([]); // it is no reply
});

test('requests and replies pass as they are', () => {
  const [one, two] = [made(), made()];
  for (const worker of [one, two]) {
    worker.says({ id: 3, type: 'answer', value: null });
    worker.says(null);
    expect(worker.heard).toEqual([{ id: 3, type: 'answer', value: null }, null]);
  }
});

test('a module of another precision is heard by nobody', () => {
  const [one, two] = [made(), made()];
  one.says({ compiled });
  two.says({ compiled });
  expect([one.heard, two.heard]).toEqual([[], []]);
});

for (const [how, ends] of [
  ['ends', (worker: FakeWorker) => worker.terminate()],
  ['fails', (worker: FakeWorker) => worker.dispatchEvent(new Event('error'))],
] as const) {
  test(`where the first one ${how} before, the second compiles for itself, and a later one is the first`, async () => {
    const [one, two] = [made(), made()];
    ends(one);
    expect(one.ended).toBe(how === 'ends');
    await settled();
    expect(two.sent).toEqual([{ compiled: null }]);
    expect(made().name).toBe('gradscope');
  });
}

test('what was compiled stays when its worker has ended', async () => {
  const one = made();
  one.says({ compiled });
  one.terminate();
  await settled();
  const next = made();
  await settled();
  expect(next.name).toBe('gradscope, waiting');
  expect(next.sent).toEqual([{ compiled }]);
});

test('behind one that is stuck nobody waits for long', async () => {
  vi.useFakeTimers();
  const [, two] = [made(), made()];
  await vi.advanceTimersByTimeAsync(4999);
  expect(two.sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(2);
  expect(two.sent).toEqual([{ compiled: null }]);
});
