// What all views of a run share: they belong to a scope, redraw their canvases when it has new rows,
// and render their words when something that words depend on has changed.
import { LitElement } from 'lit';
import type { Experiment } from '../../experiment/experiment.ts';
import type { Words } from '../../i18n/words.ts';
import type { ChartCanvas } from '../canvas/chart-canvas.ts';
import type { Look } from '../look.ts';

export abstract class ScopeView extends LitElement {
  static override properties = {
    scope: { attribute: false },
    words: { attribute: false },
    look: { attribute: false },
    heading: { attribute: false },
    views: { attribute: false },
    chosen: { attribute: false },
  };
  declare scope: Experiment;
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
    this.watch(this.scope);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watch(undefined);
  }

  protected override willUpdate(): void {
    if (this.isConnected) this.watch(this.scope);
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

  private watch(scope: Experiment | undefined): void {
    if (scope === this.watched) return;
    this.watched?.removeEventListener('state', this.onState);
    this.watched?.removeEventListener('cursor', this.onState);
    this.watched?.removeEventListener('rows', this.onRows);
    this.watched = scope;
    scope?.addEventListener('state', this.onState);
    scope?.addEventListener('cursor', this.onState);
    scope?.addEventListener('rows', this.onRows);
  }
}
