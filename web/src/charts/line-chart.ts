// A few curves over steps on one axis: loss, accuracy. With a cursor, and dashed curves for the run
// before.

import type { Pixel } from './colour.ts';
import { Columns, type Curve, type Gaps } from './columns.ts';
import { timeBox } from './lines.ts';
import { linear, logarithmic } from './scale.ts';
import { Plate, type Stage, type Tick } from './stage.ts';

export interface Series extends Curve {
  readonly colour: Pixel;
  readonly thickness: number;
  readonly gaps: Gaps;
  readonly dashed?: boolean;
}

export interface LineChartModel {
  readonly series: readonly Series[];
  readonly xDomain: readonly [number, number];
  readonly xTicks: readonly Tick[];
  readonly xTitle: string;
  readonly yDomain: readonly [number, number];
  readonly yTicks: readonly Tick[];
  readonly log: boolean;
  /** Another chart stands below and carries the labels of the steps. */
  readonly stacked?: boolean;
  readonly cursor?: number | undefined;
}

export class LineChart {
  private readonly plate = new Plate();
  private columns = new Columns(1);

  draw(stage: Stage, model: LineChartModel): void {
    stage.clear();
    const box = timeBox(stage.width, stage.height, model.stacked ? 8 : undefined);
    const scale = (range: [number, number]) =>
      model.log ? logarithmic(model.yDomain, range) : linear(model.yDomain, range);
    const x = linear(model.xDomain, [box.left, box.left + box.width]);
    stage.yAxis(box, { scale: scale([box.top + box.height, box.top]), ticks: model.yTicks });
    if (!model.stacked) stage.xAxis(box, { scale: x, ticks: model.xTicks, title: model.xTitle });
    this.plate.fit(box, stage.ratio);
    const { raster } = this.plate;
    if (this.columns.width !== raster.width) this.columns = new Columns(raster.width);
    const px = linear(model.xDomain, [0, raster.width]);
    const inset = stage.ratio; // a curve at the very end of the axis stays whole
    const py = scale([raster.height - inset, inset]);
    for (const series of model.series) {
      this.columns
        .read(series, px, py, series.gaps)
        .draw(
          raster,
          series.colour,
          series.thickness * stage.ratio,
          series.dashed ? 4 * stage.ratio : 0,
        );
    }
    this.plate.show(stage, box);
    if (model.cursor !== undefined) {
      stage.down(x.at(model.cursor), box.top, box.top + box.height, stage.ink.accent);
    }
  }
}
