// A run as the page holds it: what can be asked of it, until it is over. Knows verbs; knows no port.
import type { Config } from '../config/types.ts';
import type { Batch, RunInfo } from './answers.ts';
import type { Answer, Arguments, Details, RunVerb, Verb } from './calls.ts';

/** What a handle needs of its connection. */
export interface Line {
  ask<V extends Verb>(verb: V, args: Arguments<V>): Promise<Answer<V>>;
  stop(run: RunHandle): void;
}

/** What stands behind a verb: nothing, if its run is all that it needs. */
export type Rest<V extends RunVerb> =
  Record<never, never> extends Details<V> ? [] : [details: Details<V>];

/** One run in an engine, beside others. */
export class RunHandle {
  private end: Error | null = null;

  /** Made by Connection.start(). `number` is that of the run, in the calls of its connection. */
  constructor(
    private readonly line: Line,
    readonly number: number,
    readonly config: Config,
    readonly info: RunInfo,
  ) {}

  /** Why the run is over: Superseded if it was stopped, EngineFailure if it was lost; or null. */
  get over(): Error | null {
    return this.end;
  }

  /** Asks about the run: `run.ask('values', { name: 'W0' })`. The verbs: RunVerb of calls.ts. */
  ask<V extends RunVerb>(verb: V, ...[details]: Rest<V>): Promise<Answer<V>> {
    if (this.end !== null) return Promise.reject(this.end);
    return this.line.ask(verb, { ...details, run: this.number } as unknown as Arguments<V>);
  }

  /** advance of calls.ts, for this run alone. Several in lock-step: Connection.advance(). */
  async advance(steps: number, stride = 1): Promise<Batch> {
    if (this.end !== null) throw this.end;
    const [batch] = await this.line.ask('advance', { runs: [this.number], steps, stride });
    return batch as Batch;
  }

  /** Ends the run; what has no answer yet rejects with Superseded. */
  stop(): void {
    if (this.end === null) this.line.stop(this);
  }

  /** Called by the connection. */
  conclude(reason: Error): void {
    this.end ??= reason;
  }
}
