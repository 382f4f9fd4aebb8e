// Which steps were measured, as a replay asks for them.
import { expect, test } from 'vitest';
import { Pattern } from '../../../web/src/experiment/pattern.ts';

/** The steps that a replay from 0 measures. */
function measured(pattern: Pattern, to: number): number[] {
  const steps: number[] = [];
  for (let at = 0; at < to; ) {
    const request = pattern.next(at, to);
    for (let i = 0; request.stride > 0 && i < request.steps; i += request.stride)
      steps.push(at + i);
    at += request.steps;
  }
  return steps;
}

test('a replay measures the steps that were measured', () => {
  const pattern = new Pattern();
  pattern.note(0, 10);
  pattern.note(25, 3);
  pattern.note(31, 3); // goes on as before
  expect(measured(pattern, 33)).toEqual([0, 10, 20, 25, 28, 31]);
  expect(pattern.bytes).toBe(32);
});

test('what was noted of a future that is forgotten is forgotten', () => {
  const pattern = new Pattern();
  pattern.note(0, 10);
  pattern.note(50, 3);
  pattern.cut(20);
  pattern.note(20, 5);
  expect(measured(pattern, 31)).toEqual([0, 10, 20, 25, 30]);
});
