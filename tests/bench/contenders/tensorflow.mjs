// TensorFlow.js: one graph-free training step with its own optimizers, as its documentation shows it.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { adam, layersOf } from '../workloads.mjs';

async function useBackend(resources, backend) {
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths(resources.url('tests/bench/node_modules/@tensorflow/tfjs-backend-wasm/dist/'));
  resources.adapt?.(tf);
  if (!(await tf.setBackend(backend))) throw new Error(`no backend ${backend}`);
}

function variables(workload, params) {
  return layersOf(workload).map((layer) => ({
    kernel: tf.variable(
      tf.transpose(
        tf.tensor2d(Float32Array.from(params.subarray(layer.weights, layer.biases)), [
          layer.out,
          layer.in,
        ]),
      ),
    ),
    bias: tf.variable(
      tf.tensor1d(Float32Array.from(params.subarray(layer.biases, layer.biases + layer.out))),
    ),
  }));
}

function makeLoss(workload, start, layers) {
  const { batch, widths } = workload;
  const x = tf.tensor2d(Float32Array.from(start.inputs), [batch, widths[0]]);
  const classes = widths.at(-1);
  const activation = workload.activation === 'tanh' ? tf.tanh : tf.relu;
  const outputs = () => {
    let a = x;
    layers.forEach(({ kernel, bias }, l) => {
      const z = tf.fused.matMul({ a, b: kernel, bias });
      a = l === layers.length - 1 ? z : activation(z);
    });
    return a;
  };
  if (workload.loss === 'cross_entropy') {
    const right = tf.oneHot(tf.tensor1d(Int32Array.from(start.targets), 'int32'), classes);
    const target = tf.cast(right, 'float32');
    return () => tf.losses.softmaxCrossEntropy(target, outputs());
  }
  const target = tf.tensor2d(Float32Array.from(start.targets), [batch, 1]);
  const half = tf.scalar(0.5);
  return () => tf.mul(half, tf.losses.meanSquaredError(target, outputs()));
}

export async function create(resources, workload, start, backend) {
  await useBackend(resources, backend);
  const layers = variables(workload, start.params);
  const loss = makeLoss(workload, start, layers);
  const optimizer =
    workload.optimizer === 'adam'
      ? tf.train.adam(workload.rate, adam.beta1, adam.beta2, adam.epsilon)
      : tf.train.sgd(workload.rate);
  let norms = [];
  const plainStep = () => tf.tidy(() => void optimizer.minimize(loss));
  const stepWithNorms = () =>
    tf.tidy(() => {
      const { grads } = tf.variableGrads(loss);
      const all = layers.map(({ kernel }) => tf.norm(grads[kernel.name]));
      norms = tf.stack(all).dataSync();
      optimizer.applyGradients(grads);
    });
  const step = workload.norms ? stepWithNorms : plainStep;
  return {
    run(steps) {
      for (let i = 0; i < steps; i++) step();
    },
    params: () =>
      Float64Array.from(
        layers.flatMap(({ kernel, bias }) => [
          ...tf.tidy(() => tf.transpose(kernel).dataSync()),
          ...bias.dataSync(),
        ]),
      ),
    norms: () => Array.from(norms),
  };
}
