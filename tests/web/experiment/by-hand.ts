// An engine, a clock and a page that a test of the player moves by hand. Holds no tests.
import type { Config } from '../../../web/src/config/types.ts';
import type {
  Batch,
  Diagnosis,
  RunInfo,
  Snapshot,
  Trouble,
} from '../../../web/src/engine/answers.ts';
import { rowSize } from '../../../web/src/experiment/history.ts';
import { type Engine, Player } from '../../../web/src/experiment/player.ts';
import type { Clock, Visibility } from '../../../web/src/experiment/world.ts';

/** What is found of a run that is well. */
export const healthy: Diagnosis = {
  verdict: 'healthy',
  gradient: 'healthy',
  learning: 'learning',
  units: 'working',
  cause: 'none',
  cause_decades: 0,
  steepest: 1,
  remedies: [],
  specimen: null,
  broken: null,
  rate: 0.1,
  layer: 0,
  delta_ratio: 0.5,
  gradient_ratio: 0.5,
  decades_per_layer: -0.03,
  largest_norm: 0.4,
  loss: 0.6,
  loss_ratio: 0.9,
  guess_ratio: 0.8,
  guess_loss: 0.69,
  accuracy: 0.7,
  guess_accuracy: 0.5,
  share: 0,
};

/** Frames happen and time passes when the test says so. */
export class HandClock implements Clock {
  time = 0;
  private callback: (() => void) | null = null;
  private readonly timers = new Map<number, { readonly due: number; callback(): void }>();
  private handles = 0;

  after(milliseconds: number, callback: () => void): number {
    this.handles += 1;
    this.timers.set(this.handles, { due: this.time + milliseconds, callback });
    return this.handles;
  }
  cancel(handle: number): void {
    this.timers.delete(handle);
  }
  /** How many things are to happen later. */
  get waiting(): number {
    return this.timers.size;
  }
  /** Lets time pass; what is due happens in its order. */
  pass(milliseconds: number): void {
    this.time += milliseconds;
    const due = [...this.timers].filter(([, timer]) => timer.due <= this.time);
    for (const [handle, { callback }] of due.sort(([, a], [, b]) => a.due - b.due)) {
      if (this.timers.delete(handle)) callback();
    }
  }

  requestFrame(callback: () => void): number {
    this.callback = callback;
    return 1;
  }
  cancelFrame(): void {
    this.callback = null;
  }
  now(): number {
    return this.time;
  }
  get asked(): boolean {
    return this.callback !== null;
  }
  /** One frame, `milliseconds` after the last; then everything that was promised has happened. */
  async frame(milliseconds = 1000 / 60): Promise<void> {
    this.time += milliseconds;
    const { callback } = this;
    this.callback = null;
    callback?.();
    await settled();
  }
}

export async function settled(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}

/** Trains at a constant price per step, and answers at once or when it is told to. */
export class FakeEngine implements Engine {
  step = 0;
  asked: { steps: number; stride: number }[] = [];
  inFlight = 0;
  mostInFlight = 0;
  millisecondsPerStep = 0.1;
  troubleAt = Number.POSITIVE_INFINITY;
  refusal: Error | null = null;
  failure: Error | null = null;
  private held: (() => void)[] | null = null;

  hold(): void {
    this.held = [];
  }
  async release(): Promise<void> {
    for (const answer of this.held ?? []) answer();
    this.held = null;
    await settled();
  }
  private batch(steps: readonly number[], made: number): Batch {
    const size = rowSize(2);
    const rows = new Float64Array(steps.length * size);
    steps.forEach((step, i) => {
      rows[i * size] = step;
    });
    const trouble: Trouble | undefined =
      this.step > this.troubleAt ? { step: this.troubleAt, layer: 1, tensor: 'a' } : undefined;
    const diagnosis = { ...healthy, ...(trouble && { trouble }) };
    const milliseconds = made * this.millisecondsPerStep;
    return { count: steps.length, rows, step: this.step, diagnosis, milliseconds };
  }
  async start(config: Config): Promise<{ info: RunInfo }> {
    if (this.refusal !== null) throw this.refusal;
    this.step = 0;
    const layers = [...Array(2)].map(() => ({ in: 1, out: 1, activation: 'tanh' as const }));
    const info: RunInfo = {
      loss: 'mse',
      batch: config.batch ?? 1,
      parameters: 1,
      layers,
      tensors: [],
      data: { task: 'regression', features: 1, classes: 0, train: 1, test: 0 },
      module: 'float32',
      first: this.batch([0], 0),
    };
    return { info };
  }
  async advance(steps: number, stride = 1): Promise<Batch> {
    this.asked.push({ steps, stride });
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    if (this.held !== null) await new Promise<void>((resolve) => this.held?.push(resolve));
    this.inFlight -= 1;
    if (this.failure !== null) throw this.failure;
    const made = Math.min(steps, this.troubleAt + 1 - this.step);
    const rows = [...Array(made).keys()].filter((i) => i % stride === 0).map((i) => this.step + i);
    this.step += made;
    return this.batch(rows, made);
  }
  async ask(_verb: 'restore', { bytes }: Snapshot): Promise<Batch> {
    this.step = bytes[0] ?? 0;
    return this.batch([this.step], 0);
  }
}

/** A moment that the engine goes back to. */
export const momentOf = (step: number): Snapshot => ({
  bytes: Uint8Array.of(step),
  observations: new Float64Array(),
});

/** A page that can be hidden. */
export class FakePage implements Visibility {
  hidden = false;
  readonly listeners = new Set<() => void>();

  addEventListener(_type: string, listener: () => void): void {
    this.listeners.add(listener);
  }
  removeEventListener(_type: string, listener: () => void): void {
    this.listeners.delete(listener);
  }
  setHidden(hidden: boolean): void {
    this.hidden = hidden;
    for (const listener of this.listeners) listener();
  }
}

export async function playerOf(config: Config = {}) {
  const [engine, clock, page] = [new FakeEngine(), new HandClock(), new FakePage()];
  const player = new Player(engine, { clock, visibility: page });
  const events: string[] = [];
  player.on('start', () => events.push('start'));
  player.on('playing', (playing) => events.push(playing ? 'play' : 'pause'));
  player.on('trouble', ({ step }) => events.push(`trouble ${step}`));
  player.on('end', (step) => events.push(`end ${step}`));
  player.on('error', (error) => events.push(error.name));
  await player.load(config);
  return { engine, clock, page, player, events };
}

export const total = (engine: FakeEngine) =>
  engine.asked.reduce((sum, { steps }) => sum + steps, 0);
