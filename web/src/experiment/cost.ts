// What a run costs, told from its config before it starts: floating-point operations, and the seconds
// that they take on this machine. No engine here. Fetched when a run may be slow (gate.ts).
import type { FullConfig } from '../config/types.ts';

/** Seconds: until the first row is there, and of each step. */
export interface Cost {
  readonly start: number;
  readonly step: number;
}

/** Steps of a run, and the time that they took. */
export interface Timed {
  readonly config: FullConfig;
  readonly steps: number;
  readonly milliseconds: number;
}

/** More than this is asked for first. */
const most: Cost = { start: 5, step: 1 };

export const isSlow = ({ start, step }: Cost) => start > most.start || step > most.step;

/**
 * Operations a second of dense products, of Muon's, and of Gram-Schmidt; seconds for each parameter that
 * is drawn, or updated and measured, and for each activation of a sample. Processor time in Node 20 on a
 * Zen 5 EPYC, float32 with SIMD.
 */
const speed = { dense: 32e9, muon: 20e9, orthogonal: 3e9, draw: 130e-9, update: 3e-9, unit: 10e-9 };

/** The time of a machine that nothing is known of, as a multiple of that. */
const UNKNOWN = 2;

/** On the machine where the speeds were measured. Layers are dense, the input as wide as the widest. */
export function costOf(config: FullConfig): Cost {
  const { data, batch, depth, width, init, update, test_fraction, test_every, precision } = config;
  const parameters = 64 * width + depth * width * width;
  const samples = 'samples' in data ? data.samples : 8; // of those that somebody listed
  const held = samples * test_fraction;
  const rows = 8 * Math.ceil((batch || samples - held) / 8); // panels of eight
  /** So many products with every weight, and an activation of every unit, for each sample. */
  const passes = (products: number, of: number) =>
    of * ((2 * products * parameters) / speed.dense + speed.unit * depth * width);
  const square = Math.max(0, depth - 1) * width ** 3; // over all matrices between hidden layers
  const updates = update.map((link) =>
    link.kind === 'muon' ? (6 * link.ns_steps * square) / speed.muon : speed.update * parameters,
  );
  const test = test_every > 0 ? passes(1, held) : 0;
  const orthogonal = init.kind === 'orthogonal' || init.kind === 'lsuv';
  const wide = precision === 'float64' ? 2 : 1;
  const forwardAndBackward = passes(3, rows);
  const step = updates.reduce((a, b) => a + b, forwardAndBackward + speed.update * parameters);
  return {
    start:
      speed.draw * parameters +
      (orthogonal ? (4 * square) / speed.orthogonal : 0) + // always in double
      wide * ((init.kind === 'lsuv' ? 2 : 1) * forwardAndBackward + test),
    step: wide * (step + test / Math.max(1, test_every)),
  };
}

/** Here, as far as steps have shown how fast it is. */
export function expected(config: FullConfig, timed: Timed | undefined): Cost {
  const { start, step } = costOf(config);
  const factor =
    timed === undefined
      ? UNKNOWN
      : timed.milliseconds / (1000 * timed.steps * costOf(timed.config).step);
  return { start: factor * start, step: factor * step };
}

/** The width at which a slow network is not slow any more, by halves; undefined: there is none. */
export function narrower(config: FullConfig, timed: Timed | undefined): number | undefined {
  if (!isSlow(expected(config, timed))) return undefined;
  for (let width = config.width >> 1; width > 0; width >>= 1) {
    if (!isSlow(expected({ ...config, width }, timed))) return width;
  }
  return undefined;
}
