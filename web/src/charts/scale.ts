// Linear and logarithmic scales from values to pixels, and step axes that grow in round numbers.
// Knows nothing of drawing.

export interface Scale {
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  readonly log: boolean;
  /** The pixel of a value. A logarithmic scale sends 0 to an infinity and negative values to NaN. */
  at(value: number): number;
  /** The value of a pixel. */
  invert(pixel: number): number;
}

type Pair = readonly [number, number];

export function linear(domain: Pair, range: Pair): Scale {
  const slope = (range[1] - range[0]) / (domain[1] - domain[0]);
  return {
    domain,
    range,
    log: false,
    at: (value) => range[0] + (value - domain[0]) * slope,
    invert: (pixel) => domain[0] + (pixel - range[0]) / slope,
  };
}

/** Base 10; both ends of the domain must be positive. */
export function logarithmic(domain: Pair, range: Pair): Scale {
  const decades = linear([Math.log10(domain[0]), Math.log10(domain[1])], range);
  return {
    domain,
    range,
    log: true,
    at: (value) => decades.at(Math.log10(value)),
    invert: (pixel) => 10 ** decades.invert(pixel),
  };
}

/**
 * The smallest of `digits` times a power of ten that is at least `value`, and at least `least`. An
 * axis that ends there moves seldom, so it can be read while a run goes on.
 */
export function roundUp(
  value: number,
  least: number,
  digits: readonly number[] = [1, 2, 5],
): number {
  if (!(value > least)) return least;
  const power = 10 ** Math.floor(Math.log10(value));
  for (const digit of digits) {
    if (value <= digit * power * (1 + 1e-12)) return digit * power;
  }
  return 10 * power;
}
