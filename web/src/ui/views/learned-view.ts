// <gs-learned>: what the network makes of its data: the decision over the plane, the fitted curve, the
// confusion matrix, or predictions against the truth. Asks the engine a few times a second at most.
import { html, nothing } from 'lit';
import { Boundary } from '../../charts/boundary.ts';
import { type Pixel, parse } from '../../charts/colour.ts';
import type { CurveChart } from '../../charts/curve.ts';
import type { Stage, Tick } from '../../charts/stage.ts';
import { linearTicks } from '../../charts/ticks.ts';
import { number, percent } from '../../i18n/format.ts';
import '../canvas/chart-canvas.ts';
import { latestOf } from '../../experiment/history.ts';
import { PictureKeeper } from '../../experiment/picture-keeper.ts';
import { GRID, pictureOf } from '../../experiment/predictor.ts';
import type { ChartCanvas } from '../canvas/chart-canvas.ts';
import { define } from '../define.ts';
import { ExperimentView } from './chart-view.ts';

export class LearnedView extends ExperimentView {
  private readonly keeper = new PictureKeeper(() => {
    this.querySelector<ChartCanvas>('gs-canvas')?.invalidate();
  });
  private readonly boundary = new Boundary();
  private details: typeof import('./details.ts') | undefined;
  private curve: CurveChart | undefined;
  private asked = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.keeper.stop();
  }

  protected override updated(): void {
    super.updated();
    const { info } = this.experiment;
    if (info && pictureOf(info) !== 'boundary') void this.load();
    this.keeper.see(this.experiment);
  }

  protected override rowsChanged(): void {
    this.keeper.see(this.experiment);
  }

  /** The plane is there from the start, the other pictures are loaded. */
  private async load(): Promise<void> {
    if (this.asked) return;
    this.asked = true;
    try {
      this.details = await import('./details.ts');
      this.curve = new this.details.CurveChart();
      this.redraw();
    } catch (error) {
      this.experiment.recovery.miss(error, () => {
        this.asked = false;
        void this.load();
      });
    }
  }

  /** Class colours come from the theme's custom properties. */
  private colour(name: string): Pixel {
    return parse(getComputedStyle(this).getPropertyValue(name).trim());
  }

  private readonly paint = (stage: Stage) => {
    const { plane, drawn } = this.keeper;
    if (!plane || !drawn) return stage.clear();
    const points = [plane.train, { ...plane.test, held: true }];
    const classes = [this.colour('--class-0'), this.colour('--class-1')] as const;
    const neutral = this.colour('--neutral');
    const { xDomain, yDomain } = plane;
    if (drawn.picture === 'boundary') {
      this.boundary.draw(stage, {
        scores: drawn.scores,
        size: GRID,
        xDomain,
        yDomain,
        points,
        classes,
        neutral,
      });
    } else if (drawn.picture === 'confusion') {
      const { learned } = this.words.text;
      this.details?.drawConfusion(stage, {
        counts: drawn.evaluation.confusion,
        classes: Math.round(Math.sqrt(drawn.evaluation.confusion.length)),
        right: classes[0],
        wrong: classes[1],
        empty: neutral,
        rowTitle: learned.truth,
        columnTitle: learned.answer,
      });
    } else {
      const ticks = ([lo, hi]: readonly [number, number], most: number): Tick[] =>
        linearTicks(lo, hi, most).map((value) => ({ value, label: number(value) }));
      this.curve?.draw(stage, {
        ...drawn,
        points: drawn.points ?? points,
        xDomain,
        yDomain: drawn.yDomain ?? yDomain,
        xTicks: ticks(xDomain, 5),
        yTicks: ticks(drawn.yDomain ?? yDomain, 5),
        curve: parse(stage.ink.accent),
        data: stage.ink.muted,
      });
    }
  };

  protected override render() {
    const { experiment, look, words } = this;
    const { learned } = words.text;
    const picture = experiment.info ? pictureOf(experiment.info) : 'boundary';
    const share = latestOf(experiment.history, 'test_accuracy', 'accuracy');
    const classes = experiment.info?.data.task !== 'regression'; // until that is known, as it usually is
    const score = percent(share, words.lang);
    return html`
      <header class="card-head">
        <h2>${this.heading}</h2>
        ${
          classes
            ? html`<span class="score" data-value="accuracy">
                <b>${score}</b> ${learned.accuracy}
              </span>`
            : nothing
        }
      </header>
      <gs-canvas
        class=${`learned-canvas ${picture}`}
        .paint=${this.paint}
        .label=${`${learned[picture]}. ${classes ? `${score} ${learned.accuracy}.` : ''}`}
        .theme=${look.theme}
        .themeKey=${look.key}
      ></gs-canvas>
      ${
        picture === 'boundary'
          ? html`<p class="legend">
              <span class="point class-0"></span>${learned.classOne}
              <span class="point class-1"></span>${learned.classTwo}
              ${experiment.hasTest ? html`<span class="note">${learned.held}</span>` : nothing}
            </p>`
          : nothing
      }
    `;
  }
}

define('gs-learned', LearnedView);
