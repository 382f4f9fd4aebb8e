// What can be asked of an engine: one line for each verb, its arguments and its answer. Requests, the
// host's table and what a page may call are derived from it. Types only: arguments are checked in
// request.ts, answers are described in answers.ts.
import type { Config, LayerColumn, StepColumn } from '../config/types.ts';
import type {
  Batch,
  ConfigError,
  Evaluation,
  GradientCheck,
  RunInfo,
  Snapshot,
  Theory,
} from './answers.ts';

/** Which columns to measure; the others are NaN and cost nothing. */
export interface Columns {
  readonly step: readonly StepColumn[] | '*';
  readonly layer: readonly LayerColumn[] | '*';
}

export type Part = 'train' | 'test';

/** The number of a run, which the page chooses. A run lives until it is told to stop. */
interface OfRun {
  readonly run: number;
}

/** Numbers in the precision of the run. */
type Numbers = Float32Array | Float64Array;

/** From each verb to [arguments, answer]. */
export interface Calls {
  /** Starts a run beside the others. Refused if the config has faults. */
  start: [OfRun & { readonly config: Config; readonly columns: Columns }, RunInfo];
  /**
   * Makes `steps` updates in each of the runs and measures every `stride`-th, the first included (0:
   * none); a batch for each run. A run ends early at trouble: a row that it measured is the last.
   */
  advance: [
    { readonly runs: readonly number[]; readonly steps: number; readonly stride: number },
    readonly Batch[],
  ];
  /** Chooses the columns to measure from now on. */
  select: [OfRun & { readonly columns: Columns }, null];
  /** Measures the gradient of the next step without making it. */
  probe: [OfRun, Batch];
  /** Outputs for samples [rows][features] in evaluation mode: [rows][outputs]. */
  predict: [OfRun & { readonly inputs: Float32Array }, Numbers];
  /** Loss, accuracy and confusion over all training or test samples, in evaluation mode. */
  evaluate: [OfRun & { readonly part: Part }, Evaluation];
  /**
   * A copy of a tensor, row-major: "W0" (a parameter), "gradient.W0", "update.W0", "z0", "u0", "a0" or
   * "delta0" (of the last batch), "train.inputs", "train.answers", "test.inputs", "test.answers".
   * Layers are counted from 0. Empty if there is none of that name.
   */
  values: [OfRun & { readonly name: string }, Numbers];
  /** This moment of the run; restore continues from it, bit for bit. */
  snapshot: [OfRun, Snapshot];
  /** Goes back to a snapshot of this run and measures there. */
  restore: [OfRun & Snapshot, Batch];
  /** Applies the reset method of the config now; how many units were reset. */
  resetUnits: [OfRun, number];
  /** Mean-field theory of the run before it trains, or why there is none. In float64. */
  theory: [OfRun, Theory];
  /**
   * Backpropagation against central differences at the present parameters, on the next batch, in
   * float64 whatever the run's precision. Looks at `entries` parameters of each layer; 0: as many as
   * take about a second, two at least. Of one layer if `layer` is there, so that others are heard in between.
   */
  gradientCheck: [OfRun & { readonly entries: number; readonly layer?: number }, GradientCheck];
  /** Ends a run, or its start while that is under way. */
  stop: [OfRun, null];
}

export type Verb = keyof Calls;
export type Arguments<V extends Verb> = Calls[V][0];
export type Answer<V extends Verb> = Calls[V][1];

/** Verbs about one run. */
export type RunVerb = { [V in Verb]: Arguments<V> extends OfRun ? V : never }[Verb];

/** What such a verb needs besides its run. */
export type Details<V extends RunVerb> = Omit<Arguments<V>, 'run'>;

/** A message to an engine. Each has an id of its own and gets exactly one reply. */
export type Request = {
  [V in Verb]: { readonly id: number; readonly verb: V; readonly args: Arguments<V> };
}[Verb];

/** What comes back: the answer, the faults of a config, or why there is neither. */
export type Reply = { readonly id: number } & (
  | { readonly type: 'answer'; readonly value: unknown }
  | { readonly type: 'refused'; readonly errors: readonly ConfigError[] }
  /** `over`: runs that do not exist any more, because the engine broke below them. */
  | { readonly type: 'failed'; readonly message: string; readonly over: readonly number[] }
);
