// Starts a run by itself once it can be seen, and holds it while it cannot. Never against a person:
// whoever pauses stays paused.
import { type Clock, Timer } from './world.ts';

export type RunMode = 'visible' | 'auto' | 'manual';

/** What is started and held. */
interface Playable {
  readonly step: number;
  readonly playing: boolean;
  play(): void;
  pause(): void;
}

/** Time to look at step 0 before training starts. */
const LOOK = 1600;

export class Autorun {
  private readonly timer: Timer;
  private wanted = false;
  private unseen = false; // it starts whether somebody sees it or not
  private held = false;
  private visible = false;
  private taken = 0; // how often a person has taken over

  constructor(
    private readonly run: Playable,
    clock: Clock,
  ) {
    this.timer = new Timer(clock);
  }

  stop(): void {
    this.timer.stop();
  }

  /**
   * The run may start; with mode "visible" when it is seen. Not if a person has taken over `since` that
   * disarm().
   */
  arm(mode: RunMode, since = this.taken): void {
    if (since !== this.taken) return;
    this.wanted = mode !== 'manual';
    this.unseen = mode === 'auto';
    if (mode === 'auto' || this.visible) this.startSoon();
  }

  /** A person has taken over. Which time that is, for arm(). */
  disarm(): number {
    this.wanted = false;
    this.held = false;
    this.timer.stop();
    this.taken += 1;
    return this.taken;
  }

  /** The run has come into sight, or left it. */
  see(visible: boolean): void {
    this.visible = visible;
    if (visible && this.held) {
      this.held = false;
      this.run.play();
    } else if (visible) {
      this.startSoon();
    } else if (this.run.playing) {
      this.held = true;
      this.run.pause();
    } else if (!this.unseen) {
      this.timer.stop(); // begins anew when it is seen again
    }
  }

  private startSoon(): void {
    if (!this.wanted) return;
    this.timer.start(LOOK, () => {
      if (this.wanted && this.run.step === 0) this.run.play();
      this.wanted = false;
    });
  }
}
