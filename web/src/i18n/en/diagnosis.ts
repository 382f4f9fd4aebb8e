// The words of the diagnosis in English: its verdicts, and what a finding comes from. Its sentences are
// in text.ts.
import type { CauseKey, VerdictKey } from '../../config/types.ts';

export const verdicts: Record<VerdictKey, string> = {
  healthy: 'Healthy',
  vanishing: 'Vanishing',
  exploding: 'Exploding',
  starved: 'Starved',
  saturated: 'Saturated',
  dead: 'Dead',
  diverged: 'Diverged',
  rising: 'Loss rises',
  stuck: 'Stuck',
  specimen: 'Printed wrong',
  undecided: 'Not yet known',
};

/** What a part of the backward pass does, in numbers written for people; empty: not measured. */
export interface CauseNumbers {
  /** What delta is multiplied by in a layer, on average. */
  readonly factor: string;
  /** The largest slope that the activations can have. */
  readonly steepest: string;
}

const times = ({ factor }: CauseNumbers) => (factor === '' ? '' : `: times ${factor} a layer`);

/** A second sentence: what a finding comes from. */
export const causes: Record<CauseKey, (numbers: CauseNumbers) => string> = {
  none: () => '',
  weights: (n) => `The scale of the weights does it${times(n)}.`,
  activation: (n) =>
    `The slope of the activation does it${times(n)}${n.steepest === '' ? '' : `, where ${n.steepest} is the most it can be`}.`,
  normalization: (n) => `The normalisation does it${times(n)}.`,
  skip: (n) => `The skip connections do it${times(n)}.`,
  dropout: (n) => `Dropout does it${times(n)}.`,
  learning_rate: () =>
    'At step 0 the gradient was usable: the learning rate or the optimizer did this.',
  penalty: () => 'The penalty on the weights outweighs the data.',
  formula: () => 'A formula that is printed wrong is at work.',
  zero_rate: () => 'The learning rate is 0: no step changes a weight.',
};

/** Of a formula that is printed wrong: what it has made of the number that shows it. */
export const broken = {
  decades_per_layer: (value: string) =>
    `The printed formula's weights change delta by ${value} decades a layer.`,
  accuracy: (value: string) =>
    `The share of right answers is ${value}: the printed loss does not ask for the answer.`,
  loss_ratio: (value: string) => `With the printed steps the loss is ${value} times the first.`,
  rate: (value: string) => `The printed formula has made the learning rate ${value}.`,
};
