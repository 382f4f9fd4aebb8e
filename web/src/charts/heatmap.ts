// Layers x steps, one colour per number: the same curves as lines.ts, seen from above.
import { MagnitudeScale, type Theme } from './colour.ts';
import { timeBox } from './lines.ts';
import { linear } from './scale.ts';
import { Plate, type Stage, type Tick } from './stage.ts';

export interface HeatmapModel {
  readonly steps: ArrayLike<number>;
  readonly length: number;
  readonly layer: (layer: number) => ArrayLike<number>;
  readonly layers: number;
  /** The healthy band, in values. */
  readonly band: readonly [number, number];
  readonly xDomain: readonly [number, number];
  readonly xTicks: readonly Tick[];
  readonly xTitle: string;
  readonly yTitle: string;
  /** Layers to label, as values 0 .. layers - 1. */
  readonly yTicks: readonly Tick[];
  readonly focus?: number | undefined;
  readonly cursor?: number | undefined;
}

/** For each pixel column the row of the history that it shows, or -1: the last one not after it. */
export function rowsOfColumns(
  steps: ArrayLike<number>,
  length: number,
  domain: readonly [number, number],
  width: number,
): Int32Array {
  const rows = new Int32Array(width).fill(-1);
  const perPixel = (domain[1] - domain[0]) / width;
  const spacing = length > 1 ? ((steps[length - 1] ?? 0) - (steps[0] ?? 0)) / (length - 1) : 1;
  const end = (steps[length - 1] ?? 0) + Math.max(spacing, perPixel);
  let row = -1;
  for (let column = 0; column < width; ++column) {
    const step = domain[0] + (column + 0.5) * perPixel;
    while (row + 1 < length && (steps[row + 1] ?? 0) <= step) ++row;
    rows[column] = step < end ? row : -1;
  }
  return rows;
}

export class Heatmap {
  private readonly plate = new Plate();
  private readonly colours: Record<Theme, MagnitudeScale> = {
    light: new MagnitudeScale('light'),
    dark: new MagnitudeScale('dark'),
  };

  draw(stage: Stage, model: HeatmapModel): void {
    stage.clear();
    const box = timeBox(stage.width, stage.height);
    const x = linear(model.xDomain, [box.left, box.left + box.width]);
    const slot = box.height / model.layers;
    const middle = (layer: number) => box.top + (model.layers - 0.5 - layer) * slot;
    stage.font(11);
    for (const tick of model.yTicks) {
      stage.text(tick.label, box.left - 6, middle(tick.value), stage.ink.muted, 'right');
    }
    stage.upwards(model.yTitle, 8, box.top + box.height / 2);
    stage.xAxis(box, { scale: x, ticks: model.xTicks, title: model.xTitle });
    this.plate.fit({ ...box, height: model.layers / stage.ratio }, stage.ratio);
    this.paint(stage.ink.theme, model);
    this.plate.show(stage, box);
    if (model.focus !== undefined) {
      const y = middle(model.focus);
      stage.context.strokeStyle = stage.ink.text;
      stage.context.lineWidth = 1;
      stage.context.strokeRect(box.left + 0.5, y - slot / 2, box.width - 1, slot);
    }
    if (model.cursor !== undefined) {
      stage.down(x.at(model.cursor), box.top, box.top + box.height, stage.ink.accent);
    }
  }

  private paint(theme: Theme, model: HeatmapModel): void {
    const { raster } = this.plate;
    const colours = this.colours[theme];
    const rows = rowsOfColumns(model.steps, model.length, model.xDomain, raster.width);
    const [lo, hi] = [Math.log10(model.band[0]), Math.log10(model.band[1])];
    for (let layer = 0; layer < model.layers; ++layer) {
      const values = model.layer(layer);
      const start = (model.layers - 1 - layer) * raster.width;
      let shown = -1;
      let colour = 0;
      for (let column = 0; column < raster.width; ++column) {
        const row = rows[column] ?? -1;
        if (row < 0) continue;
        if (row !== shown) {
          colour = colours.at(Math.log10(values[row] ?? Number.NaN), lo, hi);
          shown = row;
        }
        raster.pixels[start + column] = colour;
      }
    }
  }
}
