// <gs-check>: the gradient check of the run on screen: the V of every layer, and what it means. Loaded
// when somebody asks for it.
import { html, nothing } from 'lit';
import { depthColour } from '../../charts/colour.ts';
import { LineChart } from '../../charts/line-chart.ts';
import type { Stage } from '../../charts/stage.ts';
import { decadeTicks } from '../../charts/ticks.ts';
import type { Agreement } from '../../config/types.ts';
import type { GradientCheck } from '../../engine/answers.ts';
import { count, number, power } from '../../i18n/format.ts';
import type { ProofText } from '../../i18n/proof-text.ts';
import '../canvas/chart-canvas.ts';
import { define } from '../define.ts';
import { layerName } from '../words/finding.ts';
import { ProofWords } from '../words/proof-words.ts';
import { ExperimentView } from './chart-view.ts';
import { depthLegend } from './legends.ts';

/** The axis of relative errors; an error of 0 lies below it. */
const ERRORS: readonly [number, number] = [1e-12, 10];

/** Weights of each layer to look at: enough to see a V. */
const ENTRIES = 48;

/** Products with weights and samples beyond which the engine looks at as few as it takes. */
const MANY = 2e8;

export class CheckView extends ExperimentView {
  static override properties = {
    ...ExperimentView.properties,
    result: { state: true },
    failure: { state: true },
    done: { state: true },
  };
  declare result: GradientCheck | undefined;
  declare failure: string;
  /** How many layers are checked so far; undefined: none is being checked. */
  declare done: number | undefined;

  private readonly chart = new LineChart();
  private readonly proof = new ProofWords(
    () => this.requestUpdate(),
    (error, again) => this.experiment.recovery.miss(error, again),
  );
  private step = 0;
  private job: object | undefined; // that goes on

  constructor() {
    super();
    this.failure = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.cancel();
  }

  /** Checks the run as it is now, layer by layer. A run that goes on waits for it. */
  async start(): Promise<void> {
    const { experiment } = this;
    const { info, playing } = experiment;
    experiment.pause();
    const job = {};
    this.job = job;
    this.result = undefined;
    this.failure = '';
    try {
      await this.check(job);
    } catch (error) {
      if (this.job === job) this.failure = (error as Error).message;
    }
    if (this.job === job) this.cancel();
    if (playing && experiment.info === info) experiment.play();
  }

  /** What is checked so far stays. */
  private readonly cancel = () => {
    this.job = undefined;
    this.done = undefined;
  };

  private async check(job: object): Promise<void> {
    const { experiment } = this;
    const { info } = experiment;
    if (!info) return;
    const entries = info.parameters * info.batch * info.layers.length > MANY ? 0 : ENTRIES;
    for (let layer = 0; layer < info.layers.length; layer++) {
      this.done = layer;
      const part = await experiment.slot.ask('gradientCheck', { entries, layer });
      if (layer === 0) this.step = experiment.step; // behind any step that was asked for
      // Somebody has cancelled it, or trains on, or looks at another run: the layers would not fit.
      const same = experiment.info === info && experiment.step === this.step;
      if (this.job !== job || !same) return;
      this.result = { ...part, layers: [...(this.result?.layers ?? []), ...part.layers] };
    }
  }

  private readonly paint = (stage: Stage) => {
    const { result } = this;
    if (!result) return stage.clear();
    // Curves are read from left to right; the sweep goes from large h to small.
    const xs = result.step_sizes.map(Math.log10).reverse();
    const [lo, hi] = [xs[0] ?? 0, xs[xs.length - 1] ?? 1];
    this.chart.draw(stage, {
      series: result.layers.map(({ errors }, layer) => ({
        xs,
        ys: [...errors].reverse(),
        length: xs.length,
        colour: depthColour(layer, result.layers.length, stage.ink.theme),
        thickness: 1.5,
        gaps: 'bridge',
      })),
      xDomain: [lo, hi],
      xTicks: xs.map((value) => ({ value, label: power(Math.round(value)) })),
      xTitle: 'h',
      yDomain: ERRORS,
      yTicks: decadeTicks(ERRORS[0], ERRORS[1], stage.height / 26).map((exponent) => ({
        value: 10 ** exponent,
        label: power(exponent),
      })),
      log: true,
    });
  };

  private summary(text: ProofText, { layers }: GradientCheck): string {
    const of = (wanted: Agreement) => layers.filter(({ agreement }) => agreement === wanted).length;
    return text.verdict(of('right'), of('unclear'), of('wrong'), of('not_finite'));
  }

  protected override render() {
    const { result, look, words, failure } = this;
    const text = this.proof.of(words);
    if (!text) return nothing;
    const state = failure || this.state(text);
    return html`
      <h2 id="check-title">${text.title}</h2>
      <p class="note">${text.intro}</p>
      <p role="status"><strong>${state}</strong></p>
      ${this.progress(text)}
      ${
        result
          ? html`<gs-canvas
                class="check-canvas"
                .paint=${this.paint}
                .label=${`${text.chart}. ${state}`}
                .theme=${look.theme}
                .themeKey=${look.key}
              ></gs-canvas>
              ${depthLegend(this, words.text.time)} ${this.table(text, result)}
              <p class="note">${text.at(count(this.step, words.lang))}</p>
              <p class="note">${text.printedNote}</p>`
          : nothing
      }
    `;
  }

  private state(text: ProofText): string {
    const { result, words } = this;
    if (this.done !== undefined || !result) return text.waiting;
    const all = this.experiment.info?.layers.length ?? 0;
    const some = result.layers.length;
    if (some < all) return text.progress(count(some, words.lang), count(all, words.lang));
    return this.summary(text, result);
  }

  private progress(text: ProofText) {
    if (this.done === undefined) return nothing;
    const { lang } = this.words;
    const all = this.experiment.info?.layers.length ?? 0;
    const label = text.progress(count(this.done, lang), count(all, lang));
    return html`<p class="checking">
      <progress max=${all} value=${this.done} aria-label=${label}></progress>
      <span>${label}</span>
      <button type="button" class="quiet" @click=${this.cancel}>${text.cancel}</button>
    </p>`;
  }

  private table(text: ProofText, { step_sizes, layers }: GradientCheck) {
    const { lang } = this.words;
    const heads = [text.entries, text.step, text.error, text.kinks, text.printed];
    return html`<div class="table" tabindex="0" role="region" aria-label=${text.title}>
      <table>
        <thead>
          <tr>
            <th scope="col">${text.layer}</th>
            ${heads.map((head) => html`<th scope="col" class="number">${head}</th>`)}
            <th scope="col">${text.result}</th>
          </tr>
        </thead>
        <tbody>
          ${layers.map(
            ({ entries, parameters, best, errors, kinks, printed, agreement }, layer) => html`<tr>
              <th scope="row">${layerName(layer)}</th>
              <td class="number">${text.of(count(entries, lang), count(parameters, lang))}</td>
              <td class="number">${power(Math.round(Math.log10(step_sizes[best] ?? 1)))}</td>
              <td class="number">${number(errors[best] ?? Number.NaN)}</td>
              <td class="number">${count(kinks[best] ?? 0, lang)}</td>
              <td class="number">${number(printed)}</td>
              <td class=${agreement}>${this.words.agreement(agreement)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

define('gs-check', CheckView);
