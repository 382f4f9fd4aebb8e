// A run that starts by itself: when it is seen, and never against a person.
import { expect, test } from 'vitest';
import { Autorun } from '../../../web/src/experiment/autorun.ts';
import { HandClock } from './by-hand.ts';

class FakeRun {
  step = 0;
  playing = false;
  play(): void {
    this.playing = true;
  }
  pause(): void {
    this.playing = false;
  }
}

function made() {
  const [run, clock] = [new FakeRun(), new HandClock()];
  return { run, clock, autorun: new Autorun(run, clock) };
}

test('autorun: starts when it has been seen for a while; with mode "auto" unseen', () => {
  const { run, clock, autorun } = made();
  autorun.arm('visible');
  clock.pass(5000);
  expect(run.playing).toBe(false);
  autorun.see(true);
  clock.pass(1000);
  expect(run.playing).toBe(false);
  clock.pass(1000);
  expect(run.playing).toBe(true);

  const other = made();
  other.autorun.arm('auto');
  other.clock.pass(2000);
  expect(other.run.playing).toBe(true);
});

test('autorun: not where a person has taken over while the run was being opened', () => {
  const { run, clock, autorun } = made();
  autorun.see(true);
  const since = autorun.disarm(); // it is about to be opened
  autorun.disarm(); // somebody has made a step of what was on screen
  autorun.arm('visible', since);
  clock.pass(5000);
  expect(run.playing).toBe(false);
  autorun.arm('visible', autorun.disarm());
  clock.pass(5000);
  expect(run.playing).toBe(true);
});

test('autorun: not with mode "manual", not after a person has taken over, not twice', () => {
  const { run, clock, autorun } = made();
  autorun.see(true);
  autorun.arm('manual');
  clock.pass(5000);
  autorun.arm('visible');
  autorun.disarm();
  clock.pass(5000);
  expect([run.playing, clock.waiting]).toEqual([false, 0]);
  autorun.arm('visible');
  run.step = 1; // somebody has made a step meanwhile
  clock.pass(5000);
  expect(run.playing).toBe(false);
  run.step = 0;
  autorun.see(false);
  autorun.see(true);
  clock.pass(5000);
  expect(run.playing).toBe(false);
});

test('autorun: holds a run that leaves the sight, and lets go of it when it comes back', () => {
  const { run, autorun } = made();
  run.play();
  autorun.see(false);
  expect(run.playing).toBe(false);
  autorun.see(true);
  expect(run.playing).toBe(true);
  autorun.see(false);
  autorun.disarm(); // whoever pauses it out of sight
  autorun.see(true);
  expect(run.playing).toBe(false);
});

test('autorun: what leaves the sight before it starts begins anew when it is seen again', () => {
  const { run, clock, autorun } = made();
  autorun.see(true);
  autorun.arm('visible');
  clock.pass(1000);
  autorun.see(false);
  clock.pass(5000);
  expect(run.playing).toBe(false);
  autorun.see(true);
  clock.pass(5000);
  expect(run.playing).toBe(true);
});
