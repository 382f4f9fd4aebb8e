// A pool of engines for jobs that do not depend on each other: means over seeds, maps. Knows runs;
// knows nothing of what they are for.
//
// A job is a run of its own, so its result does not depend on how many engines there are, nor on what
// else they do.
import type { Config } from '../config/types.ts';
import type { Batch, RunInfo } from './answers.ts';
import { joined } from './batches.ts';
import type { Columns } from './calls.ts';
import { Connection } from './connection.ts';
import { EngineFailure, Superseded } from './errors.ts';
import type { Connect } from './port.ts';
import { mostNumbers } from './request.ts';
import type { RunHandle } from './run-handle.ts';

/** A run to be made and let go. */
export interface Job {
  readonly config: Config;
  readonly steps: number;
  /** A row for every so many steps, the first included; 0: none. */
  readonly stride: number;
  /** Which columns to measure; all, if it is left out. */
  readonly columns?: Columns;
}

/** What became of it. Fewer steps than asked for: it ran into trouble, which the diagnosis names. */
export interface JobResult extends Omit<Batch, 'milliseconds'> {
  readonly info: RunInfo;
}

export interface JobOptions {
  /** Gives the job up: it rejects with the reason of the signal. */
  readonly signal?: AbortSignal;
  /** Called with the updates made so far. */
  readonly progress?: (step: number) => void;
}

export interface PoolOptions {
  /** How many engines, at most. */
  readonly size?: number;
  /** An engine without jobs is ended after so many milliseconds. */
  readonly idle?: number;
  /** Ways to an engine: as for a Connection. */
  readonly ways?: readonly Connect[];
}

interface Lane {
  connection: Connection | null;
  jobs: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Jobs that an engine has at once: while one is answered the next is trained. */
const jobsPerLane = 2;
/** Time that one request of a job should take: between two it can be given up. */
const requestMilliseconds = 50;

/** All cores but the one that the page runs on. */
const spareCores = () => Math.max(1, (globalThis.navigator?.hardwareConcurrency ?? 2) - 1);

export class Pool {
  private readonly lanes: readonly Lane[];
  private readonly waiting = new Set<(lane: Lane) => void>();
  private readonly idle: number;
  private readonly ways: readonly Connect[] | undefined;
  private readonly end = new AbortController();

  constructor({ size = spareCores(), idle = 5000, ways }: PoolOptions = {}) {
    this.lanes = Array.from({ length: Math.max(1, size) }, () => ({
      connection: null,
      jobs: 0,
      timer: undefined,
    }));
    this.idle = idle;
    this.ways = ways;
  }

  /** Engines that are there at present. */
  get engines(): number {
    return this.lanes.filter(({ connection }) => connection !== null).length;
  }

  /**
   * Does a job when an engine has time for it. Rejects as Connection.start() and RunHandle.advance()
   * do; other jobs go on.
   */
  async run(job: Job, { signal, progress }: JobOptions = {}): Promise<JobResult> {
    const given = AbortSignal.any([this.end.signal, ...(signal ? [signal] : [])]);
    const lane = await this.turn(given);
    try {
      given.throwIfAborted();
      lane.connection ??= new Connection(this.ways);
      return await work(lane.connection, job, given, progress);
    } catch (error) {
      throw given.aborted ? given.reason : error;
    } finally {
      this.leave(lane);
    }
  }

  /**
   * Does jobs as engines get free, in this order, and calls `done` for each with its result or its
   * error and its place. Jobs are taken from `jobs` one by one, so there may be any number of them.
   * Rejects when `signal` gives all of them up, or if `done` throws.
   */
  async each(
    jobs: Iterable<Job>,
    done: (result: JobResult | Error, place: number) => void,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    const over = new AbortController();
    const given = AbortSignal.any([over.signal, this.end.signal, ...(signal ? [signal] : [])]);
    const source = jobs[Symbol.iterator]();
    let place = 0;
    const takeAll = async () => {
      for (let next = source.next(); !next.done; next = source.next()) {
        const mine = place++;
        const result = await this.run(next.value, { signal: given }).catch(asError);
        given.throwIfAborted();
        done(result, mine);
      }
    };
    const taker = () =>
      takeAll().catch((error: unknown) => {
        over.abort(error); // the others take no more jobs
        throw error;
      });
    await Promise.all(Array.from({ length: this.lanes.length * jobsPerLane }, taker));
  }

  /** Ends all engines. Jobs reject with Superseded. */
  dispose(): void {
    this.end.abort(new Superseded());
    for (const lane of this.lanes) this.close(lane);
  }

  /** Waits for the engine with the fewest jobs that has room for another one. */
  private async turn(signal: AbortSignal): Promise<Lane> {
    signal.throwIfAborted();
    const free = this.lanes.reduce((a, b) => (b.jobs < a.jobs ? b : a));
    if (free.jobs < jobsPerLane) return this.enter(free);
    return new Promise((resolve, reject) => {
      const take = (lane: Lane) => {
        signal.removeEventListener('abort', giveUp);
        resolve(this.enter(lane));
      };
      const giveUp = () => {
        this.waiting.delete(take);
        reject(signal.reason);
      };
      signal.addEventListener('abort', giveUp);
      this.waiting.add(take);
    });
  }

  private enter(lane: Lane): Lane {
    clearTimeout(lane.timer);
    lane.jobs += 1;
    return lane;
  }

  private leave(lane: Lane): void {
    lane.jobs -= 1;
    const [next] = this.waiting;
    if (next !== undefined) {
      this.waiting.delete(next);
      next(lane);
    } else if (lane.jobs === 0 && lane.connection !== null) {
      lane.timer = setTimeout(() => this.close(lane), this.idle);
    }
  }

  private close(lane: Lane): void {
    clearTimeout(lane.timer);
    lane.connection?.dispose();
    lane.connection = null;
  }
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

async function work(
  connection: Connection,
  job: Job,
  signal: AbortSignal,
  progress: JobOptions['progress'],
): Promise<JobResult> {
  const { config, columns } = job;
  const run = await connection.start(config, { signal, ...(columns && { columns }) });
  const stop = () => run.stop();
  signal.addEventListener('abort', stop);
  try {
    signal.throwIfAborted();
    return await train(run, job, progress);
  } finally {
    signal.removeEventListener('abort', stop);
    run.stop();
  }
}

/** Requests are whole strides, so that rows are evenly spaced across them. */
async function train(
  run: RunHandle,
  { steps, stride }: Job,
  progress: JobOptions['progress'],
): Promise<JobResult> {
  const { info } = run;
  const rows = stride === 0 ? 0 : Math.ceil(steps / stride);
  if (rows * info.first.rows.length > mostNumbers) {
    throw new EngineFailure(`${rows} rows of a job are too many; ask for a longer stride.`);
  }
  const unit = Math.max(1, stride);
  const batches: Batch[] = [];
  let last = info.first;
  for (let wanted = unit; last.step < steps && !last.diagnosis.trouble; ) {
    const count = Math.min(wanted, steps - last.step);
    last = await run.advance(count, stride);
    batches.push(last);
    progress?.(last.step);
    const fitting = (count * requestMilliseconds) / last.milliseconds; // Infinity below the tick
    wanted = Math.max(1, Math.floor(Math.min(fitting, 4 * wanted) / unit)) * unit;
  }
  const { milliseconds: _, ...result } = joined(batches, last.step, last.diagnosis);
  return { ...result, info };
}
