// Notices that the engine has owed an answer for long: it is slow, stuck, gone, or has not come. Counts
// its own ticks: a page that slept, or had no time itself, counts none.
import type { Connection } from '../engine/connection.ts';
import { Superseded } from '../engine/errors.ts';
import { type Clock, Timer } from './world.ts';

const TICK = 1000;
/** Ticks until somebody is told. */
const PATIENCE = 3;

export class Watchdog {
  /** It is so, or was until just now. */
  late = false;
  private ticks = 0;
  private readonly timer: Timer;

  constructor(
    clock: Clock,
    private readonly connection: Connection,
    private readonly changed: () => void,
  ) {
    this.timer = new Timer(clock);
    connection.onlife = (said) => {
      if (said) this.quiet(this.late && this.ticks >= PATIENCE);
      if (!this.timer.waiting) this.timer.start(TICK, this.tick);
    };
  }

  stop(): void {
    this.timer.stop();
  }

  /** Another engine takes the place of this one, whatever it is doing. */
  replace(): void {
    this.connection.renew(new Superseded());
    this.quiet(false);
  }

  private readonly tick = (): void => {
    const { owed, runs, shares } = this.connection;
    if (owed.length === 0) {
      this.quiet(false);
      return;
    }
    this.ticks += 1;
    this.timer.start(TICK, this.tick);
    if (this.ticks < PATIENCE) return;
    // A run is wanted of an engine that serves another one: whatever keeps it, nobody waits for that.
    if (owed.includes('start') && (runs > 0 || shares)) this.replace();
    else this.tell(true);
  };

  private quiet(late: boolean): void {
    this.ticks = 0;
    this.tell(late);
  }

  private tell(late: boolean): void {
    if (late === this.late) return;
    this.late = late;
    this.changed();
  }
}
