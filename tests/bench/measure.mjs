// How speed is measured: processor time, not time of day, so that other work on the machine disturbs
// little; warm-up by the same short calls, so that V8 has compiled everything for good; then many short
// rounds in which all contenders take turns, and medians.

export const median = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/**
 * One call lasts at most about this long, in seconds. A WebAssembly function that is entered once and
 * stays keeps running in the baseline compiler's code.
 */
const call = 0.004;

/** A contender at a workload in a host: what was measured and how many steps a slice takes. */
export async function warmUp(cell, { warm, slice }) {
  const { result } = await cell.contender.call('open', cell.workload);
  Object.assign(cell, result, { speeds: [], steps: 1, chunk: 1 });
  let spent = 0;
  while (spent < warm || cell.speeds.length < 3) {
    const seconds = await measureSlice(cell);
    spent += seconds;
    const each = Math.max(seconds, 1e-5) / cell.steps;
    cell.chunk = Math.max(1, Math.floor(call / each));
    cell.steps = Math.max(1, Math.min(4 * cell.steps, Math.round(slice / each)));
  }
  cell.speeds = [];
}

/** Trains for one slice; remembers steps a second and gives the seconds. */
export async function measureSlice(cell) {
  const { contender, workload, steps, chunk } = cell;
  const { seconds } = await contender.call('run', workload, steps, chunk);
  cell.speeds.push(steps / seconds);
  return seconds;
}

/** All cells, in rounds. */
export async function measureRounds(cells, rounds) {
  for (let round = 0; round < rounds; round++) {
    for (const cell of cells) await measureSlice(cell);
  }
  for (const cell of cells) {
    cell.speed = median(cell.speeds);
    cell.losses = (await cell.contender.call('losses', cell.workload)).result;
  }
}

/** How many times faster one cell is than another: the median over rounds, each measured closely. */
export const ratio = (a, b) => median(a.speeds.map((speed, round) => speed / b.speeds[round]));
