// Remedies that are tried on one run: which one is on screen, and how each has fared.
import type { Config, RemedyId } from '../config/types.ts';
import { Lock } from './lock.ts';
import { type Faring, type Outcome, outcomeOf, written } from './outcome.ts';
import { remedied, suits } from './remedies.ts';

export class Trials {
  /** The remedy on screen; undefined: the run that they start from. */
  remedy: RemedyId | undefined;
  /** How each of the runs has fared. */
  board: readonly Outcome[] = [];
  /** What a person may not change. */
  lock = new Lock('');
  private base: Config = {};

  /** Remedies start from this run now; there is none yet. */
  restart(base: Config): void {
    this.base = base;
    this.remedy = undefined;
    this.board = [];
  }

  /** The run that remedies start from, with one of them or without. */
  configWith(id: RemedyId | undefined): Config {
    return id === undefined ? this.base : remedied(this.base, id);
  }

  /** Whether a remedy is one for the run that they start from. */
  applies(id: RemedyId): boolean {
    return suits(this.base, id) && this.lock.allowsRemedy(this.base, id);
  }

  /** Writes how the run on screen fares. */
  record(run: Faring): void {
    if (run.step > 0) this.board = written(this.board, outcomeOf(run, this.remedy));
  }
}
