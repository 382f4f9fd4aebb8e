// What every chart is drawn on: a canvas context in CSS pixels, the inks of the theme, and the few
// strokes that charts share (hairlines, labels, axes). Knows no chart.
import type { Theme } from './colour.ts';
import type { Pen } from './pen.ts';
import { Raster } from './raster.ts';
import type { Scale } from './scale.ts';

export interface Ink {
  readonly theme: Theme;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly band: string;
  readonly surface: string;
  readonly accent: string;
  readonly ghost: string;
  /** CSS font families. */
  readonly font: string;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Tick {
  readonly value: number;
  readonly label: string;
}

export interface Axis {
  readonly scale: Scale;
  readonly ticks: readonly Tick[];
  /** What is counted; stands to the left of the labels of an x axis. */
  readonly title?: string;
}

/** In CSS pixels, with `ratio` device pixels to each. */
export interface Size {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

export type Align = 'left' | 'center' | 'right';

const CHINESE = /^[\u4e00-\u9fff]+$/;

export class Stage {
  readonly context: Pen;
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  readonly ink: Ink;

  constructor(context: Pen, size: Size, ink: Ink) {
    this.context = context;
    this.width = size.width;
    this.height = size.height;
    this.ratio = size.ratio;
    this.ink = ink;
  }

  clear(): void {
    this.context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    this.context.clearRect(0, 0, this.width, this.height);
  }

  /** To the nearest device pixel. */
  snap(x: number): number {
    return Math.round(x * this.ratio) / this.ratio;
  }

  fill(colour: string, x: number, y: number, width: number, height: number): void {
    this.context.fillStyle = colour;
    this.context.fillRect(x, y, width, height);
  }

  /** A horizontal line one device pixel high, or dashed. */
  across(y: number, x0: number, x1: number, colour: string, dash = 0): void {
    this.context.fillStyle = colour;
    const hair = Math.max(1, Math.floor(this.ratio)) / this.ratio;
    if (dash === 0) {
      this.context.fillRect(x0, this.snap(y), x1 - x0, hair);
      return;
    }
    for (let x = x0; x < x1; x += 2 * dash) {
      this.context.fillRect(x, this.snap(y), Math.min(dash, x1 - x), hair);
    }
  }

  down(x: number, y0: number, y1: number, colour: string): void {
    const hair = Math.max(1, Math.floor(this.ratio)) / this.ratio;
    this.fill(colour, this.snap(x), y0, hair, y1 - y0);
  }

  font(size: number, weight = 400): void {
    this.context.font = `${weight} ${size}px ${this.ink.font}`;
  }

  /** Text centred vertically on y. */
  text(label: string, x: number, y: number, colour: string, align: Align = 'left'): void {
    this.context.fillStyle = colour;
    this.context.textAlign = align;
    this.context.textBaseline = 'middle';
    this.context.fillText(label, x, y);
  }

  /** Text that runs upwards, centred on (x, y); Chinese stands upright and runs downwards. */
  upwards(label: string, x: number, y: number): void {
    if (CHINESE.test(label)) {
      const each = 12;
      const top = y - ((label.length - 1) * each) / 2;
      [...label].forEach((c, i) => {
        this.text(c, x, top + i * each, this.ink.muted, 'center');
      });
      return;
    }
    this.context.save();
    this.context.translate(x, y);
    this.context.rotate(-Math.PI / 2);
    this.text(label, 0, 0, this.ink.muted, 'center');
    this.context.restore();
  }

  /** Text that stays legible on whatever was drawn before. */
  haloed(label: string, x: number, y: number, align: Align = 'left'): void {
    this.context.textAlign = align;
    this.context.textBaseline = 'middle';
    this.context.lineJoin = 'round';
    this.context.lineWidth = 3;
    this.context.strokeStyle = this.ink.surface;
    this.context.strokeText(label, x, y);
    this.text(label, x, y, this.ink.text, align);
  }

  /** Horizontal grid lines with labels to the left of the box. */
  yAxis(box: Box, axis: Axis): void {
    this.font(11);
    for (const tick of axis.ticks) {
      const y = axis.scale.at(tick.value);
      this.across(y, box.left, box.left + box.width, this.ink.grid);
      if (tick.label) this.text(tick.label, box.left - 6, y, this.ink.muted, 'right');
    }
  }

  /** Labels below the box, kept within it. */
  xAxis(box: Box, axis: Axis): void {
    this.font(11);
    const y = box.top + box.height + 10;
    if (axis.title) this.text(axis.title, 2, y, this.ink.muted);
    for (const tick of axis.ticks) {
      const x = axis.scale.at(tick.value);
      this.down(x, box.top + box.height, box.top + box.height + 3, this.ink.muted);
      const half = this.context.measureText(tick.label).width / 2;
      const kept = Math.min(Math.max(x, half), this.width - half);
      this.text(tick.label, kept, y, this.ink.muted, 'center');
    }
  }
}

/** A raster of device pixels behind a box, and the canvas that carries it to the stage. */
export class Plate {
  raster = new Raster(1, 1);
  private carrier: HTMLCanvasElement | undefined;
  private image: ImageData | undefined;

  /** Empties the raster and gives it the size of the box; true if it is a new one. */
  fit(box: Box, ratio: number): boolean {
    const width = Math.max(1, Math.round(box.width * ratio));
    const height = Math.max(1, Math.round(box.height * ratio));
    if (this.raster.width === width && this.raster.height === height) {
      this.raster.clear();
      return false;
    }
    this.raster = new Raster(width, height);
    this.image = undefined;
    return true;
  }

  show(stage: Stage, box: Box, smooth = false): void {
    this.carrier ??= document.createElement('canvas');
    this.image ??= this.raster.image();
    if (this.carrier.width !== this.raster.width) this.carrier.width = this.raster.width;
    if (this.carrier.height !== this.raster.height) this.carrier.height = this.raster.height;
    this.carrier.getContext('2d')?.putImageData(this.image, 0, 0);
    stage.context.imageSmoothingEnabled = smooth;
    stage.context.drawImage(this.carrier, box.left, box.top, box.width, box.height);
  }
}
