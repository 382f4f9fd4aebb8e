// <gs-time>: one number of every layer over all steps, as lines or as a heatmap.
import { html, nothing } from 'lit';
import { Heatmap } from '../../charts/heatmap.ts';
import { LinesChart } from '../../charts/lines.ts';
import type { Stage, Tick } from '../../charts/stage.ts';
import { decadeTicks } from '../../charts/ticks.ts';
import { power } from '../../i18n/format.ts';
import '../canvas/chart-canvas.ts';
import { bandOf, GRADIENT_DOMAIN, METRICS, metricOf } from '../../experiment/metrics.ts';
import { TIME_KINDS, type TimeKind } from '../../experiment/state.ts';
import { chartKeys } from '../canvas/chart-keys.ts';
import { timePoint } from '../canvas/pointing.ts';
import { stepDomain, stepTicks } from '../canvas/time-axis.ts';
import { define } from '../define.ts';
import { layerName, sentenceOf } from '../words/finding.ts';
import { ExperimentView } from './chart-view.ts';
import { depthLegend, magnitudeLegend } from './legends.ts';

export class TimeView extends ExperimentView {
  private readonly lines = new LinesChart();
  private readonly heatmap = new Heatmap();

  /** What may be shown; with two there are tabs. */
  private get kinds(): readonly TimeKind[] {
    return TIME_KINDS.filter((kind) => this.views.includes(kind));
  }

  /** What is shown: what was chosen, if it may be shown. */
  private get shown(): TimeKind {
    const { kinds } = this;
    return kinds.find((kind) => kind === this.chosen) ?? kinds[0] ?? TIME_KINDS[0];
  }

  private readonly paint = (stage: Stage) => {
    const { experiment } = this;
    if (experiment.layers === 0) return;
    const metric = metricOf(experiment.pointer.metric);
    const xDomain = stepDomain(experiment.pointer.lastStep);
    const shared = {
      steps: experiment.history.steps,
      length: experiment.history.length,
      layer: (layer: number) => experiment.history.layerColumn(metric.key, layer),
      layers: experiment.layers,
      xDomain,
      xTicks: stepTicks(xDomain, stage.width, this.words.lang),
      xTitle: this.words.text.time.step,
      focus: experiment.pointer.focus,
      cursor: experiment.pointer.cursor,
    };
    const band = bandOf(metric, experiment.history);
    if (this.shown === 'heatmap') {
      this.heatmap.draw(stage, {
        ...shared,
        band,
        yTicks: this.layerTicks(stage),
        yTitle: this.words.text.time.layer,
      });
      return;
    }
    const [lo, hi] = GRADIENT_DOMAIN;
    const yTicks = decadeTicks(lo, hi, stage.height / 26).map((exponent) => ({
      value: 10 ** exponent,
      label: power(exponent),
    }));
    this.lines.draw(stage, { ...shared, yDomain: GRADIENT_DOMAIN, yTicks, band });
  };

  /** As many layers as there is room to name, the first and the last among them. */
  private layerTicks(stage: Stage): Tick[] {
    const { layers } = this.experiment;
    const most = Math.max(2, Math.floor(stage.height / 15));
    const stride = Math.ceil(layers / most);
    const ticks: Tick[] = [];
    for (let layer = 0; layer < layers; layer += stride) {
      ticks.push({ value: layer, label: layerName(layer) });
    }
    return ticks;
  }

  private readonly hover = (event: PointerEvent) => {
    const { experiment } = this;
    const { step, share } = timePoint(event, experiment.pointer.lastStep);
    experiment.pointer.setCursor(step);
    if (this.shown !== 'heatmap') return;
    const layer = experiment.layers - 1 - Math.floor(share * experiment.layers);
    experiment.pointer.setFocus(layer >= 0 && layer < experiment.layers ? layer : undefined);
  };

  private readonly leave = () => {
    this.experiment.pointer.follow();
    this.experiment.pointer.setFocus(undefined);
  };

  protected override render() {
    const { experiment, look, words } = this;
    const { time, profile } = words.text;
    const metric = words.layerColumn(metricOf(experiment.pointer.metric).key);
    return html`
      ${this.head()}
      <div class="chart" role="group" tabindex="0" aria-label=${profile.help} @keydown=${chartKeys(experiment)}>
        <gs-canvas
          class="time-canvas"
          .paint=${this.paint}
          .label=${`${time.title}: ${metric}. ${sentenceOf(experiment, words)}`}
          .theme=${look.theme}
          .themeKey=${look.key}
          @pointerdown=${this.hover}
          @pointermove=${this.hover}
          @pointerleave=${this.leave}
        ></gs-canvas>
      </div>
      ${this.shown === 'lines' ? depthLegend(this, time) : magnitudeLegend(this, time)}
    `;
  }

  private head() {
    const { experiment, words } = this;
    const { time } = words.text;
    const metric = metricOf(experiment.pointer.metric);
    const tab = (kind: TimeKind, label: string) => html`<button
      type="button"
      aria-pressed=${this.shown === kind ? 'true' : 'false'}
      @click=${() => this.dispatchEvent(new CustomEvent('gs-view', { detail: kind, bubbles: true }))}
    >
      ${label}
    </button>`;
    return html`<header class="card-head">
      <h2>${this.heading}</h2>
      <select
        class="compact"
        aria-label=${time.metric}
        @change=${(e: Event) => experiment.pointer.setMetric((e.target as HTMLSelectElement).value)}
      >
        ${METRICS.map(
          ({ key }) =>
            html`<option value=${key} ?selected=${key === metric.key}>${words.layerColumn(key)}</option>`,
        )}
      </select>
      ${
        this.kinds.length > 1
          ? html`<span class="segmented">
              ${this.kinds.map((kind) => tab(kind, time[kind]))}
            </span>`
          : nothing
      }
    </header>`;
  }
}

define('gs-time', TimeView);
