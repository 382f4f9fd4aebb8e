// Pictures of what is on screen, to be pasted elsewhere: PNG or SVG of one view or of all, with the
// sentence of the diagnosis above and the link in the foot. Fetched when somebody asks for one.
import type { Theme } from '../charts/colour.ts';
import type { Pen } from '../charts/pen.ts';
import { type Box, type Ink, Stage } from '../charts/stage.ts';
import { VectorPen } from '../charts/vector.ts';
import { unexpected } from '../config/read.ts';
import { ChartCanvas } from './canvas/chart-canvas.ts';
import { inkOf } from './canvas/ink.ts';
import { views } from './views/registry.ts';

const types = ['png', 'svg'] as const;
const themes = ['light', 'dark'] as const;

/** What may be asked for. */
export interface PictureOptions {
  /** A row of views/registry.ts; left out: all that are shown. */
  readonly view?: string;
  readonly type?: (typeof types)[number];
  /** CSS pixels, 240 to 4000; left out: as wide as on screen. A PNG has twice as many. */
  readonly width?: number;
  /** Left out: as on screen. */
  readonly theme?: Theme;
}

/** The element, as far as pictures know it. */
interface Subject extends HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly look: { readonly theme: Theme };
  permalink(): string;
}

const RATIO = 2;
const EDGE = 16;
const TITLE = 26;
const LINE = 16;
const GAP = 8;
const allowed = {
  view: `one of ${views.map(({ id }) => id).join(', ')}`,
  type: `one of ${types.join(', ')}`,
  theme: `one of ${themes.join(', ')}`,
  width: 'a number from 240 to 4000',
};

function check({ view, type, width, theme }: PictureOptions): void {
  const fits: Readonly<Record<keyof PictureOptions, boolean>> = {
    view: view === undefined || views.some(({ id }) => id === view),
    type: type === undefined || types.includes(type),
    theme: theme === undefined || themes.includes(theme),
    width: width === undefined || (width >= 240 && width <= 4000),
  };
  const given = { view, type, width, theme };
  for (const name of ['view', 'type', 'width', 'theme'] as const) {
    if (fits[name]) continue;
    const { message } = unexpected('', allowed[name], given[name]);
    throw new RangeError(`toBlob: ${name}: ${message}`);
  }
}

interface Line {
  readonly text: string;
  readonly size: number;
  readonly weight: number;
  readonly muted: boolean;
  /** Its middle, from the top. */
  readonly y: number;
}

/** What stands where, from top to bottom. */
class Column {
  readonly lines: Line[] = [];
  readonly charts: { readonly chart: ChartCanvas; readonly y: number }[] = [];
  height = EDGE;

  line(text: string, size: number, weight: number, height: number, muted = false): void {
    this.lines.push({ text, size, weight, muted, y: this.height + height / 2 });
    this.height += height;
  }
  chart(chart: ChartCanvas): void {
    this.charts.push({ chart, y: this.height });
    this.height += chart.clientHeight + GAP;
  }
  space(): void {
    this.height += GAP;
  }
}

/** Where a picture is put together: each chart is drawn for itself, as it begins by clearing. */
interface Sheet {
  readonly pen: Pen;
  place(chart: ChartCanvas, ink: Ink, box: Box): void;
  blob(): Promise<Blob>;
}

function contextOf(width: number, height: number): CanvasRenderingContext2D {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('toBlob: this browser has no canvas left');
  return context;
}

function rasterSheet(width: number, height: number): Sheet {
  const context = contextOf(Math.round(width * RATIO), Math.round(height * RATIO));
  context.scale(RATIO, RATIO);
  return {
    pen: context,
    place(chart, ink, { left, top, width, height }) {
      const own = contextOf(Math.round(width * RATIO), Math.round(height * RATIO));
      chart.paintOn(own, { width, height, ratio: RATIO }, ink);
      context.drawImage(own.canvas, left, top, width, height);
    },
    blob: () =>
      new Promise((resolve, reject) =>
        context.canvas.toBlob(
          (blob) => (blob ? resolve(blob) : reject(new Error('toBlob: the picture is too large'))),
          'image/png',
        ),
      ),
  };
}

function vectorSheet(width: number, height: number): Sheet {
  const measure = contextOf(1, 1);
  const pen = new VectorPen(measure);
  const charts: string[] = [];
  return {
    pen,
    place(chart, ink, { left, top, width, height }) {
      const own = new VectorPen(measure);
      chart.paintOn(own, { width, height, ratio: RATIO }, ink);
      const view = `width="${width}" height="${height}" viewBox="0 0 ${width * RATIO} ${height * RATIO}"`;
      charts.push(`<svg x="${left}" y="${top}" ${view}>${own.body}</svg>`);
    },
    blob: async () => {
      const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
      const body = [pen.body, ...charts].join('\n');
      const text = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>\n${body}\n</svg>\n`;
      return new Blob([text], { type: 'image/svg+xml' });
    },
  };
}

/** Inks of a theme that is perhaps not on screen. */
function inkIn(subject: Subject, theme: Theme): Ink {
  const root = subject.renderRoot.querySelector('.root');
  const probe = root?.cloneNode(false) as HTMLElement;
  probe.setAttribute('data-theme', theme);
  probe.hidden = true;
  subject.renderRoot.append(probe);
  const ink = inkOf(probe, theme, theme);
  probe.remove();
  return ink;
}

/** A text in lines that are no wider than that; words longer than a line are broken. */
function lines(pen: Pen, text: string, width: number): string[] {
  const done: string[] = [];
  let line = '';
  for (const piece of text.match(/[\u3000-\uffef]|[^\s\u3000-\uffef&]*[\s&]?/gu) ?? []) {
    for (let rest = piece; rest !== ''; ) {
      if (pen.measureText(line + rest).width <= width) {
        line += rest;
        break;
      }
      if (line !== '') {
        done.push(line.trim());
        line = '';
        continue;
      }
      let fitting = rest.length;
      while (fitting > 1 && pen.measureText(rest.slice(0, fitting)).width > width) fitting--;
      done.push(rest.slice(0, fitting));
      rest = rest.slice(fitting);
    }
  }
  return line.trim() === '' ? done : [...done, line.trim()];
}

const textOf = (root: ParentNode, selector: string) =>
  root.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

/** The cards of a view, or of all, with their charts. */
function cardsOf({ renderRoot }: Subject, view: string | undefined) {
  const cards = [...renderRoot.querySelectorAll(view ? `[part~="${view}"]` : '.card[part]')];
  const all = cards.map((card) => ({
    title: [textOf(card, 'h2'), textOf(card, '.when')].filter((text) => text !== '').join(' · '),
    charts: [...card.querySelectorAll('gs-canvas')].filter(
      (chart): chart is ChartCanvas => chart instanceof ChartCanvas && !chart.closest('[popover]'),
    ),
  }));
  return all.filter(({ charts }) => charts.length > 0);
}

type Cards = ReturnType<typeof cardsOf>;

function columnOf(subject: Subject, cards: Cards, width: number, ink: Ink): Column {
  const ruler = contextOf(1, 1);
  const broken = (text: string, size: number) => {
    ruler.font = `400 ${size}px ${ink.font}`;
    return lines(ruler, text, width);
  };
  const column = new Column();
  const verdict = textOf(subject.renderRoot, 'gs-diagnosis .sentence > strong');
  const sentence = textOf(subject.renderRoot, 'gs-diagnosis .sentence > span');
  if (verdict !== '') column.line(verdict, 15, 700, TITLE);
  for (const line of broken(sentence, 13)) column.line(line, 13, 400, LINE + 2);
  for (const { title, charts } of cards) {
    column.space();
    column.line(title, 13, 600, TITLE, true);
    for (const chart of charts) column.chart(chart);
  }
  column.space();
  column.line('Gradscope', 11, 700, LINE, true);
  for (const line of broken(subject.permalink(), 10)) column.line(line, 10, 400, LINE - 2, true);
  column.space();
  return column;
}

/** Draws what is on screen. Rejects with a RangeError that names what was asked for and is not allowed. */
export async function picture(subject: Subject, options: PictureOptions = {}): Promise<Blob> {
  check(options);
  const { view, type = 'png', theme = subject.look.theme } = options;
  const cards = cardsOf(subject, view);
  if (cards.length === 0) throw new RangeError(`toBlob: view: ${view ?? 'none'} is not shown here`);
  const widest = Math.max(...cards.flatMap(({ charts }) => charts.map((c) => c.clientWidth)));
  const width = Math.max(240, Math.round(options.width ?? widest + 2 * EDGE));
  const inner = width - 2 * EDGE;
  const ink = inkIn(subject, theme);
  const column = columnOf(subject, cards, inner, ink);
  const sheet = (type === 'svg' ? vectorSheet : rasterSheet)(width, column.height);
  const stage = new Stage(sheet.pen, { width, height: column.height, ratio: RATIO }, ink);
  stage.fill(ink.surface, 0, 0, width, column.height);
  for (const { text, size, weight, muted, y } of column.lines) {
    stage.font(size, weight);
    stage.text(text, EDGE, y, muted ? ink.muted : ink.text);
  }
  for (const { chart, y } of column.charts) {
    sheet.place(chart, ink, { left: EDGE, top: y, width: inner, height: chart.clientHeight });
  }
  return sheet.blob();
}
