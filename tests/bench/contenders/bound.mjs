// The bound (bound/step.cpp): a step written by hand for these workloads alone.
import { layersOf } from '../workloads.mjs';

export async function create(resources, workload, start) {
  const wasm = await WebAssembly.compile(await resources.bytes('build/bench/bound.wasm'));
  const { exports } = await WebAssembly.instantiate(wasm, { env: {}, wasi_snapshot_preview1: {} });
  const layers = layersOf(workload);
  exports.open_net(
    layers.length,
    workload.batch,
    Number(workload.activation === 'tanh'),
    Number(workload.optimizer === 'adam'),
    Number(workload.loss === 'cross_entropy'),
    workload.rate,
  );
  layers.forEach((layer, l) => {
    exports.add_layer(l, layer.in, layer.out);
  });
  const exchange = () => new Float32Array(exports.memory.buffer, exports.exchange());
  exchange().set([...start.inputs, ...start.targets]);
  exports.set_batch();
  exchange().set(start.params);
  exports.set_params();
  const current = new Float32Array(exports.memory.buffer, exports.norms_of_layers(), layers.length);
  const norms = new Float32Array(layers.length);
  return {
    run(steps) {
      if (!workload.norms) return exports.train(steps, 0);
      for (let i = 0; i < steps; i++) {
        exports.train(1, 1);
        norms.set(current);
      }
    },
    params() {
      exports.get_params();
      return Float64Array.from(exchange().subarray(0, start.params.length));
    },
    norms: () => Array.from(norms),
  };
}
