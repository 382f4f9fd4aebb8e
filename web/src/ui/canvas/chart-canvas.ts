// <gs-canvas>: a canvas that knows its size, its pixels and when it has to be drawn. What is drawn
// is the owner's `paint`.
import { html, LitElement } from 'lit';
import type { Theme } from '../../charts/colour.ts';
import type { Pen } from '../../charts/pen.ts';
import { type Ink, type Size, Stage } from '../../charts/stage.ts';
import { define } from '../define.ts';
import { type Drawable, drawWaiting, forget, requestDraw } from './frame-loop.ts';
import { inkOf } from './ink.ts';

/** More pixels than this are invisible in a chart and cost time on phones. */
const MOST_RATIO = 2;

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const canvases = new Map<Element, ChartCanvas>();
let resizing: ResizeObserver | undefined;
let sighting: IntersectionObserver | undefined;

function observe(canvas: ChartCanvas): void {
  if (!resizing) {
    watchRatio();
    window.addEventListener('beforeprint', drawWaiting);
  }
  resizing ??= new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      canvases.get(target)?.resize(contentRect.width, contentRect.height);
    }
  });
  sighting ??= new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) canvases.get(target)?.sight(isIntersecting);
  });
  canvases.set(canvas, canvas);
  resizing.observe(canvas);
  sighting.observe(canvas);
}

/** On another screen a chart of the same size has other pixels. */
function watchRatio(): void {
  const same = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
  const changed = () => {
    for (const canvas of canvases.values()) canvas.invalidate();
    watchRatio();
  };
  same.addEventListener('change', changed, { once: true });
}

function unobserve(canvas: ChartCanvas): void {
  canvases.delete(canvas);
  resizing?.unobserve(canvas);
  sighting?.unobserve(canvas);
}

export class ChartCanvas extends LitElement implements Drawable {
  static override properties = {
    paint: { attribute: false },
    label: { attribute: false },
    theme: { attribute: false },
    themeKey: { attribute: false },
  };
  declare paint: (stage: Stage) => void;
  declare label: string;
  declare theme: Theme;
  declare themeKey: string;

  private width = 0;
  private height = 0;
  visible = false;

  constructor() {
    super();
    this.paint = () => {};
    this.label = '';
    this.theme = 'light';
    this.themeKey = '';
  }

  override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    unobserve(this);
    forget(this);
  }

  /** The picture is out of date. */
  invalidate(): void {
    if (this.width > 0) requestDraw(this);
  }

  resize(width: number, height: number): void {
    this.width = width;
    this.height = height;
    this.invalidate();
  }

  sight(visible: boolean): void {
    this.visible = visible;
  }

  draw(): void {
    const canvas = this.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context || this.width < 8 || this.height < 8) return;
    const ratio = Math.min(MOST_RATIO, window.devicePixelRatio || 1);
    const width = Math.round(this.width * ratio);
    const height = Math.round(this.height * ratio);
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const size = { width: this.width, height: this.height, ratio };
    const began = performance.now();
    this.paint(new Stage(context, size, inkOf(this, this.theme, this.themeKey)));
    spent.milliseconds += performance.now() - began;
    spent.drawings += 1;
  }

  /** Draws it elsewhere. What it keeps between drawings is of another size then, so it is drawn again here. */
  paintOn(pen: Pen, size: Size, ink: Ink): void {
    this.paint(new Stage(pen, size, ink));
    this.invalidate();
  }

  /** Where a pointer is on the chart. */
  point(event: PointerEvent): ChartPoint {
    const box = this.getBoundingClientRect();
    return {
      x: event.clientX - box.left,
      y: event.clientY - box.top,
      width: this.width,
      height: this.height,
    };
  }

  protected override updated(): void {
    this.invalidate();
  }

  protected override render() {
    return html`<canvas role="img" aria-label=${this.label}></canvas>`;
  }
}

/** Time spent drawing since the page was loaded; tests and the README's numbers read it. */
export const spent = { milliseconds: 0, drawings: 0 };

define('gs-canvas', ChartCanvas);
