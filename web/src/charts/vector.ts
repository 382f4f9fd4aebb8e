// A pen that writes SVG: what charts draw with it stays sharp at any size, and its text stays text. What they
// draw pixel by pixel becomes an image in it.
import type { Pen } from './pen.ts';

type Matrix = readonly [number, number, number, number, number, number];

interface State {
  readonly matrix: Matrix;
  readonly fillStyle: string;
  readonly strokeStyle: string;
  readonly lineWidth: number;
  readonly globalAlpha: number;
  readonly font: string;
  readonly textAlign: CanvasTextAlign;
}

const ANCHORS: Partial<Record<CanvasTextAlign, string>> = { center: 'middle', right: 'end' };

const escaped = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** Thousandths of a pixel are enough. */
const short = (value: number) => String(Number(value.toFixed(3)));
const numbers = (values: readonly number[]) => values.map(short).join(' ');

function product([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [
    a * g + c * h,
    b * g + d * h,
    a * i + c * j,
    b * i + d * j,
    a * k + c * l + e,
    b * k + d * l + f,
  ];
}

export class VectorPen implements Pen {
  readonly vector = true;
  fillStyle = '#000';
  strokeStyle = '#000';
  lineWidth = 1;
  globalAlpha = 1;
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'middle'; // the only one that charts use
  lineJoin: CanvasLineJoin = 'round';
  imageSmoothingEnabled = true;

  private readonly parts: string[] = [];
  private readonly saved: State[] = [];
  private matrix: Matrix = [1, 0, 0, 1, 0, 0];
  private path = '';

  /** Texts are measured as that canvas would draw them. */
  constructor(private readonly measure: CanvasRenderingContext2D) {}

  /** What was drawn, as the inside of an SVG element. */
  get body(): string {
    return this.parts.join('\n');
  }

  measureText(text: string): TextMetrics {
    this.measure.font = this.font;
    return this.measure.measureText(text);
  }

  // --- Where things are drawn ---

  save(): void {
    const { matrix, fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign } = this;
    this.saved.push({ matrix, fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign });
  }
  restore(): void {
    Object.assign(this, this.saved.pop());
  }
  setTransform(...matrix: unknown[]): void {
    this.matrix = matrix as unknown as Matrix; // charts give the six numbers
  }
  translate(x: number, y: number): void {
    this.matrix = product(this.matrix, [1, 0, 0, 1, x, y]);
  }
  scale(x: number, y: number): void {
    this.matrix = product(this.matrix, [x, 0, 0, y, 0, 0]);
  }
  rotate(angle: number): void {
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    this.matrix = product(this.matrix, [cos, sin, -sin, cos, 0, 0]);
  }

  // --- Shapes ---

  clearRect(): void {
    this.parts.length = 0; // charts clear all of it before they draw
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.add(`<rect ${this.box(x, y, width, height)} ${this.inked('fill')}`);
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.add(`<rect ${this.box(x, y, width, height)} ${this.inked('stroke')}`);
  }
  beginPath(): void {
    this.path = '';
  }
  closePath(): void {
    this.path += 'Z';
  }
  moveTo(x: number, y: number): void {
    this.path += `M${numbers([x, y])}`;
  }
  lineTo(x: number, y: number): void {
    this.path += `${this.path === '' ? 'M' : 'L'}${numbers([x, y])}`;
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.path += `M${numbers([x, y])}h${short(width)}v${short(height)}h${short(-width)}Z`;
  }
  /** A whole circle, as two halves; charts draw no other arcs. */
  arc(x: number, y: number, radius: number): void {
    const half = (to: number) => `A${numbers([radius, radius, 0, 0, 1, to, y])}`;
    this.path += `M${numbers([x + radius, y])}${half(x - radius)}${half(x + radius)}Z`;
  }
  fill(): void {
    this.add(`<path d="${this.path}" ${this.inked('fill')}`);
  }
  stroke(): void {
    this.add(`<path d="${this.path}" ${this.inked('stroke')}`);
  }

  // --- Texts and images ---

  fillText(text: string, x: number, y: number): void {
    this.text(text, x, y, this.inked('fill'));
  }
  strokeText(text: string, x: number, y: number): void {
    this.text(text, x, y, this.inked('stroke'));
  }
  drawImage(image: CanvasImageSource, ...at: number[]): void {
    const [x = 0, y = 0, width = 0, height = 0] = at;
    const data = (image as HTMLCanvasElement).toDataURL('image/png');
    const pixels = this.imageSmoothingEnabled ? '' : ' style="image-rendering:pixelated"';
    this.add(
      `<image ${this.box(x, y, width, height)} preserveAspectRatio="none" href="${data}"${pixels}`,
    );
  }

  private text(text: string, x: number, y: number, ink: string): void {
    const [, weight = '400', size = '10', family = ''] =
      /^(\d+) ([\d.]+)px (.*)$/s.exec(this.font) ?? [];
    const font = `font-weight="${weight}" font-size="${size}" font-family="${escaped(family)}"`;
    const anchor = ANCHORS[this.textAlign] ?? 'start';
    const place = `x="${short(x)}" y="${short(y)}" text-anchor="${anchor}" dominant-baseline="central"`;
    this.add(`<text ${place} ${font} ${ink}`, `>${escaped(text)}</text>`);
  }

  private box(x: number, y: number, width: number, height: number): string {
    return `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
  }

  private inked(kind: 'fill' | 'stroke'): string {
    const alpha = this.globalAlpha < 1 ? ` opacity="${short(this.globalAlpha)}"` : '';
    if (kind === 'fill') return `fill="${this.fillStyle}"${alpha}`;
    const line = `stroke-width="${short(this.lineWidth)}" stroke-linejoin="${this.lineJoin}"`;
    return `fill="none" stroke="${this.strokeStyle}" ${line}${alpha}`;
  }

  private add(element: string, end = '/>'): void {
    this.parts.push(`${element} transform="matrix(${numbers(this.matrix)})"${end}`);
  }
}
