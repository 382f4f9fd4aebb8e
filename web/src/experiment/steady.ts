// The diagnosis as it is read: while a run goes on it changes at most once a second. Has its time given.
import type { Diagnosis } from '../engine/answers.ts';
import type { Clock } from './world.ts';

/** Milliseconds for which what is read stays. */
const HOLD = 1000;

export class Steady {
  private shown: Diagnosis | undefined;
  private since = 0;
  private verdict = '';

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  get diagnosis(): Diagnosis | undefined {
    return this.shown;
  }

  /** Another run: its first diagnosis is shown at once. */
  restart(): void {
    this.shown = undefined;
  }

  /**
   * The diagnosis of now; returns whether its verdict is another than the last one’s, shown or not. It is shown at once where nobody reads along: a run that stands still
   * (`going` false), one that has just started, or a number that is no longer finite.
   */
  take(now: Diagnosis | undefined, going: boolean): boolean {
    const time = this.clock.now();
    const hold = going && this.shown !== undefined && now?.trouble === undefined;
    const verdict = now?.verdict ?? '';
    const news = verdict !== this.verdict;
    this.verdict = verdict;
    if (hold && time - this.since < HOLD) return news;
    this.shown = now;
    this.since = time;
    return news;
  }
}
