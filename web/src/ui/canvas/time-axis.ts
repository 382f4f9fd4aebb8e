// The axis of steps that all charts over time share: it starts at 0 and ends at a round number, so
// it stands still for most of a run.
import { roundUp } from '../../charts/scale.ts';
import type { Tick } from '../../charts/stage.ts';
import { linearTicks } from '../../charts/ticks.ts';
import { count } from '../../i18n/format.ts';

const LEAST_STEPS = 20;

export const stepDomain = (last: number): readonly [number, number] => [
  0,
  roundUp(last, LEAST_STEPS),
];

export function stepTicks(domain: readonly [number, number], width: number, lang: string): Tick[] {
  const most = Math.max(2, Math.min(8, Math.floor(width / 80)));
  return linearTicks(domain[0], domain[1], most).map((value) => ({
    value,
    label: count(value, lang),
  }));
}
