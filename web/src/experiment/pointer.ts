// What a person points at: a step, a layer, a number. Reads the history; changes nothing of the run.
import type { LayerColumn } from '../config/types.ts';
import { type History, type Row, rowAt } from './history.ts';
import { metricOf } from './metrics.ts';

export class Pointer {
  /** The number that is shown over time. */
  metric: LayerColumn = 'gradient_norm';
  /** The step that is shown; undefined: the latest. */
  cursor: number | undefined;
  /** The layer that is pointed out, from 0. */
  focus: number | undefined;

  private readonly source: { readonly history: History };
  private readonly changed: () => void;

  constructor(source: { readonly history: History }, changed: () => void) {
    this.source = source;
    this.changed = changed;
  }

  setMetric(key: string): void {
    this.metric = metricOf(key).key;
    this.changed();
  }

  setCursor(step: number | undefined): void {
    const kept = step === undefined ? undefined : Math.max(0, Math.min(this.lastStep, step));
    if (kept === this.cursor) return;
    this.cursor = kept;
    this.changed();
  }

  setFocus(layer: number | undefined): void {
    if (layer === this.focus) return;
    this.focus = layer;
    this.changed();
  }

  /** Back to the latest step. */
  follow(): void {
    this.setCursor(undefined);
  }

  showRow(row: number): void {
    const { steps, length } = this.source.history;
    if (row >= length - 1) this.follow();
    else this.setCursor(steps[Math.max(0, row)]);
  }

  /** Another run with so many layers is on screen. */
  restart(layers: number): void {
    this.cursor = undefined;
    if (this.focus !== undefined && this.focus >= layers) this.focus = undefined;
  }

  get lastStep(): number {
    const { steps, length } = this.source.history;
    return steps[length - 1] ?? 0;
  }

  get shownRow(): number {
    const { steps, length } = this.source.history;
    return this.cursor === undefined ? length - 1 : rowAt(steps, length, this.cursor);
  }

  get shownStep(): number {
    return this.shown?.get('step') ?? 0;
  }

  /** A number of every layer at the shown step. */
  shownLayers(key: LayerColumn): Float64Array {
    return this.shown?.profile(key) ?? new Float64Array(0);
  }

  /** The very last row may be one that the history does not keep. */
  private get shown(): Row | null {
    const { history } = this.source;
    return this.cursor === undefined ? history.latest() : history.row(this.shownRow);
  }
}
