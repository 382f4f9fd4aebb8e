// jax-js on its WebAssembly device: gradient and optimizer in one jitted function, every step awaited.
import { defaultDevice, grad, init, jit, nn, numpy as np } from '@jax-js/jax';
import { adam, layersOf } from '../workloads.mjs';

const { beta1, beta2, epsilon } = adam;

/** Arguments of a function of jax-js are used up; x.ref is another use. */
function makeLoss(workload) {
  const activation = workload.activation === 'tanh' ? np.tanh : nn.relu;
  const last = workload.widths.length - 2;
  return ({ weights, biases }, x, target) => {
    let a = x;
    weights.forEach((w, l) => {
      const z = np.matmul(a, np.transpose(w)).add(biases[l]);
      a = l === last ? z : activation(z);
    });
    if (workload.loss === 'half_mse') return np.square(a.sub(target)).mean().mul(0.5);
    return nn
      .logSoftmax(a)
      .mul(target)
      .sum()
      .mul(-1 / workload.batch);
  };
}

const mapTree = (f, ...trees) => ({
  weights: trees[0].weights.map((_, l) => f(...trees.map((tree) => tree.weights[l]))),
  biases: trees[0].biases.map((_, l) => f(...trees.map((tree) => tree.biases[l]))),
});
const again = (tree) => mapTree((x) => x.ref, tree);

function makeStep(workload) {
  const gradient = grad(makeLoss(workload));
  const normsOf = (g) =>
    workload.norms ? np.stack(g.weights.map((w) => np.sqrt(np.square(w).sum()))) : null;
  if (workload.optimizer === 'sgd') {
    return jit(({ params }, x, target) => {
      const g = gradient(again(params), x, target);
      return { params: mapTree((p, d) => p.sub(d.mul(workload.rate)), params, g) };
    });
  }
  return jit(({ params, m, v }, x, target, scale) => {
    const g = gradient(again(params), x, target);
    const norms = normsOf(again(g));
    const m1 = mapTree((old, d) => old.mul(beta1).add(d.mul(1 - beta1)), m, again(g));
    const v1 = mapTree((old, d) => old.mul(beta2).add(np.square(d).mul(1 - beta2)), v, g);
    const { mean, root } = scale;
    const next = mapTree(
      (p, a, b) => p.sub(a.mul(mean.ref).div(np.sqrt(b).mul(root.ref).add(epsilon))),
      params,
      again(m1),
      again(v1),
    );
    mean.dispose();
    root.dispose();
    return { params: next, m: m1, v: v1, ...(norms === null ? {} : { norms }) };
  });
}

function initialState(workload, start) {
  const tensor = (from, to, shape) =>
    np.array(Float32Array.from(start.params.subarray(from, to))).reshape(shape);
  const layers = layersOf(workload);
  const params = {
    weights: layers.map((l) => tensor(l.weights, l.biases, [l.out, l.in])),
    biases: layers.map((l) => tensor(l.biases, l.biases + l.out, [l.out])),
  };
  if (workload.optimizer === 'sgd') return { params };
  const zeros = () => mapTree((p) => np.zeros(p.shape), params);
  return { params, m: zeros(), v: zeros() };
}

function batchOf(workload, start) {
  const { batch, widths } = workload;
  const x = np.array(Float32Array.from(start.inputs)).reshape([batch, widths[0]]);
  if (workload.loss === 'half_mse') {
    return { x, target: np.array(Float32Array.from(start.targets)).reshape([batch, 1]) };
  }
  const classes = widths.at(-1);
  const right = new Float32Array(batch * classes);
  start.targets.forEach((c, s) => {
    right[s * classes + c] = 1;
  });
  return { x, target: np.array(right).reshape([batch, classes]) };
}

export async function create(_resources, workload, start) {
  await init('wasm');
  defaultDevice('wasm');
  const step = makeStep(workload);
  const { x, target } = batchOf(workload, start);
  let state = initialState(workload, start);
  let count = 0;
  let norms = [];

  async function one() {
    count++;
    const scale = {
      mean: np.array(workload.rate / (1 - beta1 ** count)),
      root: np.array(1 / Math.sqrt(1 - beta2 ** count)),
    };
    const next =
      workload.optimizer === 'adam'
        ? step(state, x.ref, target.ref, scale)
        : step(state, x.ref, target.ref);
    if (next.norms) norms = await next.norms.data();
    delete next.norms;
    state = next;
    await state.params.biases.at(-1).ref.data();
  }
  return {
    async run(steps) {
      for (let i = 0; i < steps; i++) await one();
    },
    async params() {
      const { weights, biases } = again(state.params);
      const parts = [];
      for (let l = 0; l < weights.length; l++) {
        parts.push(...(await weights[l].data()), ...(await biases[l].data()));
      }
      return Float64Array.from(parts);
    },
    norms: () => Array.from(norms),
  };
}
