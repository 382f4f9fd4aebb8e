// The workloads: what is trained, as settings of Gradscope, and what the peers need to know of it. One
// fixed batch holds all samples, so that every contender sees the same numbers at every step; in W5 the
// first epoch has a given order, and from then on every contender shuffles for itself.

const common = { test_fraction: 0, batch: 0, test_every: 0 };
const moons = (samples) => ({ kind: 'moons', samples });

/** Widths from the input to the output. */
const widths = (inputs, depth, width, outputs) => [inputs, ...Array(depth).fill(width), outputs];

const deep = {
  widths: widths(2, 20, 32, 1),
  batch: 64,
  activation: 'tanh',
  optimizer: 'adam',
  rate: 1e-3,
  loss: 'half_mse',
  config: {
    ...common,
    data: moons(64),
    depth: 20,
    width: 32,
    activation: 'tanh',
    init: 'xavier_normal',
    loss: ['half_mse'],
    update: ['adam'],
    learning_rate: 1e-3,
  },
};

export const workloads = {
  W1: {
    title: '2-8-8-1 tanh, batch 32, SGD',
    widths: widths(2, 2, 8, 1),
    batch: 32,
    activation: 'tanh',
    optimizer: 'sgd',
    rate: 0.03,
    loss: 'half_mse',
    config: {
      ...common,
      data: moons(32),
      depth: 2,
      width: 8,
      activation: 'tanh',
      init: 'xavier_normal',
      loss: ['half_mse'],
      update: [],
      learning_rate: 0.03,
    },
  },
  W2: { ...deep, title: '2-(20 x 32)-1 tanh, batch 64, Adam' },
  W2g: { ...deep, title: 'W2, and the norm of every dL/dW read at every step', norms: true },
  W3: {
    title: '64-256-256-256-10 relu, cross entropy, batch 128, Adam',
    widths: widths(64, 3, 256, 10),
    batch: 128,
    activation: 'relu',
    optimizer: 'adam',
    rate: 1e-4,
    loss: 'cross_entropy',
    config: {
      ...common,
      data: { kind: 'digits', samples: 128 },
      depth: 3,
      width: 256,
      activation: 'relu',
      init: 'he_normal',
      loss: ['cross_entropy'],
      update: ['adam'],
      learning_rate: 1e-4,
    },
  },
  W4: {
    title: '10-(50 x 64)-1 relu, batch 128, Adam',
    widths: widths(10, 50, 64, 1),
    batch: 128,
    activation: 'relu',
    optimizer: 'adam',
    rate: 1e-4,
    loss: 'half_mse',
    config: {
      ...common,
      data: { kind: 'article_noise', samples: 128 },
      depth: 50,
      width: 64,
      activation: 'relu',
      init: 'he_normal',
      loss: ['half_mse'],
      update: ['adam'],
      learning_rate: 1e-4,
    },
  },
  W5: {
    title: '2-(4 x 32)-1 tanh, batches of 32 from 256, shuffled, clipping by global norm, Adam',
    widths: widths(2, 4, 32, 1),
    samples: 256,
    batch: 32,
    activation: 'tanh',
    optimizer: 'adam',
    rate: 1e-3,
    clip: 0.1,
    loss: 'half_mse',
    contenders: ['gradscope', 'plain', 'pytorch'],
    config: {
      ...common,
      data: moons(256),
      batch: 32,
      order: 'shuffled',
      depth: 4,
      width: 32,
      activation: 'tanh',
      init: 'xavier_normal',
      loss: ['half_mse'],
      update: [{ kind: 'clip_by_global_norm', max_norm: 0.1 }, 'adam'],
      learning_rate: 1e-3,
    },
  },
};

/** Whether a contender can do what a workload asks. */
export const can = (name, { contenders }) => contenders === undefined || contenders.includes(name);

/** How many samples there are; the batch has as many, or fewer. */
export const samplesOf = ({ samples, batch }) => samples ?? batch;

/** The factor by which a gradient of this norm is clipped, as PyTorch's clip_grad_norm_ has it. */
export const clipFactor = (norm, most) => Math.min(1, most / (norm + 1e-6));

export const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Where each layer's weights [out][in] and biases begin in a flat array of all parameters. */
export function layersOf({ widths: sizes }) {
  let at = 0;
  return sizes.slice(1).map((out, l) => {
    const layer = { in: sizes[l], out, weights: at, biases: at + out * sizes[l] };
    at = layer.biases + out;
    return layer;
  });
}

export const parameterCount = ({ widths: sizes }) =>
  sizes.slice(1).reduce((sum, out, l) => sum + out * (sizes[l] + 1), 0);

/** Floating-point operations of a step: a multiplication and an addition, in three products. */
export const operations = (workload) => 6 * workload.batch * parameterCount(workload);

/**
 * What all contenders start from, as one array of doubles in a file: parameters, inputs
 * [sample][feature], targets (a value or the number of a class), the order of the samples in the first
 * epoch, and the parameters that the reference has after `checkedSteps` steps.
 */
export const checkedSteps = 5;

export function readStart(workload, numbers) {
  const parameters = parameterCount(workload);
  const samples = samplesOf(workload);
  let at = 0;
  const next = (count) => {
    at += count;
    return numbers.subarray(at - count, at);
  };
  return {
    params: next(parameters),
    inputs: next(samples * workload.widths[0]),
    targets: next(samples),
    order: next(samples),
    expected: next(parameters),
  };
}
