// Time, sight and engines, as an experiment is given them: the browser's (ui/browser.ts), or a test's own.
import type { Connect } from '../engine/port.ts';

/** Frames and time. */
export interface Clock {
  /** Calls back once, with the next frame of the screen. */
  requestFrame(callback: () => void): number;
  cancelFrame(handle: number): void;
  /** Milliseconds since some moment. */
  now(): number;
  /** Calls back once, after so many milliseconds. */
  after(milliseconds: number, callback: () => void): number;
  cancel(handle: number): void;
}

/** What a page tells about being seen. */
export interface Visibility {
  readonly hidden: boolean;
  addEventListener(type: 'visibilitychange', listener: () => void): void;
  removeEventListener(type: 'visibilitychange', listener: () => void): void;
}

/** What an experiment is given of the world around. */
export interface World {
  readonly clock: Clock;
  readonly visibility?: Visibility;
  /** Ways to an engine, tried in turn; left out: a worker, then this thread. */
  readonly ways?: readonly Connect[];
}

/** At most one thing that is to happen later. */
export class Timer {
  private handle: number | null = null;

  constructor(private readonly clock: Clock) {}

  get waiting(): boolean {
    return this.handle !== null;
  }

  /** Calls back after so many milliseconds, instead of what was to happen before. */
  start(milliseconds: number, callback: () => void): void {
    this.stop();
    this.handle = this.clock.after(milliseconds, () => {
      this.handle = null;
      callback();
    });
  }

  stop(): void {
    if (this.handle !== null) this.clock.cancel(this.handle);
    this.handle = null;
  }
}
