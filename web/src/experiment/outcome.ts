// How runs fared: the rows of the board that compares a run with the remedies that were tried on it.
import type { RemedyId, VerdictKey } from '../config/types.ts';
import type { Diagnosis } from '../engine/answers.ts';
import type { Columns } from '../engine/calls.ts';
import { type History, latestOf } from './history.ts';

export interface Outcome {
  /** undefined: the run without any. */
  readonly remedy: RemedyId | undefined;
  readonly step: number;
  readonly loss: number;
  readonly accuracy: number;
  /** Norm of dL/dW, first over last layer. */
  readonly ratio: number;
  readonly verdict: VerdictKey;
}

/** What outcomes tell. */
export const OUTCOME: Columns = {
  step: ['loss', 'test_loss', 'accuracy', 'test_accuracy'],
  layer: [],
};

/** A run, as far as its outcome goes. */
export interface Faring {
  readonly step: number;
  readonly diagnosis: Diagnosis | undefined;
  readonly history: History;
}

export function outcomeOf(run: Faring, remedy: RemedyId | undefined): Outcome {
  return {
    remedy,
    step: run.step,
    loss: latestOf(run.history, 'test_loss', 'loss'),
    accuracy: latestOf(run.history, 'test_accuracy', 'accuracy'),
    ratio: run.diagnosis?.gradient_ratio ?? Number.NaN,
    verdict: run.diagnosis?.verdict ?? 'undecided',
  };
}

/** The board with that outcome on it, in the place of an earlier one of the same remedy. */
export function written(board: readonly Outcome[], outcome: Outcome): readonly Outcome[] {
  const isThis = ({ remedy }: Outcome) => remedy === outcome.remedy;
  return board.some(isThis)
    ? board.map((known) => (isThis(known) ? outcome : known))
    : [...board, outcome];
}
