// The shape of the words of the theory, of the gradient check and of the parts of the backward pass, which
// each language loads when one of them is asked for.

/** In the order in which a backward pass meets them, as the engine gives their numbers. */
export const deltaParts = ['weights', 'skip', 'dropout', 'normalization', 'activation'] as const;
export type DeltaPart = (typeof deltaParts)[number];

import type { FindingKey } from '../config/types.ts';

export interface ProofText {
  readonly cause: {
    readonly title: string;
    readonly note: string;
    readonly parts: Readonly<Record<DeltaPart, string>>;
    readonly together: string;
    readonly layer: (from: string, to: string) => string;
    readonly few: string;
    readonly zero: string;
    readonly decades: string;
    readonly table: string;
    readonly total: (first: string, last: string, times: string) => string;
  };
  readonly theory: (numbers: { chi: string; sigma: string; critical: string }) => string;
  readonly shallow: string;
  readonly none: string;
  readonly title: string;
  readonly intro: string;
  readonly waiting: string;
  readonly progress: (done: string, all: string) => string;
  readonly cancel: string;
  readonly chart: string;
  readonly layer: string;
  readonly entries: string;
  readonly step: string;
  readonly error: string;
  readonly kinks: string;
  /** What article 002 takes for a gradient check: the name of its column, and what is wrong with it. */
  readonly printed: string;
  readonly printedNote: string;
  readonly result: string;
  readonly of: (looked: string, all: string) => string;
  readonly at: (step: string) => string;
  readonly verdict: (right: number, unclear: number, wrong: number, infinite: number) => string;
  /** How often the diagnosis says what it should: on the page of methods. */
  readonly measured: {
    readonly title: string;
    readonly intro: string;
    readonly grid: (numbers: { runs: string; green: string; wrong: string }) => string;
    readonly first: string;
    readonly second: string;
    /** Of a table: which finding, and how many of the runs it says as labelled. */
    readonly caption: (finding: string, agreement: string) => string;
    readonly corner: string;
    readonly gradient: string;
    readonly learning: string;
    readonly words: Readonly<Record<FindingKey<'gradient'> | FindingKey<'learning'>, string>>;
  };
}
