// The page's side of the worker: requests as promises. Knows the protocol and where the worker comes
// from; knows neither WebAssembly nor what the page shows.
import type { Config } from '../config/types.ts';
import type {
  Batch,
  Columns,
  ConfigError,
  Evaluation,
  FromWorker,
  GradientCheck,
  Part,
  Request,
  RunInfo,
  Theory,
  ToWorker,
} from './protocol.ts';

/** A config that the engine does not accept, with all its faults. */
export class ConfigFault extends Error {
  override readonly name = 'ConfigFault';

  constructor(readonly errors: readonly ConfigError[]) {
    super(errors.map(({ path, message }) => `${path}: ${message}`).join('; '));
  }
}

/** The engine could not be reached or could not do what was asked. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';
}

/** The run of a request is over: a newer one has started, or the client was disposed of. */
export class Superseded extends Error {
  override readonly name = 'Superseded';

  constructor() {
    super('the run is over');
  }
}

/** A worker, or what stands in for one. */
export interface EnginePort {
  postMessage(message: ToWorker): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

/** Ways to reach an engine; may throw, reject, or give a port that fails before its first answer. */
export type Connect = () => EnginePort | Promise<EnginePort>;

const connectWorker: Connect = () =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'gradscope' });

/** Where no worker may start (a sandboxed frame, a strict host), the page's own thread must do. */
const connectLocal: Connect = async () => (await import('./local.ts')).connect();

export interface ClientOptions {
  /** Which columns to measure; all, if it is left out. */
  readonly columns?: Columns;
  /** Tried in turn until one works: a worker, then this thread. */
  readonly connect?: readonly Connect[];
}

interface Pending {
  readonly message: ToWorker;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** What a request resolves to, or the error that it rejects with. */
function outcomeOf(answer: FromWorker): unknown {
  switch (answer.type) {
    case 'started':
      return answer.info;
    case 'rows': {
      const { count, rows, step, diagnosis, milliseconds } = answer;
      return { count, rows, step, diagnosis, milliseconds };
    }
    case 'reply':
      return answer.value;
    case 'refused':
      return new ConfigFault(answer.errors);
    case 'failed':
      return new EngineFailure(answer.message);
  }
}

const all: Columns = { step: '*', layer: '*' };

/**
 * One engine with one run at a time. The page pulls: nothing is trained but what it asks for, so a
 * slow page slows training and nothing queues up.
 */
export class EngineClient {
  private readonly columns: Columns;
  private readonly ways: Connect[];
  private readonly pending = new Map<number, Pending>();
  private port: EnginePort | null = null;
  private connecting = false;
  private disposed = false;
  private lastId = 0;
  private newestRun = 0;
  private openRun = 0;

  constructor(options: ClientOptions = {}) {
    this.columns = options.columns ?? all;
    this.ways = [...(options.connect ?? [connectWorker, connectLocal])];
  }

  /**
   * Starts a run. Rejects with ConfigFault if the config has faults, EngineFailure if the engine could
   * not be loaded, Superseded if start() is called again; the present run goes on in all these cases.
   */
  start(config: Config): Promise<RunInfo> {
    this.giveUp((message) => message.type === 'start');
    this.newestRun += 1;
    const request: Request = { type: 'start', config, columns: this.columns };
    return this.ask(request, this.newestRun);
  }

  /**
   * Makes `steps` updates and measures every `stride`-th, the first included. Ends early at trouble:
   * `diagnosis.trouble` says where, its row is the last.
   */
  advance(steps: number, stride = 1): Promise<Batch> {
    return this.ask({ type: 'advance', steps, stride });
  }

  /** Measures the gradient of the next step without making it. */
  probe(): Promise<Batch> {
    return this.ask({ type: 'probe' });
  }

  /** Outputs for samples [rows][features] in evaluation mode: [rows][outputs]. */
  predict(inputs: Float32Array): Promise<Float32Array | Float64Array> {
    return this.ask({ type: 'predict', inputs });
  }

  /** Loss, accuracy and confusion over all training or test samples, in evaluation mode. */
  evaluate(part: Part): Promise<Evaluation> {
    return this.ask({ type: 'evaluate', part });
  }

  /**
   * A copy of a tensor, row-major: "W0" (a parameter), "gradient.W0", "update.W0", "z0", "a0" or
   * "delta0" (of the last batch), "train.inputs", "train.answers", "test.inputs", "test.answers".
   * Layers are counted from 0. Empty if there is none of that name.
   */
  values(name: string): Promise<Float32Array | Float64Array> {
    return this.ask({ type: 'values', name });
  }

  /** All state of the run; restore() continues from it, bit for bit. */
  snapshot(): Promise<Uint8Array> {
    return this.ask({ type: 'snapshot' });
  }

  /** Goes back to a snapshot of this run and measures there. */
  restore(bytes: Uint8Array): Promise<Batch> {
    return this.ask({ type: 'restore', bytes });
  }

  /** Applies the reset method of the config now; how many units were reset. */
  resetUnits(): Promise<number> {
    return this.ask({ type: 'resetUnits' });
  }

  /** Mean-field theory of the run before it trains, or why there is none. Loads the float64 module. */
  theory(): Promise<Theory> {
    return this.ask({ type: 'theory' });
  }

  /**
   * Backpropagation against central differences at the present parameters, on the next batch, in
   * float64 whatever the run's precision. Looks at `entries` parameters of each layer; 0: as many as
   * take about a second. Loads the float64 module.
   */
  gradientCheck(entries = 0): Promise<GradientCheck> {
    return this.ask({ type: 'gradientCheck', entries });
  }

  /** Ends the worker. Requests without an answer reject with Superseded. */
  dispose(): void {
    this.disposed = true;
    this.port?.terminate();
    this.port = null;
    this.giveUp(() => true);
  }

  private ask<T>(request: Request, run = this.openRun): Promise<T> {
    if (this.disposed) return Promise.reject(new Superseded());
    this.lastId += 1;
    const message: ToWorker = { ...request, run, id: this.lastId };
    return new Promise<T>((resolve, reject) => {
      this.pending.set(message.id, {
        message,
        resolve: resolve as (value: unknown) => void,
        reject,
      });
      if (this.port !== null) this.port.postMessage(message);
      else void this.connect();
    });
  }

  /** Tries the ways to an engine in turn, and sends what has no answer yet. */
  private async connect(reason = ''): Promise<void> {
    if (this.connecting) return;
    const way = this.ways[0];
    if (way === undefined) return this.fail(`The engine could not be started. ${reason}`);
    this.connecting = true;
    const port = await Promise.resolve()
      .then(way)
      .catch((error: unknown) => String(error));
    this.connecting = false;
    if (typeof port === 'string') return this.tryNextWay(port);
    if (this.disposed) return port.terminate();
    this.listen(port);
    for (const { message } of this.pending.values()) port.postMessage(message);
  }

  private tryNextWay(reason: string): void {
    this.ways.shift();
    void this.connect(reason);
  }

  private listen(port: EnginePort): void {
    this.port = port;
    let answered = false;
    port.onmessage = ({ data }) => {
      answered = true;
      this.receive(data);
    };
    port.onerror = (event) => {
      const reason = event.message || 'Its script was not allowed to run.';
      port.terminate();
      this.port = null;
      if (answered) this.fail(`The engine stopped. ${reason}`);
      else this.tryNextWay(reason);
    };
  }

  private receive(answer: FromWorker): void {
    const pending = this.pending.get(answer.id);
    const expected = pending !== undefined && pending.message.run === answer.run;
    if (answer.type === 'started') this.switchRuns(answer.run, expected);
    if (!expected) return; // a stranger
    this.pending.delete(answer.id);
    const outcome = outcomeOf(answer);
    if (outcome instanceof Error) pending.reject(outcome);
    else pending.resolve(outcome);
  }

  /** The worker keeps every run until it is told to stop it: the old one, or one nobody waits for. */
  private switchRuns(started: number, expected: boolean): void {
    const over = expected ? this.openRun : started;
    if (expected) {
      this.openRun = started;
      this.giveUp((message) => message.run !== started);
    }
    if (over === 0) return;
    this.lastId += 1;
    this.port?.postMessage({ type: 'stop', run: over, id: this.lastId });
  }

  private giveUp(which: (message: ToWorker) => boolean): void {
    for (const [id, { message, reject }] of this.pending) {
      if (!which(message)) continue;
      this.pending.delete(id);
      reject(new Superseded());
    }
  }

  private fail(message: string): void {
    const pending = [...this.pending.values()];
    this.pending.clear();
    for (const { reject } of pending) reject(new EngineFailure(message));
  }
}
