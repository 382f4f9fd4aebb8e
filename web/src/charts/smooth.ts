// Smoothing without lag: an exponential average forwards, then backwards. Where there is no number
// the average starts anew.

/** Smooths in place; `memory` is the number of values that an average reaches back, about. */
export function smooth(values: Float64Array, length: number, memory: number): void {
  if (memory <= 1) return;
  sweep(values, 0, length, 1, 1 / memory);
  sweep(values, length - 1, -1, -1, 1 / memory);
}

function sweep(values: Float64Array, from: number, to: number, step: number, share: number): void {
  let mean = Number.NaN;
  for (let i = from; i !== to; i += step) {
    const value = values[i] ?? Number.NaN;
    mean = Number.isNaN(mean) || Number.isNaN(value) ? value : mean + share * (value - mean);
    values[i] = mean;
  }
}
