// A fitted curve through data on two linear axes: regression of one input, or predicted against true.

import type { Points } from './boundary.ts';
import type { Pixel } from './colour.ts';
import { Columns } from './columns.ts';
import { timeBox } from './lines.ts';
import { drawPoint } from './points.ts';
import { linear } from './scale.ts';
import { Plate, type Stage, type Tick } from './stage.ts';

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
  }
}
