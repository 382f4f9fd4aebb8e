// Timelines of real runs, and hashes that tell whether two runs are the same. Holds no tests.
import type { Config } from '../../../web/src/config/types.ts';
import type { Batch, Snapshot } from '../../../web/src/engine/answers.ts';
import type { RunHandle } from '../../../web/src/engine/run-handle.ts';
import { Timeline, type TimelineOptions } from '../../../web/src/experiment/timeline.ts';
import { newConnection } from '../engine/engine.ts';
import { bytesOf, fnv1a } from '../engine/hash.ts';

export const connection = newConnection();

export const base: Config = {
  depth: 2,
  width: 5,
  batch: 24,
  activation: { kind: 'tanh' },
  test_every: 10,
};

/** With all that has a memory of its own. */
export const eventful: Config = {
  ...base,
  update: [{ kind: 'adam' }],
  normalization: { kind: 'batch_norm' },
  reset: { kind: 'redraw', tau: 0.9, every: 7 },
  dropout: 0.2,
};

/** Runs into trouble after a few steps. */
export const doomed: Config = { depth: 4, activation: { kind: 'relu' }, learning_rate: 1e6 };

/** Requests whose rows lie on no common grid: [steps, stride]. */
export const requests = [
  [3, 1],
  [14, 7],
  [1, 1],
  [20, 3],
  [9, 4],
  [30, 30],
  [23, 6],
] as const;

/** The hash of what training depends on. */
export const weightsOf = async ({ run }: { readonly run: RunHandle }): Promise<string> =>
  fnv1a((await run.ask('snapshot')).bytes);

const hash = ({ bytes, observations }: Snapshot) => fnv1a(bytes) + fnv1a(bytesOf(observations));

/** The hash of everything that a run is and has seen. */
export const stateOf = async ({ run }: { readonly run: RunHandle }): Promise<string> =>
  hash(await run.ask('snapshot'));

/** What a batch says, but for the time it took. */
export const textOf = ({ rows, step, diagnosis }: Batch): string =>
  [fnv1a(bytesOf(rows)), step, JSON.stringify(diagnosis)].join();

export async function timelineOf(
  config: Config,
  options: TimelineOptions = { spacing: 8 },
): Promise<Timeline> {
  return new Timeline(await connection.start(config), options);
}
