// Data points as shapes, so that classes differ by more than colour. Each shape is drawn once and
// then copied.
import type { Pen } from './pen.ts';

export type Shape = 'disc' | 'diamond' | 'triangle' | 'square';
export const SHAPES: readonly Shape[] = ['disc', 'diamond', 'triangle', 'square'];

const sprites = new Map<string, HTMLCanvasElement>();

/** Draws one shape, filled or as an outline, centred on (x, y). */
export function drawPoint(
  context: Pen,
  shape: Shape,
  x: number,
  y: number,
  radius: number,
  fill: string,
  edge: string,
  ratio: number,
): void {
  const size = 2 * radius + 4;
  if (context.vector) {
    context.save();
    context.translate(x, y);
    paint(context, shape, radius, fill, edge);
    context.restore();
    return;
  }
  context.drawImage(
    sprite(shape, radius, fill, edge, ratio),
    x - size / 2,
    y - size / 2,
    size,
    size,
  );
}

function sprite(shape: Shape, radius: number, fill: string, edge: string, ratio: number) {
  const key = [shape, radius, fill, edge, ratio].join();
  const known = sprites.get(key);
  if (known) return known;
  const made = document.createElement('canvas');
  const size = 2 * radius + 4;
  made.width = made.height = Math.ceil(size * ratio);
  const c = made.getContext('2d');
  if (c) {
    c.scale(made.width / size, made.height / size);
    c.translate(size / 2, size / 2);
    paint(c, shape, radius, fill, edge);
  }
  if (sprites.size > 64) sprites.clear(); // themes and sizes come and go
  sprites.set(key, made);
  return made;
}

function paint(c: Pen, shape: Shape, radius: number, fill: string, edge: string): void {
  outline(c, shape, radius);
  c.fillStyle = fill;
  c.fill();
  c.strokeStyle = edge;
  c.lineWidth = 1;
  c.stroke();
}

function outline(c: Pen, shape: Shape, r: number): void {
  c.beginPath();
  if (shape === 'disc') c.arc(0, 0, r, 0, 2 * Math.PI);
  else if (shape === 'square') c.rect(-r * 0.85, -r * 0.85, r * 1.7, r * 1.7);
  else {
    const corners = shape === 'diamond' ? 4 : 3;
    const reach = shape === 'diamond' ? r * 1.2 : r * 1.25;
    for (let i = 0; i < corners; ++i) {
      const angle = (i / corners) * 2 * Math.PI - Math.PI / 2;
      c.lineTo(reach * Math.cos(angle), reach * Math.sin(angle));
    }
    c.closePath();
  }
}
