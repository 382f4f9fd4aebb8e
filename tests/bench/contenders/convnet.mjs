// ConvNetJS. Its package has no Adam: where the workload asks for it, SGD with momentum 0.9, the
// cheapest method it has, stands in.
import convnetjs from 'convnetjs';
import { layersOf } from '../workloads.mjs';

function makeNet(workload, start) {
  const { widths, activation, loss } = workload;
  const inner = widths.slice(1, -1).map((num_neurons) => ({ type: 'fc', num_neurons, activation }));
  const last =
    loss === 'cross_entropy'
      ? { type: 'softmax', num_classes: widths.at(-1) }
      : { type: 'regression', num_neurons: widths.at(-1) };
  const net = new convnetjs.Net();
  net.makeLayers([{ type: 'input', out_sx: 1, out_sy: 1, out_depth: widths[0] }, ...inner, last]);
  const dense = net.layers.filter((layer) => layer.layer_type === 'fc');
  layersOf(workload).forEach((layer, l) => {
    for (let o = 0; o < layer.out; o++) {
      const row = layer.weights + o * layer.in;
      dense[l].filters[o].w.set(start.params.subarray(row, row + layer.in));
      dense[l].biases.w[o] = start.params[layer.biases + o];
    }
  });
  return { net, dense };
}

const norm = (layer) =>
  Math.sqrt(layer.filters.reduce((sum, { dw }) => sum + dw.reduce((s, g) => s + g * g, 0), 0));

export async function create(_resources, workload, start) {
  const { net, dense } = makeNet(workload, start);
  const { batch, widths } = workload;
  let norms = [];
  const trainer = new convnetjs.Trainer(net, {
    method: 'sgd',
    learning_rate: workload.rate,
    momentum: workload.optimizer === 'adam' ? 0.9 : 0,
    batch_size: batch,
    l2_decay: 0,
  });
  if (workload.norms) {
    // The trainer asks for the gradients once a step: when they are complete.
    trainer.net = Object.assign(Object.create(net), {
      getParamsAndGrads() {
        norms = dense.map((layer) => norm(layer) / batch);
        return net.getParamsAndGrads();
      },
    });
  }
  const samples = Array.from({ length: batch }, (_, s) => {
    const volume = new convnetjs.Vol(1, 1, widths[0], 0);
    volume.w.set(start.inputs.subarray(s * widths[0], (s + 1) * widths[0]));
    const target = start.targets[s];
    return [volume, workload.loss === 'cross_entropy' ? target : [target]];
  });
  return {
    run(steps) {
      for (let i = 0; i < steps; i++) {
        for (const [volume, target] of samples) trainer.train(volume, target);
      }
    },
    params: () =>
      Float64Array.from(
        dense.flatMap((layer) => [...layer.filters.flatMap(({ w }) => [...w]), ...layer.biases.w]),
      ),
    norms: () => norms,
  };
}
