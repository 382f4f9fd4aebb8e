// A fitted curve through data on two linear axes: regression of one input, or predicted against true.

import type { Points } from './boundary.ts';
import { css, type Pixel } from './colour.ts';
import { Columns } from './columns.ts';
import { timeBox } from './lines.ts';
import { drawPoint } from './points.ts';
import { linear } from './scale.ts';
import { type Box, Plate, type Stage, type Tick } from './stage.ts';

export interface CurveModel {
  readonly xs: ArrayLike<number>;
  readonly ys: ArrayLike<number>;
  readonly points: readonly Points[];
  readonly xDomain: readonly [number, number];
  readonly xTicks: readonly Tick[];
  readonly yDomain: readonly [number, number];
  readonly yTicks: readonly Tick[];
  readonly curve: Pixel;
  readonly data: string;
}

export class CurveChart {
  private readonly plate = new Plate();

  draw(stage: Stage, model: CurveModel): void {
    stage.clear();
    const box = timeBox(stage.width, stage.height);
    const x = linear(model.xDomain, [box.left, box.left + box.width]);
    const y = linear(model.yDomain, [box.top + box.height, box.top]);
    stage.yAxis(box, { scale: y, ticks: model.yTicks });
    stage.xAxis(box, { scale: x, ticks: model.xTicks });
    for (const points of model.points) {
      const radius = points.length > 1000 ? 1.6 : 2.6;
      for (let i = 0; i < points.length; ++i) {
        const px = x.at(points.x[i] ?? Number.NaN);
        const py = y.at(points.y[i] ?? Number.NaN);
        const fill = points.held ? stage.ink.surface : model.data;
        const edge = points.held ? model.data : stage.ink.surface;
        drawPoint(stage.context, 'disc', px, py, radius, fill, edge, stage.ratio);
      }
    }
    this.plate.fit(box, stage.ratio);
    const { raster } = this.plate;
    new Columns(raster.width)
      .read(
        { xs: model.xs, ys: model.ys, length: model.xs.length },
        linear(model.xDomain, [0, raster.width]),
        linear(model.yDomain, [raster.height, 0]),
      )
      .draw(raster, model.curve, 2 * stage.ratio);
    this.plate.show(stage, box);
    markExits(stage, box, model);
  }
}

/** Where the curve leaves the plot, an arrow at the edge points after each part that is outside. */
export function markExits(
  stage: Stage,
  box: Box,
  { xs, ys, xDomain, yDomain, curve }: CurveModel,
): void {
  const x = linear(xDomain, [box.left, box.left + box.width]);
  const [lo, hi] = yDomain;
  const sideOf = (y: number) => (y > hi ? 1 : y < lo ? -1 : 0);
  let begin = 0;
  for (let i = 1; i <= ys.length; ++i) {
    const side = sideOf(ys[begin] ?? 0);
    if (i < ys.length && sideOf(ys[i] ?? 0) === side) continue;
    if (side !== 0) {
      const middle = x.at(((xs[begin] ?? 0) + (xs[i - 1] ?? 0)) / 2);
      drawArrow(stage, middle, side > 0 ? box.top : box.top + box.height, side, css(curve));
    }
    begin = i;
  }
}

/** An arrow with its tip at (x, y), up or down. */
function drawArrow({ context }: Stage, x: number, y: number, side: number, colour: string): void {
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - 5, y + 8 * side);
  context.lineTo(x + 5, y + 8 * side);
  context.fill();
}
