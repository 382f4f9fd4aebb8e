// The page's side of an engine: requests as promises, for any number of runs. Knows calls and ports;
// knows neither WebAssembly nor what the page shows.
import type { Config } from '../config/types.ts';
import type { Batch, RunInfo } from './answers.ts';
import type { Answer, Arguments, Columns, Reply, Request, Verb } from './calls.ts';
import { ConfigFault, EngineFailure, Superseded } from './errors.ts';
import { type Connect, type EnginePort, nextNumber } from './port.ts';
import { isReply } from './reply.ts';
import { type Line, RunHandle } from './run-handle.ts';
import { waysToAnEngine } from './ways.ts';

interface Pending {
  readonly request: Request;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const all: Columns = { step: '*', layer: '*' };

const runsOf = ({ args }: Request): readonly number[] => ('runs' in args ? args.runs : [args.run]);

/**
 * An engine that serves many runs. The page pulls: nothing is trained but what it asks for, so a slow
 * page slows training and nothing queues up.
 */
export class Connection implements Line {
  private readonly pending = new Map<number, Pending>();
  private readonly handles = new Map<number, RunHandle>();
  /** Why the engine shares this thread; empty: it has one of its own. */
  detour = '';
  private port: EnginePort | null = null;
  private way = 0; // the one that is tried, or works
  private attempt: object | null = null; // to connect
  /** Called when the engine is asked, and (true) when it has said something. */
  onlife: (said: boolean) => void = () => {};
  private disposed = false;

  /** `ways` to an engine are tried in turn until one works: a worker, then this thread. */
  constructor(private readonly ways: readonly Connect[] = waysToAnEngine) {}

  /**
   * Starts a run beside those that are there. Rejects with ConfigFault if the config has faults,
   * EngineFailure if the engine could not be loaded, Superseded if `signal` takes the start back.
   */
  async start(
    config: Config,
    { columns = all, signal }: { columns?: Columns; signal?: AbortSignal } = {},
  ): Promise<RunHandle> {
    if (signal?.aborted) throw new Superseded();
    const run = nextNumber();
    const takeBack = () => this.forget(run, new Superseded());
    signal?.addEventListener('abort', takeBack);
    try {
      const info: RunInfo = await this.ask('start', { run, config, columns });
      const handle = new RunHandle(this, run, config, info);
      this.handles.set(run, handle);
      return handle;
    } finally {
      signal?.removeEventListener('abort', takeBack);
    }
  }

  /** How many runs live in the engine. */
  get runs(): number {
    return this.handles.size;
  }

  /** Others have runs in it as well. */
  get shares(): boolean {
    return this.port?.alone === false;
  }

  /** What the engine owes, the oldest first. */
  get owed(): readonly Verb[] {
    return [...this.pending.values()].map(({ request }) => request.verb);
  }

  /** Moves several runs in lock-step, by one message: advance of calls.ts. A batch for each run. */
  advance(runs: readonly RunHandle[], steps: number, stride = 1): Promise<readonly Batch[]> {
    for (const { over } of runs) if (over !== null) return Promise.reject(over);
    return this.ask('advance', { runs: runs.map(({ number }) => number), steps, stride });
  }

  /** Sends a request of any kind; resolves to its answer. */
  ask<V extends Verb>(verb: V, args: Arguments<V>): Promise<Answer<V>> {
    if (this.disposed) return Promise.reject(new Superseded());
    const request = { id: nextNumber(), verb, args } as Request;
    return new Promise<Answer<V>>((resolve, reject) => {
      this.pending.set(request.id, {
        request,
        resolve: resolve as (value: unknown) => void,
        reject,
      });
      if (this.port !== null) this.port.postMessage(request);
      else if (this.attempt === null) void this.connect();
      this.onlife(false);
    });
  }

  stop(run: RunHandle): void {
    this.forget(run.number, new Superseded());
  }

  /**
   * Ends the engine, whatever it is doing, and all its runs; starts that have no answer yet are sent to
   * another one.
   */
  renew(reason: Error): void {
    const starts = [...this.pending].filter(([, { request }]) => request.verb === 'start');
    for (const [id] of starts) this.pending.delete(id);
    this.leave(true);
    this.endAll(reason);
    for (const [id, start] of starts) this.pending.set(id, start);
    if (starts.length > 0) void this.connect();
  }

  /** Ends the engine. Requests without an answer reject with Superseded. */
  dispose(): void {
    this.disposed = true;
    this.leave();
    this.endAll(new Superseded());
  }

  /** Lets the engine go, or the attempt to reach one. `forGood`: not back to this one. */
  private leave(forGood = false): void {
    this.attempt = null;
    if (this.port === null) return;
    this.port.onmessage = null; // what it has said already is not heard any more
    this.port.terminate(forGood);
    this.port = null;
  }

  /** Tries the ways to an engine in turn, and sends what has no answer yet. */
  private async connect(reason = ''): Promise<void> {
    const way = this.ways[this.way];
    if (way === undefined) return this.giveUp(reason);
    const attempt = {};
    this.attempt = attempt;
    const port = await Promise.resolve()
      .then(way)
      .catch((error: unknown) => String(error));
    if (this.attempt !== attempt) return typeof port === 'string' ? undefined : port.terminate();
    this.attempt = null;
    if (typeof port === 'string') return this.tryNextWay(port);
    this.detour = port.inPage ? reason : '';
    this.listen(port);
    for (const { request } of this.pending.values()) port.postMessage(request);
  }

  private tryNextWay(reason: string): void {
    this.way += 1;
    void this.connect(reason);
  }

  /** None of the ways works. The next request tries them all again. */
  private giveUp(reason: string): void {
    this.way = 0;
    this.endAll(new EngineFailure(`The engine could not be started. ${reason}`));
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
      this.leave();
      if (answered) this.endAll(new EngineFailure(`The engine stopped. ${reason}`));
      else this.tryNextWay(reason);
    };
  }

  private receive(reply: unknown): void {
    const pending = this.pending.get((reply as Reply | null)?.id ?? 0);
    if (!isReply(reply, pending?.request)) {
      this.giveIn();
      return;
    }
    this.pending.delete(reply.id);
    this.onlife(true);
    if (reply.type === 'answer') pending?.resolve(reply.value);
    if (reply.type === 'refused') pending?.reject(new ConfigFault(reply.errors));
    if (reply.type !== 'failed') return;
    const failure = new EngineFailure(reply.message);
    pending?.reject(failure);
    for (const run of reply.over) this.end(run, failure);
    // Browsers may remember that a file did not come, but only for this worker.
    if (this.pending.size + this.handles.size === 0) this.leave(true);
  }

  /** What it says makes no sense: nothing that it says is to be trusted. */
  private giveIn(): void {
    this.leave(true);
    this.endAll(new EngineFailure('The engine said what is no answer.'));
  }

  /** Tells the engine that nobody needs a run any more, or the start of one. */
  private forget(run: number, reason: Error): void {
    this.end(run, reason);
    this.port?.postMessage({ id: nextNumber(), verb: 'stop', args: { run } });
  }

  /** A run is over. Requests that concern no other one will have no answer. */
  private end(run: number, reason: Error): void {
    this.handles.get(run)?.conclude(reason);
    this.handles.delete(run);
    for (const [id, { request, reject }] of this.pending) {
      const runs = runsOf(request);
      if (!runs.includes(run) || runs.some((other) => this.handles.has(other))) continue;
      this.pending.delete(id);
      reject(reason);
    }
  }

  private endAll(reason: Error): void {
    for (const handle of this.handles.values()) handle.conclude(reason);
    this.handles.clear();
    const pending = [...this.pending.values()];
    this.pending.clear();
    for (const { reject } of pending) reject(reason);
  }
}
