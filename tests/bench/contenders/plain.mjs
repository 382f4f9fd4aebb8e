// Plain JavaScript, written well: typed arrays, tiles of eight sums in local variables, activation and
// its slope fused into the products, the optimizer applied where a gradient is finished, nothing
// allocated in a step. Activations lie [sample][feature], weights [out][in].
import { adam, clipFactor, layersOf, samplesOf } from '../workloads.mjs';

const activations = {
  identity: { value: (z) => z, slope: () => 1 },
  tanh: { value: Math.tanh, slope: (a) => 1 - a * a },
  relu: { value: (z) => (z > 0 ? z : 0), slope: (a) => (a > 0 ? 1 : 0) },
};

/** out[s][o] = value(sum over i of w[o][i] x[s][i] + b[o]); tiles of 2 samples x 4 outputs. */
function makeForward(value) {
  return (w, b, x, out, batch, inputs, outputs) => {
    for (let s = 0; s < batch; s += 2) {
      const x0 = s * inputs;
      const x1 = x0 + inputs;
      const y0 = s * outputs;
      const y1 = y0 + outputs;
      let o = 0;
      for (; o + 4 <= outputs; o += 4) {
        const w0 = o * inputs;
        const w1 = w0 + inputs;
        const w2 = w1 + inputs;
        const w3 = w2 + inputs;
        let a0 = b[o];
        let a1 = b[o + 1];
        let a2 = b[o + 2];
        let a3 = b[o + 3];
        let b0 = a0;
        let b1 = a1;
        let b2 = a2;
        let b3 = a3;
        for (let i = 0; i < inputs; i++) {
          const p = x[x0 + i];
          const q = x[x1 + i];
          const u0 = w[w0 + i];
          const u1 = w[w1 + i];
          const u2 = w[w2 + i];
          const u3 = w[w3 + i];
          a0 += u0 * p;
          b0 += u0 * q;
          a1 += u1 * p;
          b1 += u1 * q;
          a2 += u2 * p;
          b2 += u2 * q;
          a3 += u3 * p;
          b3 += u3 * q;
        }
        out[y0 + o] = value(a0);
        out[y0 + o + 1] = value(a1);
        out[y0 + o + 2] = value(a2);
        out[y0 + o + 3] = value(a3);
        out[y1 + o] = value(b0);
        out[y1 + o + 1] = value(b1);
        out[y1 + o + 2] = value(b2);
        out[y1 + o + 3] = value(b3);
      }
      for (; o < outputs; o++) {
        let a = b[o];
        let c = a;
        for (let i = 0; i < inputs; i++) {
          a += w[o * inputs + i] * x[x0 + i];
          c += w[o * inputs + i] * x[x1 + i];
        }
        out[y0 + o] = value(a);
        out[y1 + o] = value(c);
      }
    }
  };
}

/** before[s][i] = slope(x[s][i]) * sum over o of w[o][i] delta[s][o]; 2 samples x 4 inputs. */
function makeBackward(slope) {
  return (w, delta, x, before, batch, inputs, outputs) => {
    for (let s = 0; s < batch; s += 2) {
      const d0 = s * outputs;
      const d1 = d0 + outputs;
      const x0 = s * inputs;
      const x1 = x0 + inputs;
      for (let i = 0; i < inputs; i += 4) {
        let a0 = 0;
        let a1 = 0;
        let a2 = 0;
        let a3 = 0;
        let b0 = 0;
        let b1 = 0;
        let b2 = 0;
        let b3 = 0;
        for (let o = 0, at = i; o < outputs; o++, at += inputs) {
          const p = delta[d0 + o];
          const q = delta[d1 + o];
          const u0 = w[at];
          const u1 = w[at + 1];
          const u2 = w[at + 2];
          const u3 = w[at + 3];
          a0 += u0 * p;
          b0 += u0 * q;
          a1 += u1 * p;
          b1 += u1 * q;
          a2 += u2 * p;
          b2 += u2 * q;
          a3 += u3 * p;
          b3 += u3 * q;
        }
        before[x0 + i] = a0 * slope(x[x0 + i]);
        before[x0 + i + 1] = a1 * slope(x[x0 + i + 1]);
        before[x0 + i + 2] = a2 * slope(x[x0 + i + 2]);
        before[x0 + i + 3] = a3 * slope(x[x0 + i + 3]);
        before[x1 + i] = b0 * slope(x[x1 + i]);
        before[x1 + i + 1] = b1 * slope(x[x1 + i + 1]);
        before[x1 + i + 2] = b2 * slope(x[x1 + i + 2]);
        before[x1 + i + 3] = b3 * slope(x[x1 + i + 3]);
      }
    }
  };
}

function makeUpdate(workload, params) {
  const { rate } = workload;
  if (workload.optimizer === 'sgd') {
    return {
      begin() {},
      apply(i, g) {
        params[i] -= rate * g;
      },
    };
  }
  const m = new Float32Array(params.length);
  const v = new Float32Array(params.length);
  const { beta1, beta2, epsilon } = adam;
  let step = 0;
  let mean = 0;
  let root = 0;
  return {
    begin() {
      step++;
      mean = rate / (1 - beta1 ** step);
      root = 1 / Math.sqrt(1 - beta2 ** step);
    },
    apply(i, g) {
      m[i] = beta1 * m[i] + (1 - beta1) * g;
      v[i] = beta2 * v[i] + (1 - beta2) * g * g;
      params[i] -= (mean * m[i]) / (root * Math.sqrt(v[i]) + epsilon);
    },
  };
}

/** Gradient, its squared norm and the update of a layer; tiles of 2 outputs x 2 inputs. */
function makeWeights(apply) {
  return (layer, delta, x, batch) => {
    const { in: inputs, out: outputs, weights, biases } = layer;
    let squares = 0;
    for (let o = 0; o < outputs; o++) {
      for (let i = 0; i < inputs; i += 2) {
        let g0 = 0;
        let g1 = 0;
        let h0 = 0;
        let h1 = 0;
        for (let s = 0, d = o, a = i; s < batch; s += 2) {
          const p = delta[d];
          const q = delta[d + outputs];
          g0 += p * x[a];
          g1 += p * x[a + 1];
          h0 += q * x[a + inputs];
          h1 += q * x[a + inputs + 1];
          d += 2 * outputs;
          a += 2 * inputs;
        }
        g0 += h0;
        g1 += h1;
        squares += g0 * g0 + g1 * g1;
        const at = weights + o * inputs + i;
        apply(at, g0);
        apply(at + 1, g1);
      }
      let sum = 0;
      for (let s = 0, d = o; s < batch; s++, d += outputs) sum += delta[d];
      apply(biases + o, sum);
    }
    return squares;
  };
}

function halfMse(output, targets, delta) {
  for (let s = 0; s < targets.length; s++) delta[s] = (output[s] - targets[s]) / targets.length;
}

function crossEntropy(output, targets, delta) {
  const batch = targets.length;
  const classes = output.length / batch;
  for (let s = 0; s < batch; s++) {
    const at = s * classes;
    let largest = output[at];
    for (let c = 1; c < classes; c++) largest = Math.max(largest, output[at + c]);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += delta[at + c] = Math.exp(output[at + c] - largest);
    for (let c = 0; c < classes; c++) delta[at + c] /= sum * batch;
    delta[at + targets[s]] -= 1 / batch;
  }
}

/** Copies the samples of the next batch; shuffles at the end of an epoch. */
function makeBatches({ batch, widths }, start, inputs, targets) {
  const order = Int32Array.from(start.order);
  const [features] = widths;
  const all = {
    inputs: Float32Array.from(start.inputs),
    targets: Float32Array.from(start.targets),
  };
  let at = 0;
  return () => {
    if (at === order.length) {
      for (let i = order.length - 1; i > 0; i--) {
        const j = Math.floor(Math.random() * (i + 1));
        [order[i], order[j]] = [order[j], order[i]];
      }
      at = 0;
    }
    for (let s = 0; s < batch; s++, at++) {
      for (let f = 0; f < features; f++) {
        inputs[s * features + f] = all.inputs[order[at] * features + f];
      }
      targets[s] = all.targets[order[at]];
    }
  };
}

/** Keeps the whole gradient, and applies it by one factor. */
function makeClipped(most, params, apply) {
  const gradient = new Float32Array(params.length);
  return {
    keep(i, g) {
      gradient[i] = g;
    },
    applyAll() {
      let squares = 0;
      for (let i = 0; i < gradient.length; i++) squares += gradient[i] * gradient[i];
      const factor = clipFactor(Math.sqrt(squares), most);
      for (let i = 0; i < gradient.length; i++) apply(i, factor * gradient[i]);
    },
  };
}

export async function create(_resources, workload, start) {
  const { batch } = workload;
  const params = Float32Array.from(start.params);
  const targets = Float32Array.from(start.targets.subarray(0, batch));
  const values = workload.widths.map((width) => new Float32Array(batch * width));
  const deltas = workload.widths.map((width) => new Float32Array(batch * width));
  values[0].set(start.inputs.subarray(0, values[0].length));
  const nextBatch =
    batch < samplesOf(workload) ? makeBatches(workload, start, values[0], targets) : null;
  const update = makeUpdate(workload, params);
  const clipped = workload.clip ? makeClipped(workload.clip, params, update.apply) : null;
  const weights = makeWeights(clipped ? clipped.keep : update.apply);
  const lossSlope = workload.loss === 'half_mse' ? halfMse : crossEntropy;
  const activation = activations[workload.activation];
  const hidden = makeForward(activation.value);
  const output = makeForward(activations.identity.value);
  const backward = makeBackward(activation.slope);
  const layers = layersOf(workload).map((layer, l) => ({
    ...layer,
    w: params.subarray(layer.weights, layer.biases),
    b: params.subarray(layer.biases, layer.biases + layer.out),
    forward: l === workload.widths.length - 2 ? output : hidden,
  }));
  const norms = new Float64Array(layers.length);

  function step() {
    if (nextBatch !== null) nextBatch();
    layers.forEach((layer, l) => {
      layer.forward(layer.w, layer.b, values[l], values[l + 1], batch, layer.in, layer.out);
    });
    lossSlope(values[layers.length], targets, deltas[layers.length]);
    update.begin();
    for (let l = layers.length - 1; l >= 0; l--) {
      const layer = layers[l];
      const delta = deltas[l + 1];
      if (l > 0) backward(layer.w, delta, values[l], deltas[l], batch, layer.in, layer.out);
      norms[l] = Math.sqrt(weights(layer, delta, values[l], batch));
    }
    if (clipped !== null) clipped.applyAll();
  }
  return {
    run(steps) {
      for (let i = 0; i < steps; i++) step();
    },
    params: () => Float64Array.from(params),
    norms: () => Array.from(norms),
  };
}
