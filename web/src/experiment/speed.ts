// How fast a run plays: steps a second, or as many as fit. Which speeds there are, not how they are kept.

export type Speed = number | 'max';

const SPEEDS: readonly Speed[] = [5, 50, 150, 1000, 'max'];

/** The speeds to choose from, and the one that somebody else has chosen. */
export function speedsWith(speed: Speed): readonly Speed[] {
  if (SPEEDS.includes(speed)) return SPEEDS;
  const size = (of: Speed) => (of === 'max' ? Number.POSITIVE_INFINITY : of);
  return [...SPEEDS, speed].sort((a, b) => size(a) - size(b));
}
