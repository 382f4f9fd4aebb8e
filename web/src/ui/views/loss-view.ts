// <gs-loss>: loss and accuracy over the steps, of the batch and of the test set; the run before as
// dashes.
import { html, nothing } from 'lit';
import { parse } from '../../charts/colour.ts';
import { LineChart, type LineChartModel, type Series } from '../../charts/line-chart.ts';
import { roundUp } from '../../charts/scale.ts';
import type { Ink, Stage, Tick } from '../../charts/stage.ts';
import { decadeTicks, linearTicks } from '../../charts/ticks.ts';
import * as format from '../../i18n/format.ts';
import '../canvas/chart-canvas.ts';
import type { StepColumn } from '../../config/types.ts';
import { type History, valueAt } from '../../experiment/history.ts';
import { chartKeys } from '../canvas/chart-keys.ts';
import { timePoint } from '../canvas/pointing.ts';
import { stepDomain, stepTicks } from '../canvas/time-axis.ts';
import { define } from '../define.ts';
import { ExperimentView } from './chart-view.ts';

/** Beyond this multiple of a usual loss the axis becomes logarithmic. */
const STEEP = 20;

export class LossView extends ExperimentView {
  private readonly lossChart = new LineChart();
  private readonly accuracyChart = new LineChart();

  private get classes(): boolean {
    return this.experiment.info?.data.task === 'classification';
  }

  private series(ink: Ink, batch: StepColumn, test: StepColumn): Series[] {
    const { history, ghost } = this.experiment;
    const of = (key: StepColumn) => ({
      xs: history.steps,
      ys: history.column(key),
      length: history.length,
    });
    const before: Series[] = [];
    if (ghost) {
      const past = ghost.history;
      before.push({
        xs: past.steps,
        ys: past.column(this.experiment.hasTest ? test : batch),
        length: past.length,
        colour: parse(ink.ghost),
        thickness: 1.25,
        gaps: 'bridge',
        dashed: true,
      });
    }
    return [
      ...before,
      { ...of(batch), colour: parse(ink.muted), thickness: 1, gaps: 'bridge' },
      { ...of(test), colour: parse(ink.accent), thickness: 2, gaps: 'bridge' },
    ];
  }

  private shared(stage: Stage): Pick<LineChartModel, 'xDomain' | 'xTicks' | 'xTitle' | 'cursor'> {
    const xDomain = stepDomain(this.experiment.pointer.lastStep);
    const xTicks = stepTicks(xDomain, stage.width, this.words.lang);
    const xTitle = this.words.text.time.step;
    return { xDomain, xTicks, xTitle, cursor: this.experiment.pointer.cursor };
  }

  private readonly paintLoss = (stage: Stage) => {
    const { experiment } = this;
    const { least, most } = lossRange(experiment.history, experiment.ghost?.history);
    const log = most > STEEP * Math.max(1, experiment.history.column('loss')[0] ?? 1);
    const lo = log ? 10 ** Math.floor(Math.log10(Math.max(1e-6, least))) : 0;
    const hi = log
      ? 10 ** Math.ceil(Math.log10(most))
      : roundUp(most, 0.1, [1, 1.5, 2, 3, 4, 5, 6, 8]);
    const ticks: Tick[] = log
      ? decadeTicks(lo, hi, stage.height / 22).map((exponent) => ({
          value: 10 ** exponent,
          label: format.power(exponent),
        }))
      : linearTicks(lo, hi, stage.height / 26).map((value) => ({
          value,
          label: format.number(value, 3),
        }));
    this.lossChart.draw(stage, {
      ...this.shared(stage),
      stacked: this.classes,
      series: this.series(stage.ink, 'loss', 'test_loss'),
      yDomain: [lo, hi],
      yTicks: ticks,
      log,
    });
  };

  private readonly paintAccuracy = (stage: Stage) => {
    this.accuracyChart.draw(stage, {
      ...this.shared(stage),
      series: this.series(stage.ink, 'accuracy', 'test_accuracy'),
      yDomain: [0, 1],
      yTicks: [0, 0.5, 1].map((value) => ({
        value,
        label: value === 0 ? '' : format.percent(value, this.words.lang), // "step" stands there
      })),
      log: false,
    });
  };

  private readonly hover = (event: PointerEvent) => {
    const { pointer } = this.experiment;
    pointer.setCursor(timePoint(event, pointer.lastStep).step);
  };

  private chart(name: string, label: string, paint: (stage: Stage) => void) {
    const { look, experiment } = this;
    return html`<gs-canvas
      class=${name}
      .paint=${paint}
      .label=${label}
      .theme=${look.theme}
      .themeKey=${look.key}
      @pointerdown=${this.hover}
      @pointermove=${this.hover}
      @pointerleave=${() => experiment.pointer.follow()}
    ></gs-canvas>`;
  }

  protected override render() {
    const { experiment, words } = this;
    const { loss, profile } = words.text;
    const value = (key: StepColumn) =>
      valueAt(experiment.history, key, experiment.pointer.shownRow);
    const [batch, test] = [format.loss(value('loss')), format.loss(value('test_loss'))];
    const share = format.percent(value('test_accuracy'), words.lang);
    const classes = !experiment.info || this.classes; // as it usually is, until that is known
    return html`
      <header class="card-head">
        <h2>${this.heading}</h2>
        <span class="numbers">
          <span class="pair"><span class="key batch"></span>${loss.batch} <b>${batch}</b></span>
          ${
            experiment.hasTest || !experiment.info
              ? html`<span class="pair">
                  <span class="key test"></span>${loss.test} <b data-value="test-loss">${test}</b>
                </span>`
              : nothing
          }
        </span>
      </header>
      <div class="chart" role="group" tabindex="0" aria-label=${profile.help} @keydown=${chartKeys(experiment)}>
        ${this.chart('loss-canvas', `${loss.loss}: ${loss.batch} ${batch}, ${loss.test} ${test}.`, this.paintLoss)}
        ${
          classes
            ? this.chart('accuracy-canvas', `${loss.accuracy}: ${share}.`, this.paintAccuracy)
            : nothing
        }
      </div>
    `;
  }
}

/** The least and the largest finite loss of the runs on screen. */
function lossRange(...runs: readonly (History | undefined)[]): { least: number; most: number } {
  let [least, most] = [Number.POSITIVE_INFINITY, 0.1];
  for (const history of runs) {
    for (const key of ['loss', 'test_loss'] as const) {
      for (const value of history?.column(key) ?? []) {
        if (!Number.isFinite(value)) continue;
        if (value > most) most = value;
        if (value > 0 && value < least) least = value;
      }
    }
  }
  return { least: Math.min(least, most), most };
}

define('gs-loss', LossView);
