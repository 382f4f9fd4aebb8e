// The depth profile: aligned panels on one absolute logarithmic axis, one mark per layer. A mark
// outside the healthy band hangs from it like an icicle or stands on it like a flame, so the length
// of a stem is what is missing. Draws numbers; knows not what they mean.
import { css, MagnitudeScale, type Theme } from './colour.ts';
import { logarithmic, type Scale } from './scale.ts';
import type { Align, Box, Stage, Tick } from './stage.ts';

export interface ProfilePanel {
  readonly title: string;
  /** Where there is no room for the title. */
  readonly short: string;
  /** One number per layer; NaN: not measured. */
  readonly values: ArrayLike<number>;
  /** The same of the run before. */
  readonly ghost?: ArrayLike<number> | undefined;
  /** The healthy band, in values. */
  readonly band: readonly [number, number];
  /** What a theory predicts for each layer, with its band; NaN: nothing. */
  readonly theory?: Prediction | undefined;
}

export interface Prediction {
  readonly middle: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

export interface ProfileModel {
  readonly panels: readonly ProfilePanel[];
  readonly domain: readonly [number, number];
  readonly ticks: readonly Tick[];
  /** Writes a number that does not fit on the axis. */
  readonly format: (value: number) => string;
  readonly firstLabel: string;
  readonly lastLabel: string;
  /** The layer to point out, from 0. */
  readonly focus?: number | undefined;
}

const LEFT = 36;
const TOP = 20;
const BOTTOM = 18;
const GAP = 14;
/** Pixels that a panel needs for the values of its first and last layer. */
const ROOM_FOR_VALUES = 76;

export function profileBoxes(width: number, height: number, panels: number): Box[] {
  const each = (width - LEFT - GAP * (panels - 1) - 2) / panels;
  return Array.from({ length: panels }, (_, i) => ({
    left: LEFT + i * (each + GAP),
    top: TOP,
    width: each,
    height: height - TOP - BOTTOM,
  }));
}

/** The layer under a point, or undefined. */
export function layerAt(
  width: number,
  height: number,
  panels: number,
  layers: number,
  x: number,
): number | undefined {
  for (const box of profileBoxes(width, height, panels)) {
    if (x < box.left || x >= box.left + box.width) continue;
    return Math.min(layers - 1, Math.floor(((x - box.left) / box.width) * layers));
  }
  return undefined;
}

export function drawProfile(stage: Stage, model: ProfileModel): void {
  stage.clear();
  const colours = magnitudes[stage.ink.theme];
  const boxes = profileBoxes(stage.width, stage.height, model.panels.length);
  boxes.forEach((box, i) => {
    const panel = model.panels[i];
    if (!panel) return;
    const scale = logarithmic(model.domain, [box.top + box.height, box.top]);
    drawGrid(stage, model, box, scale, i === 0);
    drawBand(stage, box, scale, panel.band);
    stage.font(12, 600);
    const fits = stage.context.measureText(panel.title).width <= box.width;
    stage.text(fits ? panel.title : panel.short, box.left, 7, stage.ink.text);
    if (model.focus !== undefined) drawFocus(stage, box, panel, model);
    if (panel.theory) drawTheory(stage, box, scale, panel.theory);
    drawGhost(stage, box, scale, panel);
    drawMarks(stage, box, scale, panel, model, colours);
    if (model.focus === undefined && box.width >= ROOM_FOR_VALUES)
      drawEnds(stage, box, scale, panel, model);
    stage.font(10.5);
    const foot = box.top + box.height + 10;
    stage.text(model.firstLabel, box.left, foot, stage.ink.muted);
    stage.text(model.lastLabel, box.left + box.width, foot, stage.ink.muted, 'right');
  });
}

const magnitudes: Record<Theme, MagnitudeScale> = {
  light: new MagnitudeScale('light'),
  dark: new MagnitudeScale('dark'),
};

function drawGrid(stage: Stage, model: ProfileModel, box: Box, scale: Scale, label: boolean): void {
  stage.font(11);
  for (const tick of model.ticks) {
    const y = scale.at(tick.value);
    stage.across(y, box.left, box.left + box.width, stage.ink.grid);
    if (label && tick.label) stage.text(tick.label, box.left - 6, y, stage.ink.muted, 'right');
  }
}

function drawBand(stage: Stage, box: Box, scale: Scale, band: readonly [number, number]): void {
  const bottom = Math.min(box.top + box.height, scale.at(band[0]));
  const top = Math.max(box.top, scale.at(band[1]));
  if (bottom > top) stage.fill(stage.ink.band, box.left, top, box.width, bottom - top);
}

function drawFocus(stage: Stage, box: Box, panel: ProfilePanel, model: ProfileModel): void {
  const slot = box.width / panel.values.length;
  const layer = model.focus ?? 0;
  stage.context.globalAlpha = 0.12;
  stage.fill(stage.ink.text, box.left + layer * slot, box.top, slot, box.height);
  stage.context.globalAlpha = 1;
  const value = panel.values[layer];
  if (value === undefined || Number.isNaN(value)) return;
  stage.font(12, 600);
  stage.text(model.format(value), box.left + box.width, 7, stage.ink.text, 'right');
}

const markWidth = (slot: number) => Math.max(1, Math.min(16, slot * 0.72));

function drawGhost(stage: Stage, box: Box, scale: Scale, panel: ProfilePanel): void {
  if (!panel.ghost || panel.ghost.length === 0) return;
  const slot = box.width / panel.ghost.length;
  const width = markWidth(slot) + Math.min(4, slot * 0.2);
  for (let layer = 0; layer < panel.ghost.length; ++layer) {
    const value = panel.ghost[layer] ?? Number.NaN;
    const y = within(box, scale.at(value));
    if (y === undefined) continue;
    const left = box.left + (layer + 0.5) * slot - width / 2;
    stage.fill(stage.ink.ghost, left, stage.snap(y - 0.75), width, 1.5);
  }
}

/** A band behind the marks, and a line where the middle is expected. */
function drawTheory(stage: Stage, box: Box, scale: Scale, theory: Prediction): void {
  const slot = box.width / theory.middle.length;
  const clamp = (y: number) => Math.max(box.top, Math.min(box.top + box.height, y));
  for (let layer = 0; layer < theory.middle.length; ++layer) {
    const x = box.left + layer * slot;
    const top = clamp(scale.at(theory.high[layer] ?? Number.NaN));
    const bottom = clamp(scale.at(theory.low[layer] ?? Number.NaN));
    stage.context.globalAlpha = 0.3;
    if (bottom > top) stage.fill(stage.ink.accent, x, top, slot, bottom - top);
    stage.context.globalAlpha = 1;
    const y = within(box, scale.at(theory.middle[layer] ?? Number.NaN));
    if (y !== undefined) stage.fill(stage.ink.accent, x, stage.snap(y - 0.75), slot, 1.5);
  }
}

/** The pixel, or undefined where the value is not measured or beyond the axis. */
function within(box: Box, y: number): number | undefined {
  return y >= box.top && y <= box.top + box.height ? y : undefined;
}

function drawMarks(
  stage: Stage,
  box: Box,
  scale: Scale,
  panel: ProfilePanel,
  model: ProfileModel,
  colours: MagnitudeScale,
): void {
  const slot = box.width / panel.values.length;
  const width = markWidth(slot);
  const [lo, hi] = [Math.log10(panel.band[0]), Math.log10(panel.band[1])];
  const [edgeLow, edgeHigh] = [scale.at(panel.band[0]), scale.at(panel.band[1])];
  let lastLabel = Number.NEGATIVE_INFINITY;
  for (let layer = 0; layer < panel.values.length; ++layer) {
    const value = panel.values[layer] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const x = box.left + (layer + 0.5) * slot;
    const log = Math.log10(Math.abs(value));
    const colour = css(colours.at(log, lo, hi));
    const y = scale.at(Math.abs(value));
    const kept = Math.max(box.top, Math.min(box.top + box.height, y));
    if (log < lo && !panel.theory) stem(stage, colour, x, width, Math.max(box.top, edgeLow), kept);
    if (log > hi && !panel.theory)
      stem(stage, colour, x, width, kept, Math.min(box.top + box.height, edgeHigh));
    if (kept === y) {
      stage.fill(log < lo || log > hi ? colour : stage.ink.text, x - width / 2, y - 1.5, width, 3);
      continue;
    }
    arrow(stage, x, kept, Math.min(width, 9), y > kept, colour);
    if (x - lastLabel < 13) continue;
    lastLabel = x;
    sideways(stage, model.format(value), x, y > kept ? kept - 9 : kept + 9, y > kept);
  }
}

/** The values of the first and the last layer beside their marks, on the side away from the others. */
function drawEnds(stage: Stage, box: Box, scale: Scale, panel: ProfilePanel, model: ProfileModel) {
  const { values } = panel;
  const last = values.length - 1;
  if (last < 1) return;
  stage.font(10.5, 600);
  const end = (layer: number, neighbour: number, x: number, align: Align) => {
    const value = Math.abs(values[layer] ?? Number.NaN);
    const y = within(box, scale.at(value));
    if (y === undefined) return;
    const below = value < Math.abs(values[neighbour] ?? 0);
    const place = Math.max(box.top + 6, Math.min(box.top + box.height - 6, below ? y + 10 : y - 9));
    stage.haloed(model.format(value), x, place, align);
  };
  end(0, 1, box.left + 1, 'left');
  end(last, last - 1, box.left + box.width - 1, 'right');
}

function stem(stage: Stage, colour: string, x: number, width: number, y0: number, y1: number) {
  stage.context.globalAlpha = 0.45;
  stage.fill(colour, x - width / 2, y0, width, y1 - y0);
  stage.context.globalAlpha = 1;
}

/** A triangle that points out of the box: the value lies there. */
function arrow(stage: Stage, x: number, y: number, width: number, down: boolean, colour: string) {
  const c = stage.context;
  const base = down ? y - 6 : y + 6;
  c.fillStyle = colour;
  c.beginPath();
  c.moveTo(x - width / 2, base);
  c.lineTo(x + width / 2, base);
  c.lineTo(x, y);
  c.fill();
}

/** A number written along the stem, because layers stand close. */
function sideways(stage: Stage, label: string, x: number, y: number, upwards: boolean): void {
  const c = stage.context;
  c.save();
  c.translate(x, y);
  c.rotate(-Math.PI / 2);
  stage.font(10.5);
  stage.haloed(label, 0, 0.5, upwards ? 'left' : 'right');
  c.restore();
}
