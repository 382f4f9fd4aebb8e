// One change to a run that is said to help. Some do and some do not; the page offers both, because
// the contrast is the lesson.
import { choose, complete, reduce } from '../config/config.ts';
import type { Config, FullConfig } from '../config/types.ts';

export type RemedyId = keyof typeof changes;

type Change = (run: FullConfig) => Partial<Config>;

const changes = {
  tanh: () => ({
    activation: choose('activation', 'tanh'),
    activations: [],
    init: choose('initializer', 'xavier_normal'),
  }),
  reluHe: () => ({
    activation: choose('activation', 'relu'),
    activations: [],
    init: choose('initializer', 'he_normal'),
  }),
  leakyHe: () => ({
    activation: choose('activation', 'leaky_relu'),
    activations: [],
    init: choose('initializer', 'he_normal'),
  }),
  gain: () => ({ init: { ...choose('initializer', 'xavier_normal'), gain: 4 } }),
  he: () => ({ init: choose('initializer', 'he_normal') }),
  batchNorm: () => ({ normalization: choose('normalization', 'batch_norm') }),
  layerNorm: () => ({ normalization: choose('normalization', 'layer_norm') }),
  residual: () => ({ residual: true }),
  shallower: () => ({ depth: 3, activations: [] }),
  adam: () => ({ update: [choose('transform', 'adam')], learning_rate: 0.01 }),
  rmsprop: () => ({ update: [choose('transform', 'rmsprop')], learning_rate: 0.01 }),
  momentum: (run) => ({ update: [...run.update, choose('transform', 'momentum')] }),
  clip: (run) => ({ update: [choose('transform', 'clip_by_global_norm'), ...run.update] }),
  faster: (run) => ({ learning_rate: Math.min(1e6, run.learning_rate * 10) }),
  slower: (run) => ({ learning_rate: Number((run.learning_rate / 10).toPrecision(12)) }),
  decay: () => ({ l2: 0.001 }),
} satisfies Record<string, Change>;

export const REMEDIES = Object.keys(changes) as RemedyId[];

/** By what they change: the signal, the network's structure, or the step that is made. */
export const REMEDY_GROUPS: readonly {
  readonly id: 'signal' | 'structure' | 'step';
  readonly remedies: readonly RemedyId[];
}[] = [
  { id: 'signal', remedies: ['tanh', 'reluHe', 'leakyHe', 'gain', 'he'] },
  { id: 'structure', remedies: ['batchNorm', 'layerNorm', 'residual', 'shallower'] },
  {
    id: 'step',
    remedies: ['adam', 'rmsprop', 'momentum', 'clip', 'faster', 'slower', 'decay'],
  },
];

/** The run with that one change. */
export function remedied(config: Config, id: RemedyId): Config {
  const run = complete(config);
  const change: Change = changes[id];
  return reduce({ ...run, ...change(run) } as FullConfig);
}
