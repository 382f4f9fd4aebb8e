// A place for one run: whoever starts another one there replaces it. Knows nothing of the runs beside.
import type { Config } from '../config/types.ts';
import type { Batch } from './answers.ts';
import type { Answer, Columns, RunVerb } from './calls.ts';
import type { Connection } from './connection.ts';
import { EngineFailure, Superseded } from './errors.ts';
import type { Rest, RunHandle } from './run-handle.ts';

export class RunSlot {
  private present: RunHandle | null = null;
  private latest: AbortController | null = null;

  /** `columns`: what its runs measure; all, if it is left out. */
  constructor(
    readonly connection: Connection,
    private columns?: Columns,
  ) {}

  /** The run that is there. */
  get run(): RunHandle | null {
    return this.present;
  }

  /**
   * Starts a run. The present one goes on until then, and stays if this one cannot start. Of several
   * starts the last one wins: the others reject with Superseded, and those that were called in one go
   * with it are never sent. Rejects as Connection.start() does.
   */
  async start(config: Config): Promise<RunHandle> {
    this.latest?.abort();
    this.latest = new AbortController();
    const { signal } = this.latest;
    await null;
    const { columns } = this;
    const run = await this.connection.start(config, { signal, ...(columns && { columns }) });
    if (signal.aborted) {
      run.stop();
      throw new Superseded();
    }
    if (this.columns && this.columns !== columns) {
      run.ask('select', { columns: this.columns }).catch(() => {}); // whoever asks next is told
    }
    this.present?.stop();
    this.present = run;
    return run;
  }

  /** Takes back a start that is under way. */
  cancel(): void {
    this.latest?.abort();
  }

  /** Chooses the columns to measure from now on, in the run that is there and those that follow. */
  async select(columns: Columns): Promise<void> {
    this.columns = columns;
    if (this.present !== null) await this.ask('select', { columns });
  }

  /** Asks about the run that is there. */
  async ask<V extends RunVerb>(verb: V, ...rest: Rest<V>): Promise<Answer<V>> {
    return this.there().ask(verb, ...rest);
  }

  /** Trains the run that is there. */
  async advance(steps: number, stride = 1): Promise<Batch> {
    return this.there().advance(steps, stride);
  }

  private there(): RunHandle {
    if (this.present === null) throw new EngineFailure('There is no run yet.');
    return this.present;
  }
}
