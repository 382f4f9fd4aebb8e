// The oracle: training in double precision in the plainest form there is. Slow; only for checking.
import { adam, clipFactor, layersOf, samplesOf } from './workloads.mjs';

const activations = {
  tanh: { value: Math.tanh, slope: (a) => 1 - a * a },
  relu: { value: (z) => Math.max(z, 0), slope: (a) => (a > 0 ? 1 : 0) },
};

/** The outputs of every layer for one sample, the input first. */
function forward(workload, params, input) {
  const layers = layersOf(workload);
  const values = [input];
  layers.forEach((layer, l) => {
    const x = values[l];
    const out = new Float64Array(layer.out);
    for (let o = 0; o < layer.out; o++) {
      let z = params[layer.biases + o];
      for (let i = 0; i < layer.in; i++) z += params[layer.weights + o * layer.in + i] * x[i];
      out[o] = l === layers.length - 1 ? z : activations[workload.activation].value(z);
    }
    values.push(out);
  });
  return values;
}

/** The loss of one sample and its derivative with respect to the outputs. */
function lossOf(workload, output, target) {
  if (workload.loss === 'half_mse') {
    const error = output[0] - target;
    return { loss: 0.5 * error * error, slope: Float64Array.of(error) };
  }
  const largest = Math.max(...output);
  const powers = output.map((z) => Math.exp(z - largest));
  const sum = powers.reduce((a, b) => a + b);
  const slope = powers.map((p, c) => p / sum - (c === target ? 1 : 0));
  return { loss: Math.log(sum) + largest - output[target], slope };
}

const sample = (workload, inputs, s) =>
  inputs.subarray(s * workload.widths[0], (s + 1) * workload.widths[0]);

/** The mean loss of all samples. */
export function meanLoss(workload, params, { inputs, targets }) {
  let sum = 0;
  const samples = samplesOf(workload);
  for (let s = 0; s < samples; s++) {
    const values = forward(workload, params, sample(workload, inputs, s));
    sum += lossOf(workload, values.at(-1), targets[s]).loss;
  }
  return sum / samples;
}

function addGradient(workload, params, input, target, gradient) {
  const layers = layersOf(workload);
  const values = forward(workload, params, input);
  let delta = lossOf(workload, values.at(-1), target).slope;
  for (let l = layers.length - 1; l >= 0; l--) {
    const layer = layers[l];
    const x = values[l];
    const before = new Float64Array(layer.in);
    for (let o = 0; o < layer.out; o++) {
      gradient[layer.biases + o] += delta[o] / workload.batch;
      const row = layer.weights + o * layer.in;
      for (let i = 0; i < layer.in; i++) {
        gradient[row + i] += (delta[o] * x[i]) / workload.batch;
        before[i] += params[row + i] * delta[o];
      }
    }
    if (l > 0) delta = before.map((d, i) => d * activations[workload.activation].slope(x[i]));
  }
}

/** The mean gradient of the batch of a step, within the first epoch if there are several batches. */
function gradientOf(workload, params, { inputs, targets, order }, step) {
  const { batch, clip } = workload;
  const gradient = new Float64Array(params.length);
  const first = batch < samplesOf(workload) ? step * batch : 0;
  for (const s of order.subarray(first, first + batch)) {
    addGradient(workload, params, sample(workload, inputs, s), targets[s], gradient);
  }
  if (clip === undefined) return gradient;
  const factor = clipFactor(Math.hypot(...gradient), clip);
  return gradient.map((g) => factor * g);
}

/** The parameters after a number of steps. */
export function train(workload, start, steps) {
  const { params } = start;
  const p = Float64Array.from(params);
  const m = new Float64Array(p.length);
  const v = new Float64Array(p.length);
  for (let t = 1; t <= steps; t++) {
    gradientOf(workload, p, start, t - 1).forEach((g, i) => {
      let update = g;
      if (workload.optimizer === 'adam') {
        m[i] = adam.beta1 * m[i] + (1 - adam.beta1) * g;
        v[i] = adam.beta2 * v[i] + (1 - adam.beta2) * g * g;
        const root = Math.sqrt(v[i] / (1 - adam.beta2 ** t));
        update = m[i] / (1 - adam.beta1 ** t) / (root + adam.epsilon);
      }
      p[i] -= workload.rate * update;
    });
  }
  return p;
}

/** How far a result is from the expected one, as a share of the way that the expected one went. */
export function relativeError({ params, expected }, result) {
  let error = 0;
  let way = 0;
  for (let i = 0; i < expected.length; i++) {
    error += (result[i] - expected[i]) ** 2;
    way += (expected[i] - params[i]) ** 2;
  }
  return Math.sqrt(error / way);
}
