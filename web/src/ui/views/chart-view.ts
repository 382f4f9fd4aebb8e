// What all views share: they belong to an experiment, redraw their canvases when it has new rows, and
// render their words when something that words depend on has changed.
import { LitElement } from 'lit';
import type { Experiment } from '../../experiment/experiment.ts';
import type { Words } from '../../i18n/words.ts';
import type { ChartCanvas } from '../canvas/chart-canvas.ts';
import type { Look } from '../look.ts';

export abstract class ExperimentView extends LitElement {
  static override properties = {
    experiment: { attribute: false },
    words: { attribute: false },
    look: { attribute: false },
    heading: { attribute: false },
    views: { attribute: false },
    chosen: { attribute: false },
  };
  declare experiment: Experiment;
  declare words: Words;
  declare look: Look;
  /** The title of its card. */
  declare heading: string;
  /** The views of the registry that its card may show, and the one that was chosen last. */
  declare views: readonly string[];
  declare chosen: string;

  private watched: Experiment | undefined;

  override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch(this.experiment);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watch(undefined);
  }

  protected override willUpdate(): void {
    if (this.isConnected) this.watch(this.experiment);
  }

  protected override updated(): void {
    this.redraw();
  }

  /** The run has more rows. */
  protected rowsChanged(): void {
    this.redraw();
  }

  protected redraw(): void {
    for (const canvas of this.querySelectorAll<ChartCanvas>('gs-canvas')) canvas.invalidate();
  }

  private readonly onState = () => this.requestUpdate();
  private readonly onRows = () => this.rowsChanged();

  private watch(experiment: Experiment | undefined): void {
    if (experiment === this.watched) return;
    this.watched?.removeEventListener('state', this.onState);
    this.watched?.removeEventListener('cursor', this.onState);
    this.watched?.removeEventListener('rows', this.onRows);
    this.watched = experiment;
    experiment?.addEventListener('state', this.onState);
    experiment?.addEventListener('cursor', this.onState);
    experiment?.addEventListener('rows', this.onRows);
  }
}
