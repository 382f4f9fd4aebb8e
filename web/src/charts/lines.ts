// One line per layer over time, on a logarithmic axis. Pixels, not paths.

import { depthColour, mix, parse } from './colour.ts';
import { Columns, type Curve } from './columns.ts';
import { linear, logarithmic } from './scale.ts';
import { type Box, Plate, type Stage, type Tick } from './stage.ts';

export interface LinesModel {
  readonly steps: ArrayLike<number>;
  readonly length: number;
  /** The curve of a layer, as long as `steps`. */
  readonly layer: (layer: number) => ArrayLike<number>;
  readonly layers: number;
  readonly xDomain: readonly [number, number];
  readonly xTicks: readonly Tick[];
  readonly yDomain: readonly [number, number];
  readonly yTicks: readonly Tick[];
  /** A band that is the same at every step, if there is one. */
  readonly band?: readonly [number, number] | undefined;
  readonly log: boolean;
  readonly focus?: number | undefined;
  /** The step under the cursor. */
  readonly cursor?: number | undefined;
}

export const TIME_MARGIN = { left: 36, right: 10, top: 8, bottom: 20 };

/** The plotting area of every chart over time: they share it, so their steps line up. */
export function timeBox(width: number, height: number, margin = TIME_MARGIN): Box {
  return {
    left: margin.left,
    top: margin.top,
    width: Math.max(1, width - margin.left - margin.right),
    height: Math.max(1, height - margin.top - margin.bottom),
  };
}

export class LinesChart {
  private readonly plate = new Plate();
  private columns = new Columns(1);

  draw(stage: Stage, model: LinesModel): void {
    stage.clear();
    const box = timeBox(stage.width, stage.height);
    const yRange: [number, number] = [box.top + box.height, box.top];
    const y = model.log ? logarithmic(model.yDomain, yRange) : linear(model.yDomain, yRange);
    const x = linear(model.xDomain, [box.left, box.left + box.width]);
    if (model.band) {
      const top = Math.max(box.top, y.at(model.band[1]));
      const bottom = Math.min(box.top + box.height, y.at(model.band[0]));
      stage.fill(stage.ink.band, box.left, top, box.width, bottom - top);
    }
    stage.yAxis(box, { scale: y, ticks: model.yTicks });
    stage.xAxis(box, { scale: x, ticks: model.xTicks });
    this.plate.fit(box, stage.ratio);
    this.drawLines(stage, model);
    this.plate.show(stage, box);
    if (model.cursor !== undefined) {
      stage.down(x.at(model.cursor), box.top, box.top + box.height, stage.ink.accent);
    }
  }

  private drawLines(stage: Stage, model: LinesModel): void {
    const { raster } = this.plate;
    const range: [number, number] = [raster.height, 0];
    const y = model.log ? logarithmic(model.yDomain, range) : linear(model.yDomain, range);
    const x = linear(model.xDomain, [0, raster.width]);
    if (this.columns.width !== raster.width) this.columns = new Columns(raster.width);
    const one = (layer: number, thickness: number, dimmed: boolean) => {
      const curve: Curve = { xs: model.steps, ys: model.layer(layer), length: model.length };
      const colour = depthColour(layer, model.layers, stage.ink.theme);
      const ink = dimmed ? mix(colour, parse(stage.ink.surface), 0.75) : colour;
      this.columns.read(curve, x, y).draw(raster, ink, thickness * stage.ratio);
    };
    for (let layer = model.layers - 1; layer >= 0; --layer) {
      one(layer, 1.25, model.focus !== undefined);
    }
    if (model.focus !== undefined) one(model.focus, 2.25, false);
  }
}
