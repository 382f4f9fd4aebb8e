// The decision of a classifier over the plane, with the data on it.
import { css, mix, type Pixel } from './colour.ts';
import { drawPoint, SHAPES } from './points.ts';
import { type Box, Plate, type Stage } from './stage.ts';

export interface Points {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** The class of each, from 0. */
  readonly label: ArrayLike<number>;
  readonly length: number;
  /** Drawn as outlines: points that training never saw. */
  readonly held?: boolean;
}

export interface BoundaryModel {
  /** The score of class 1, from 0 to 1, on a grid of `size` x `size`, rows from the bottom. */
  readonly scores: ArrayLike<number>;
  readonly size: number;
  readonly xDomain: readonly [number, number];
  readonly yDomain: readonly [number, number];
  readonly points: readonly Points[];
  /** The colours of the classes, and of "undecided". */
  readonly classes: readonly [Pixel, Pixel];
  readonly neutral: Pixel;
}

/** Pixels along a side: a few for each point of the grid; the canvas smooths what is between. */
const MOST_SIDE = 280;

/** Shades of one side; few, so that level lines show. */
const LEVELS = 6;

export class Boundary {
  private readonly plate = new Plate();

  draw(stage: Stage, model: BoundaryModel): void {
    stage.clear();
    const box = squareBox(stage.width, stage.height);
    this.plate.fit(box, Math.min(stage.ratio, MOST_SIDE / box.width));
    paintScores(this.plate.raster.pixels, this.plate.raster.width, this.plate.raster.height, model);
    this.plate.show(stage, box, true);
    for (const points of model.points) drawPoints(stage, box, points, model);
  }
}

/** The plane keeps its proportions: the largest centred square. */
export function squareBox(width: number, height: number): Box {
  const side = Math.max(1, Math.min(width, height));
  return { left: (width - side) / 2, top: (height - side) / 2, width: side, height: side };
}

/** Bilinear between grid points, in a few shades, with a dark line where the decision turns. */
export function paintScores(
  pixels: Uint32Array,
  width: number,
  height: number,
  model: BoundaryModel,
): void {
  const shades = shadesOf(model);
  const line = mix(model.neutral, 0xff808080, 0.75);
  const above = new Int8Array(width).fill(-1);
  const across = places(width, model.size);
  const down = places(height, model.size);
  for (let y = 0; y < height; ++y) {
    let left = -1;
    for (let x = 0; x < width; ++x) {
      const score = sample(model, across, x, down, height - 1 - y);
      const side = score > 0.5 ? 1 : 0;
      const turns = (left >= 0 && left !== side) || (above[x] !== -1 && above[x] !== side);
      left = side;
      above[x] = side;
      const shade = Math.max(0, Math.min(shades.length - 1, Math.floor(score * shades.length)));
      // A score that is not a number has no shade, and shows as undecided.
      pixels[y * width + x] = turns ? line : (shades[shade] ?? model.neutral);
    }
  }
}

function shadesOf(model: BoundaryModel): Pixel[] {
  return Array.from({ length: 2 * LEVELS }, (_, i) => {
    const side = i < LEVELS ? 0 : 1;
    const strength = side === 0 ? (LEVELS - i) / LEVELS : (i - LEVELS + 1) / LEVELS;
    return mix(model.neutral, model.classes[side], 0.08 + 0.5 * strength);
  });
}

/** For pixel k of `pixels` along `size` grid points: the point before it, and how far past it. */
function places(pixels: number, size: number): Float64Array {
  const list = new Float64Array(2 * pixels);
  for (let k = 0; k < pixels; ++k) {
    const place = Math.min(size - 1.001, Math.max(0, ((k + 0.5) / pixels) * size - 0.5));
    list[2 * k] = Math.floor(place);
    list[2 * k + 1] = place - Math.floor(place);
  }
  return list;
}

/** Bilinear between four grid points. */
function sample(
  { scores, size }: BoundaryModel,
  across: Float64Array,
  x: number,
  down: Float64Array,
  y: number,
): number {
  const [a, b] = [across[2 * x + 1] ?? 0, down[2 * y + 1] ?? 0];
  const at = (down[2 * y] ?? 0) * size + (across[2 * x] ?? 0);
  const [p, q] = [scores[at] ?? Number.NaN, scores[at + 1] ?? Number.NaN];
  const [r, s] = [scores[at + size] ?? Number.NaN, scores[at + size + 1] ?? Number.NaN];
  return (p + (q - p) * a) * (1 - b) + (r + (s - r) * a) * b;
}

function drawPoints(stage: Stage, box: Box, points: Points, model: BoundaryModel): void {
  const [x0, x1] = model.xDomain;
  const [y0, y1] = model.yDomain;
  const radius = points.length > 1200 ? 1.6 : points.length > 500 ? 2.1 : 2.9;
  for (let i = 0; i < points.length; ++i) {
    const label = (points.label[i] ?? 0) > 0.5 ? 1 : 0;
    const colour = css(model.classes[label]);
    const x = box.left + (((points.x[i] ?? 0) - x0) / (x1 - x0)) * box.width;
    const y = box.top + (1 - ((points.y[i] ?? 0) - y0) / (y1 - y0)) * box.height;
    const fill = points.held ? stage.ink.surface : colour;
    const edge = points.held ? colour : stage.ink.surface;
    drawPoint(stage.context, SHAPES[label] ?? 'disc', x, y, radius, fill, edge, stage.ratio);
  }
}
