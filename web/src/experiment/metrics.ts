// The numbers of a layer that charts show, and the healthy band of each. Bands are the limits of the
// diagnosis where it has some, so what looks unhealthy is what the verdict rests on.
import { catalog } from '../config/catalog.ts';
import type { LayerColumn } from '../config/types.ts';
import type { History } from './history.ts';

type ThresholdKey = (typeof catalog)['thresholds'][number]['key'];

export interface Metric {
  readonly key: LayerColumn;
  /** In values; with `relative`, as multiples of what the last hidden layer measured first. */
  readonly band: readonly [number, number];
  readonly relative: boolean;
}

export function threshold(key: ThresholdKey): number {
  return catalog.thresholds.find((t) => t.key === key)?.value ?? Number.NaN;
}

/** In the order of the profile's panels; the rest is only shown over time. */
export const METRICS: readonly Metric[] = [
  {
    key: 'gradient_norm',
    band: [threshold('starved_norm'), threshold('exploding_norm')],
    relative: false,
  },
  {
    key: 'delta_rms',
    band: [threshold('vanishing_ratio'), threshold('exploding_ratio')],
    relative: true,
  },
  // No verdict rests on these two; the bands are guides: two decades around 1, and the range of update
  // to weight ratios that training usually shows.
  { key: 'activation_rms', band: [0.01, 100], relative: false },
  { key: 'update_ratio', band: [1e-4, 1e-1], relative: false },
];

export const PROFILE_METRICS = METRICS.slice(0, 3);

export function metricOf(key: string | undefined): Metric {
  return METRICS.find((metric) => metric.key === key) ?? (METRICS[0] as Metric);
}

/**
 * The band in values. It stays where it is while a run goes on: numbers that shrink leave it, whether
 * their ratios do or not.
 */
export function bandOf(metric: Metric, history: History): readonly [number, number] {
  const last = Math.max(0, history.layers - 2);
  const first = metric.relative ? history.layerColumn(metric.key, last)[0] : undefined;
  const unit = first !== undefined && first > 0 && Number.isFinite(first) ? first : 1;
  return [metric.band[0] * unit, metric.band[1] * unit];
}

/** The axis of gradients: the same for every run, so that runs can be compared by eye. */
export const GRADIENT_DOMAIN: readonly [number, number] = [1e-10, 1e3];
