// What a module of the engine does until it is lost, and whether it is lost as promised: a named error,
// and nothing answers any more. For programs that make it run out of memory; holds no tests.

/** Every verb of a module and its run. */
function verbs(module, run) {
  const calls = [() => module.schema(), () => module.check({}), () => module.open({})];
  if (run === null) return calls;
  const { describe, probe, rows, stepCount, diagnosis, snapshot, observations, resetUnits } = run;
  const simple = [describe, probe, rows, stepCount, diagnosis, snapshot, observations, resetUnits];
  const others = [
    () => run.run(1, 1),
    () => run.evaluate('test'),
    () => run.predict([0, 0]),
    () => run.values('W0'),
    () => run.restore(new Uint8Array(8)),
    () => run.takeUp([0]),
    () => run.select('*', '*'),
  ];
  return [...calls, ...simple, ...others];
}

const errorOf = (call) => {
  try {
    call();
    return null;
  } catch (error) {
    return error;
  }
};

/** One life of a run, with every verb; returns its last state. */
function work(module, config, predictions, keep) {
  if (module.check(config).length > 0) throw new Error('the config is refused');
  const run = keep(module.open(config));
  run.select('*', '*');
  run.probe();
  run.run(2, 1);
  const { features } = run.describe().data;
  for (const samples of predictions) run.predict(new Float32Array(features * samples));
  run.evaluate('train');
  run.values('W0');
  run.takeUp(run.observations().slice());
  run.restore(run.snapshot().slice());
  run.resetUnits();
  run.run(2, 0);
  if (run.diagnosis().verdict === '') throw new Error('no verdict');
  const state = run.snapshot().slice();
  run.delete();
  return state;
}

/**
 * {outcome, state}: "fine" with the last state, or "lost" if all that follows is as promised; else what
 * is wrong. `predictions` are numbers of samples.
 */
export function attempt(module, config, predictions) {
  let run = null;
  let state = null;
  const error = errorOf(() => {
    state = work(module, config, predictions, (opened) => (run = opened));
  });
  if (error === null) return { outcome: 'fine', state };
  if (error.name !== 'ModuleLost') return { outcome: `${error.name}: ${error.message}`, state };
  const later = verbs(module, run).map((call) => errorOf(call)?.name);
  const good = later.every((name) => name === 'ModuleLost');
  return { outcome: good ? 'lost' : `afterwards: ${later}`, reason: error.message, state };
}

/** How often each outcome came. */
export function tally(outcomes) {
  const counts = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
