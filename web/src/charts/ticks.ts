// Where an axis is labelled. The labels themselves are written by whoever asks.

/** At most `most` round values from `lo` to `hi`, both included where they are round. */
export function linearTicks(lo: number, hi: number, most: number): number[] {
  const rough = (hi - lo) / Math.max(1, most);
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = 10 ** Math.floor(Math.log10(rough));
  const digit = [1, 2, 5, 10].find((d) => d * power >= rough * (1 - 1e-12)) ?? 10;
  const step = digit * power;
  const ticks: number[] = [];
  const first = Math.ceil(lo / step - 1e-9);
  for (let i = first; i * step <= hi + step * 1e-9; ++i) {
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}

/** Exponents of ten from `lo` to `hi` (values, not exponents), every 1, 2, 3 or 6 decades. */
export function decadeTicks(lo: number, hi: number, most: number): number[] {
  const first = Math.ceil(Math.log10(lo) - 1e-9);
  const last = Math.floor(Math.log10(hi) + 1e-9);
  const stride = [1, 2, 3, 6, 12, 24].find((s) => (last - first) / s < most) ?? 48;
  const ticks: number[] = [];
  for (let exponent = first; exponent <= last; ++exponent) {
    if (exponent % stride === 0) ticks.push(exponent);
  }
  return ticks;
}
