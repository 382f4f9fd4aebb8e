// The diagnosis as it is read: while a run goes on it changes at most once a second. Has its time given.
import type { Diagnosis } from '../engine/answers.ts';
import type { Clock } from './world.ts';

/** Milliseconds for which what is read stays. */
const HOLD = 1000;

export class Steady {
  private shown: Diagnosis | undefined;
  private since = 0;

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  get diagnosis(): Diagnosis | undefined {
    return this.shown;
  }

  /**
   * The diagnosis of now. It is shown at once where nobody reads along: a run that stands still
   * (`going` false), one that has just started, or a number that is no longer finite.
   */
  take(now: Diagnosis | undefined, going: boolean): void {
    const time = this.clock.now();
    const hold = going && this.shown !== undefined && now?.trouble === undefined;
    if (hold && time - this.since < HOLD) return;
    this.shown = now;
    this.since = time;
  }
}
