// Gradscope through the module that the page loads and its public API: open(), select(), run().

/** How long a row is, see kStepColumns and kLayerColumns in engine/train/statistics.hpp. */
const stepColumns = 8;
const layerColumns = 7;

/** A session of a config, the digits provided. */
export async function openSession(resources, config) {
  const engine = await import(resources.url('build/bench/module/gradscope.mjs'));
  const { module } = await engine.create();
  if (!module.provideDigits(await engine.digits())) throw new Error('digits.txt was refused');
  const faults = module.check(config);
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  return module.open(config);
}

/** All parameters of a session: for each layer W, then b. */
export function paramsOf(session, depth) {
  const parts = [];
  for (let l = 0; l < depth; l++) {
    parts.push(...session.values(`W${l}`), ...session.values(`b${l}`));
  }
  return Float64Array.from(parts);
}

export async function create(resources, workload) {
  const session = await openSession(resources, workload.config);
  session.select('', workload.norms ? 'gradient_norm' : '');
  let rows = null;
  return {
    run(steps) {
      session.run(steps, workload.norms ? 1 : steps);
      if (workload.norms) rows = session.rows().slice();
    },
    params: () => paramsOf(session, workload.widths.length - 1),
    /** Of the last step: the first column behind those of the step, for each layer. */
    norms() {
      const layers = workload.widths.length - 1;
      const row = rows.subarray(rows.length - stepColumns - layers * layerColumns);
      return Array.from({ length: layers }, (_, l) => row[stepColumns + l * layerColumns]);
    },
  };
}
