// Runs the engine in time with the screen: play, pause, step, reset, at a chosen speed. Keeps the
// history of the run; draws nothing.
import { reduce } from '../config/config.ts';
import type { Config } from '../config/types.ts';
import type { Batch, Diagnosis, RunInfo, Snapshot, Trouble } from '../engine/answers.ts';
import { Superseded } from '../engine/errors.ts';
import { History } from './history.ts';
import type { Clock, Visibility } from './world.ts';

/** What a player needs of the place of its run: a RunSlot, or a test's own. */
export interface Engine {
  start(config: Config): Promise<{ readonly info: RunInfo }>;
  advance(steps: number, stride?: number): Promise<Batch>;
  ask(verb: 'restore', moment: Snapshot): Promise<Batch>;
}

export interface PlayerOptions {
  readonly clock: Clock;
  /** Left out: the page is always seen. */
  readonly visibility?: Visibility | undefined;
  /** Rows that the history keeps. */
  readonly capacity?: number;
}

/** What happens, and what comes with it. */
export interface PlayerEvents {
  /** A run has started; the history holds its first row. */
  start: RunInfo;
  /** Rows have been added to the history. */
  rows: Batch;
  /** play() or pause() had an effect. */
  playing: boolean;
  /** A number is no longer finite: training is over. */
  trouble: Trouble;
  /** The last step has been made. */
  end: number;
  /** The engine could not do what was asked; the player has paused. */
  error: Error;
}

type Listener<K extends keyof PlayerEvents> = (detail: PlayerEvents[K]) => void;

/** Engine time that one frame may use at the speed "max". */
const frameMilliseconds = 12;
/** Steps that a slow engine may fall behind, in seconds; what is behind that is not made up for. */
const mostBehind = 0.25;

/**
 * Plays one run at a time. It asks for the next steps only when it has the last ones, so a slow page
 * slows training. While the page is hidden it waits.
 */
export class Player {
  /** Steps a second while playing, or as many as fit. */
  speed: number | 'max' = 150;
  /** Training always stops here. */
  maxSteps = 3000;
  history = new History(1, 2);
  config: Config = {};
  info: RunInfo | null = null;
  diagnosis: Diagnosis | null = null;

  private readonly clock: Clock;
  private readonly visibility: Visibility | undefined;
  private readonly capacity: number | undefined;
  private readonly listeners = new Map<keyof PlayerEvents, Set<(detail: never) => void>>();
  private wanted = false;
  private frame: number | null = null;
  private flight: Promise<void> | null = null;
  private lastFrame = 0;
  private owed = 0;
  private steps = 0;
  private fitting = 1; // steps that fit into a frame, as far as is known

  constructor(
    private readonly engine: Engine,
    { clock, visibility, capacity }: PlayerOptions,
  ) {
    this.clock = clock;
    this.visibility = visibility;
    this.capacity = capacity;
  }

  get playing(): boolean {
    return this.wanted;
  }

  /** Updates made so far. */
  get stepCount(): number {
    return this.steps;
  }

  get trouble(): Trouble | null {
    return this.diagnosis?.trouble ?? null;
  }

  /** Whether there is nothing left to play: the last step is made, or there was trouble. */
  get ended(): boolean {
    return this.steps >= this.maxSteps || this.trouble !== null;
  }

  /** Calls `listener` from now on; the result ends that. */
  on<K extends keyof PlayerEvents>(type: K, listener: Listener<K>): () => void {
    const listeners = this.listeners.get(type) ?? new Set();
    this.listeners.set(type, listeners.add(listener as (detail: never) => void));
    return () => listeners.delete(listener as (detail: never) => void);
  }

  /**
   * Starts a run in place of the present one, which goes on until then and stays if this one cannot
   * start. Rejects as RunSlot.start() does. Goes on playing if it was playing.
   */
  async load(config: Config): Promise<RunInfo> {
    const { info } = await this.engine.start(config);
    this.config = reduce(config);
    this.info = info;
    this.history = new History(info.layers.length, this.capacity);
    this.steps = 0;
    this.owed = 0;
    this.fitting = 1;
    this.take(info.first);
    this.emit('start', info);
    this.stopIfEnded();
    return info;
  }

  /** Starts the same run again. */
  reset(): Promise<RunInfo> {
    return this.load(this.config);
  }

  play(): void {
    if (this.wanted || this.info === null || this.ended) return;
    this.wanted = true;
    this.visibility?.addEventListener('visibilitychange', this.schedule);
    this.emit('playing', true);
    this.schedule();
  }

  pause(): void {
    if (!this.wanted) return;
    this.wanted = false;
    this.visibility?.removeEventListener('visibilitychange', this.schedule);
    this.owed = 0;
    this.schedule();
    this.emit('playing', false);
  }

  /** Whether the engine has not answered yet. */
  get busy(): boolean {
    return this.flight !== null;
  }

  /** Pauses, then makes `count` updates, at most up to the last step; not if another run starts. */
  step(count = 1): Promise<void> {
    this.pause();
    const { info } = this;
    return this.queue(async () => {
      const steps = Math.min(count, this.maxSteps - this.steps);
      if (info !== null && this.info === info && !this.ended && steps >= 1) await this.fly(steps);
    });
  }

  /** Pauses and goes back to a snapshot of this run. */
  restore(moment: Snapshot): Promise<void> {
    this.pause();
    return this.queue(async () => {
      const { info } = this;
      const batch = await this.engine.ask('restore', moment);
      if (this.info !== info) return;
      this.take(batch);
      this.emit('rows', batch);
    });
  }

  dispose(): void {
    this.pause();
    this.info = null; // nothing plays any more
    this.listeners.clear();
  }

  private emit<K extends keyof PlayerEvents>(type: K, detail: PlayerEvents[K]): void {
    for (const listener of [...(this.listeners.get(type) ?? [])]) (listener as Listener<K>)(detail);
  }

  /** Asks for a frame if there is something to play, and for none otherwise. */
  private readonly schedule = (): void => {
    const running = this.wanted && this.visibility?.hidden !== true;
    if (running && this.frame === null) {
      this.lastFrame = this.clock.now();
      this.frame = this.clock.requestFrame(this.onFrame);
    } else if (!running && this.frame !== null) {
      this.clock.cancelFrame(this.frame);
      this.frame = null;
    }
  };

  private readonly onFrame = (): void => {
    this.frame = this.clock.requestFrame(this.onFrame);
    const steps = this.due();
    if (!this.busy && steps >= 1) void this.queue(() => this.fly(steps));
  };

  /** How many steps this frame should make. */
  private due(): number {
    const now = this.clock.now();
    const seconds = (now - this.lastFrame) / 1000;
    this.lastFrame = now;
    const left = this.maxSteps - this.steps;
    if (this.speed === 'max') return Math.min(this.fitting, left);
    this.owed = Math.min(this.owed + seconds * this.speed, Math.max(1, this.speed * mostBehind));
    return Math.min(Math.floor(this.owed), this.fitting, left);
  }

  /** Does `work` when everything that was asked for before it is answered. */
  private queue(work: () => Promise<void>): Promise<void> {
    const result = (this.flight ?? Promise.resolve()).then(work);
    const flight = result
      .catch(() => {}) // whoever asked gets the error; who is next does not
      .then(() => {
        if (this.flight === flight) this.flight = null;
      });
    this.flight = flight;
    return result;
  }

  /** One request, in its turn. */
  private async fly(steps: number): Promise<void> {
    const { info } = this;
    this.owed = Math.max(0, this.owed - steps);
    const stride = Math.min(this.history.stride, steps);
    try {
      const batch = await this.engine.advance(steps, stride);
      if (this.info === info) this.land(batch, steps);
    } catch (error) {
      if (error instanceof Superseded) return;
      this.pause();
      this.emit('error', error instanceof Error ? error : new Error(String(error)));
    }
  }

  private land(batch: Batch, steps: number): void {
    const fitting = (steps * frameMilliseconds) / batch.milliseconds; // Infinity below the clock's tick
    this.fitting = Math.max(1, Math.floor(Math.min(fitting, 2 * Math.max(steps, this.fitting))));
    this.take(batch);
    this.emit('rows', batch);
    this.stopIfEnded();
  }

  private stopIfEnded(): void {
    if (!this.ended) return;
    this.pause();
    if (this.trouble !== null) this.emit('trouble', this.trouble);
    else this.emit('end', this.steps);
  }

  private take(batch: Batch): void {
    this.steps = batch.step;
    this.diagnosis = batch.diagnosis;
    this.history.append(batch.rows, batch.count);
  }
}
