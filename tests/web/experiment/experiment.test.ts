// The experiment on screen, with the real engine: what it does when nothing can be trained, or when
// somebody changes their mind.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { connect } from '../../../web/src/engine/local.ts';
import { Scope } from '../../../web/src/experiment/experiment.ts';
import { PictureKeeper } from '../../../web/src/experiment/picture-keeper.ts';
import { speedOf, speedsWith } from '../../../web/src/experiment/speed.ts';
import { handleKey } from '../../../web/src/ui/shortcuts.ts';
import { source } from '../engine/engine.ts';

let scope: Scope;
beforeEach(() => {
  vi.stubGlobal('window', globalThis);
  scope = new Scope([() => connect(source)]);
});
afterEach(() => {
  scope.dispose();
  vi.unstubAllGlobals();
});

test('goTo: trains up to the step and pauses there', async () => {
  await scope.open({ depth: 2 });
  await scope.goTo(30);
  expect([scope.step, scope.playing]).toEqual([30, false]);
});

test('goTo: whoever presses Run on the way takes over', async () => {
  vi.stubGlobal('requestAnimationFrame', () => 1); // there is no screen; playing alone is looked at
  vi.stubGlobal('cancelAnimationFrame', () => {});
  await scope.open({ depth: 2 });
  const ends = vi.fn();
  scope.addEventListener('end', ends);
  const going = scope.goTo(100_000);
  while (scope.step < 3000) {
    await new Promise((resolve) => scope.addEventListener('rows', resolve, { once: true }));
  }
  await new Promise((resolve) => setTimeout(resolve)); // the next steps are under way
  scope.play();
  await going;
  expect(scope.playing).toBe(true);
  expect(scope.step).toBeLessThan(100_000);
  expect(ends).not.toHaveBeenCalled();
  scope.pause();
});

test('goTo: comes back where there is no run yet', async () => {
  await scope.goTo(10);
  expect(scope.step).toBe(0);
});

test('goTo: comes back when the engine is disposed of on the way', async () => {
  await scope.open({ depth: 2 });
  const going = scope.goTo(100_000);
  await new Promise((resolve) => setTimeout(resolve, 20));
  scope.dispose();
  await going;
  expect(scope.step).toBeLessThan(100_000);
});

test('begin: whoever chooses another experiment meanwhile gets that one', async () => {
  const first = scope.begin({ depth: 2 }, { depth: 3 });
  await new Promise((resolve) => scope.addEventListener('start', resolve, { once: true }));
  const second = scope.begin({ depth: 4 });
  expect(await Promise.all([first, second])).toEqual([false, true]);
  expect(scope.config).toEqual({ depth: 4 });
});

test('pictures: an engine that cannot answer is asked once for each step', async () => {
  await scope.open({ depth: 2 });
  const asked = vi.spyOn(scope.slot, 'ask');
  scope.slot.connection.dispose();
  const keeper = new PictureKeeper(() => {});
  keeper.see(scope);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(asked).toHaveBeenCalledTimes(4); // inputs and answers, of training and of testing
  keeper.stop();
});

test('resetUnits: says how many, until another run starts', async () => {
  const reset = { kind: 'redo', tau: 0.5, every: 1_000_000 } as const;
  await scope.open({ depth: 2, activation: { kind: 'relu' }, bias_std: 20, reset });
  await scope.stepBy(1);
  await scope.resetUnits();
  expect(scope.unitsReset).toBeGreaterThan(0);
  await scope.reset();
  expect(scope.unitsReset).toBeUndefined();
});

test('keys: a key that is held steps when the engine has answered, and does nothing else', async () => {
  vi.stubGlobal('Element', class {});
  await scope.open({ depth: 2 });
  const press = (key: string, repeat: boolean) => {
    const event = { key, repeat, composedPath: () => [null], preventDefault: () => {} };
    handleKey(event as unknown as KeyboardEvent, scope);
  };
  press('.', false);
  for (let i = 0; i < 50; i++) press('.', true);
  await scope.goTo(0); // waits for all that was asked for
  expect(scope.step).toBe(1);
  press('.', true);
  await scope.goTo(0);
  expect(scope.step).toBe(2);
  press(' ', true);
  press('r', true);
  expect([scope.playing, scope.step]).toEqual([false, 2]);
});

test('speeds: one that is not in the list takes its place among them', () => {
  expect(speedsWith(150)).toEqual([5, 50, 150, 1000, 'max']);
  expect(speedsWith(30)).toEqual([5, 30, 50, 150, 1000, 'max']);
  expect(speedsWith(1e6)).toEqual([5, 50, 150, 1000, 1e6, 'max']);
  expect(['30', 'max', '', '-4', 'fast'].map(speedOf)).toEqual([30, 'max', 150, 150, 150]);
});
