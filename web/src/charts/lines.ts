// One line per layer over time, on a logarithmic axis. Pixels, not paths.

import { depthColour, mix, type Pixel, parse } from './colour.ts';
import { Columns } from './columns.ts';
import { Fold } from './fold.ts';
import { linear, logarithmic } from './scale.ts';
import { smooth } from './smooth.ts';
import { type Box, Plate, type Stage, type Tick } from './stage.ts';

export interface LinesModel {
  readonly steps: ArrayLike<number>;
  readonly length: number;
  /** The curve of a layer, as long as `steps`. */
  readonly layer: (layer: number) => ArrayLike<number>;
  readonly layers: number;
  readonly xDomain: readonly [number, number];
  readonly xTicks: readonly Tick[];
  readonly xTitle: string;
  readonly yDomain: readonly [number, number];
  readonly yTicks: readonly Tick[];
  /** A band that is the same at every step, if there is one. */
  readonly band?: readonly [number, number] | undefined;
  readonly focus?: number | undefined;
  /** The step under the cursor. */
  readonly cursor?: number | undefined;
}

/** Places that the smoothed line reaches over, and how opaque the measured one is, of 255. */
const MEMORY = 8;
const PALE = 56;

export const TIME_MARGIN = { left: 36, right: 10, top: 8, bottom: 20 };

/** The plotting area of every chart over time: they share it, so their steps line up. */
export function timeBox(width: number, height: number, bottom = TIME_MARGIN.bottom): Box {
  const { left, right, top } = TIME_MARGIN;
  return {
    left,
    top,
    width: Math.max(1, width - left - right),
    height: Math.max(1, height - top - bottom),
  };
}

export class LinesChart {
  private readonly plate = new Plate();
  private columns = new Columns(1);
  private fold = new Fold(1);

  draw(stage: Stage, model: LinesModel): void {
    stage.clear();
    const box = timeBox(stage.width, stage.height);
    const yRange: [number, number] = [box.top + box.height, box.top];
    const y = logarithmic(model.yDomain, yRange);
    const x = linear(model.xDomain, [box.left, box.left + box.width]);
    if (model.band) {
      const top = Math.max(box.top, y.at(model.band[1]));
      const bottom = Math.min(box.top + box.height, y.at(model.band[0]));
      if (bottom > top) stage.fill(stage.ink.band, box.left, top, box.width, bottom - top);
    }
    stage.yAxis(box, { scale: y, ticks: model.yTicks });
    stage.xAxis(box, { scale: x, ticks: model.xTicks, title: model.xTitle });
    this.plate.fit(box, stage.ratio);
    this.drawLines(stage, model);
    this.plate.show(stage, box);
    if (model.cursor !== undefined) {
      stage.down(x.at(model.cursor), box.top, box.top + box.height, stage.ink.accent);
    }
  }

  private drawLines(stage: Stage, model: LinesModel): void {
    const { raster } = this.plate;
    if (this.columns.width !== raster.width) {
      this.columns = new Columns(raster.width);
      this.fold = new Fold(raster.width);
    }
    this.fold.place(model.steps, model.length, linear(model.xDomain, [0, raster.width]));
    const surface = parse(stage.ink.surface);
    for (let layer = model.layers - 1; layer >= 0; --layer) {
      const colour = depthColour(layer, model.layers, stage.ink.theme);
      const pale = model.focus !== undefined && model.focus !== layer;
      this.drawLine(stage, model, layer, pale ? mix(colour, surface, 0.8) : colour);
    }
    if (model.focus !== undefined) {
      const colour = depthColour(model.focus, model.layers, stage.ink.theme);
      this.drawLine(stage, model, model.focus, colour);
    }
  }

  /** As measured, pale; and smoothed on top of it. */
  private drawLine(stage: Stage, model: LinesModel, layer: number, colour: Pixel): void {
    const { raster } = this.plate;
    const [lo, hi] = model.yDomain.map(Math.log10) as [number, number];
    const y = linear([lo, hi], [raster.height, 0]);
    this.fold.read(model.layer(layer), lo - 1, hi + 1);
    const { extremes, means } = this.fold;
    const wash = ((colour & 0x00ffffff) | (PALE << 24)) >>> 0;
    const pixels = linear([0, 1], [0, 1]);
    this.columns.read(extremes, pixels, y).draw(raster, wash, stage.ratio);
    smooth(means.ys, means.length, MEMORY);
    this.columns.read(means, pixels, y).draw(raster, colour, 1.5 * stage.ratio);
  }
}
