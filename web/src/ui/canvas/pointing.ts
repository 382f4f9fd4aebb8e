// Where a pointer is on a chart over time.
import { timeBox } from '../../charts/lines.ts';
import { linear } from '../../charts/scale.ts';
import type { ChartCanvas, ChartPoint } from './chart-canvas.ts';
import { stepDomain } from './time-axis.ts';

export interface TimePoint extends ChartPoint {
  /** The step under the pointer. */
  readonly step: number;
  /** The height of the pointer in the picture: from 0, its top, to 1. */
  readonly share: number;
}

/** What a pointer shows on a chart whose steps end at `last`. */
export function timePoint(event: PointerEvent, last: number): TimePoint {
  const point = (event.currentTarget as ChartCanvas).point(event);
  const box = timeBox(point.width, point.height);
  const scale = linear(stepDomain(last), [box.left, box.left + box.width]);
  return {
    ...point,
    step: Math.round(scale.invert(point.x)),
    share: (point.y - box.top) / box.height,
  };
}
