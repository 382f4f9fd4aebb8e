// The engine as WebAssembly shows it: the types of engine/bindings/gradscope.cpp. No code.
//
// Every array that a session hands out is a view of its memory, valid until the next call: copy it at
// once. guard.mjs stands before it: arguments that cannot be used throw or are a fault of the config and
// do no harm; ModuleLost ends the module and all its runs.
import type {
  ConfigError,
  Diagnosis,
  Evaluation,
  GradientCheck,
  ModuleName,
  Network,
  Theory,
} from './answers.ts';

/** One instance of the module, with a memory of its own. */
export interface EngineModule {
  /** The fingerprint of the settings it was built with. */
  schema(): string;
  /** Gives it digits.txt; false if the text is something else. */
  provideDigits(text: string): boolean;
  /** All that is wrong with a config; empty if nothing is. */
  check(config: unknown): ConfigError[];
  /** A run, or null if check() has something to say. */
  open(config: unknown): Session | null;
  /** float64 only. Null if check() has something to say. */
  theory?(config: unknown): Theory | null;
  /**
   * float64 only: on the batch of `step`, at `parameters` (those of all tensors in their order, or
   * none: as the config starts). `entries` of each layer, 0: as many as take about a second, two at
   * least; of one `layer`, or all. Null if check() has something to say or the parameters do not fit.
   */
  gradientCheck?(
    config: unknown,
    step: number,
    parameters: ArrayLike<number>,
    entries: number,
    layer?: number,
  ): GradientCheck | null;
}

/** One run. */
export interface Session {
  describe(): Network;
  /** Chooses the columns to measure, by key and separated by commas; "*" is all, others are NaN. */
  select(stepColumns: string, layerColumns: string): void;
  /** Makes `steps` updates with a row for every `stride`-th, the first included; returns the rows. */
  run(steps: number, stride: number): number;
  /** One row for the gradient of the next step, without making it. */
  probe(): number;
  rows(): Float64Array;
  stepCount(): number;
  diagnosis(): Diagnosis;
  evaluate(part: string): Evaluation;
  predict(inputs: Float32Array): Float32Array | Float64Array;
  values(name: string): Float32Array | Float64Array;
  snapshot(): Uint8Array;
  restore(bytes: Uint8Array): boolean;
  observations(): Float64Array;
  takeUp(observations: Float64Array): boolean;
  resetUnits(): number;
  delete(): void;
}

/** Where modules and data come from: gradscope.mjs, or what a test puts in its place. */
export interface Source {
  /** A fresh instance for runs of that precision. */
  create(precision: 'float32' | 'float64'): Promise<{ name: ModuleName; module: EngineModule }>;
  /** The text of digits.txt. */
  digits(): Promise<string>;
}
