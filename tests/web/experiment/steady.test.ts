// What is read stays for a second, and no longer; what is not finite waits for nobody.
import { expect, test } from 'vitest';
import type { Diagnosis } from '../../../web/src/engine/answers.ts';
import { Steady } from '../../../web/src/experiment/steady.ts';

const saying = (verdict: string, more = {}) => ({ verdict, ...more }) as unknown as Diagnosis;
const [good, bad] = [saying('healthy'), saying('dead')];

function reader() {
  let time = 0;
  const steady = new Steady({ now: () => time });
  return {
    at(milliseconds: number, now: Diagnosis | undefined, going = true) {
      time = milliseconds;
      steady.take(now, going);
      return steady.diagnosis?.verdict;
    },
  };
}

test('steady: a run that changes its mind every 10 ms changes its sentence once a second', () => {
  const read = reader();
  const said: (string | undefined)[] = [];
  for (let time = 0; time < 5000; time += 10) {
    said.push(read.at(time, time % 20 === 0 ? good : saying(`dead at ${time}`)));
  }
  expect(new Set(said).size).toBeLessThanOrEqual(5);
  const changes = said.filter((verdict, i) => i > 0 && verdict !== said[i - 1]).length;
  expect(changes).toBeLessThanOrEqual(4);
});

test('steady: what is newer is shown when the second is over', () => {
  const read = reader();
  expect(read.at(0, bad)).toBe('dead');
  expect(read.at(999, good)).toBe('dead');
  expect(read.at(1000, good)).toBe('healthy');
  expect(read.at(1001, bad)).toBe('healthy');
});

test('steady: a run that stands still is read as it is', () => {
  const read = reader();
  expect(read.at(0, bad)).toBe('dead');
  expect(read.at(1, good, false)).toBe('healthy');
  expect(read.at(2, undefined, false)).toBeUndefined();
});

test('steady: another run is read at once; each new verdict is told, also one that is not shown yet', () => {
  const steady = new Steady({ now: () => 0 });
  expect(steady.take(good, true)).toBe(true);
  expect(steady.take(bad, true)).toBe(true);
  expect(steady.diagnosis).toBe(good);
  expect(steady.take(bad, true)).toBe(false);
  steady.restart();
  expect(steady.take(bad, true)).toBe(false);
  expect(steady.diagnosis).toBe(bad);
});

test('steady: a number that is no longer finite is said at once', () => {
  const read = reader();
  read.at(0, good);
  const trouble = { step: 1, layer: 0, tensor: 'z' };
  expect(read.at(1, saying('diverged', { trouble }))).toBe('diverged');
});
