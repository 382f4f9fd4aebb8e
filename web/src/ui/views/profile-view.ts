// <gs-profile>: the depth profile of the step under the cursor, or of the latest one.
import { html, nothing } from 'lit';
import { drawProfile, layerAt, type ProfileModel } from '../../charts/profile.ts';
import type { Stage } from '../../charts/stage.ts';
import { decadeTicks } from '../../charts/ticks.ts';
import { count, number, power } from '../../i18n/format.ts';
import '../canvas/chart-canvas.ts';
import { bandOf, GRADIENT_DOMAIN, PROFILE_METRICS } from '../../experiment/metrics.ts';
import { besideOf } from '../../experiment/state.ts';
import { TheoryKeeper } from '../../experiment/theory-keeper.ts';
import type { ChartCanvas } from '../canvas/chart-canvas.ts';
import { chartKeys } from '../canvas/chart-keys.ts';
import { define } from '../define.ts';
import { layerName } from '../words/finding.ts';
import { ProofWords } from '../words/proof-words.ts';
import { theorySentence } from '../words/theory.ts';
import { ExperimentView } from './chart-view.ts';
import type { CheckView } from './check-view.ts';
import type { numbersTable } from './numbers-table.ts';

const PANELS = PROFILE_METRICS.length;
/** The panels' names where there is room for a symbol only. */
const SHORT = ['dL/dW', 'dL/dz', 'a'];

export class ProfileView extends ExperimentView {
  static override properties = {
    ...ExperimentView.properties,
    table: { state: true },
    theory: { state: true },
    checking: { state: true },
  };
  /** The table of numbers, once it is loaded; undefined: it is not shown. */
  declare table: typeof numbersTable | undefined;
  /** The theory is shown. */
  declare theory: boolean;
  /** The gradient check has been asked for. */
  declare checking: boolean;

  private readonly keeper = new TheoryKeeper(() => this.requestUpdate());
  private readonly proof = new ProofWords(
    () => this.requestUpdate(),
    (error, again) => this.experiment.recovery.miss(error, again),
  );

  constructor() {
    super();
    this.theory = false;
    this.checking = false;
  }

  protected override willUpdate(): void {
    super.willUpdate();
    if (this.theory) this.keeper.see(this.experiment);
  }

  private model(stage: Stage): ProfileModel {
    const { experiment } = this;
    const text = this.words.text.profile;
    const titles = [text.gradient, text.delta, text.activation];
    return {
      panels: PROFILE_METRICS.map((metric, i) => {
        const values = experiment.pointer.shownLayers(metric.key);
        return {
          title: titles[i] ?? '',
          short: SHORT[i] ?? '',
          values,
          ghost: experiment.ghost?.history.latest()?.profile(metric.key),
          band: bandOf(metric, experiment.history),
          theory: this.theory && metric.key === 'delta_rms' ? this.keeper.expected : undefined,
        };
      }),
      domain: GRADIENT_DOMAIN,
      ticks: decadeTicks(
        GRADIENT_DOMAIN[0],
        GRADIENT_DOMAIN[1],
        Math.max(4, stage.height / 14),
      ).map((exponent) => ({
        value: 10 ** exponent,
        label: exponent % 3 === 0 ? power(exponent) : '',
      })),
      format: (value) => number(value),
      firstLabel: text.input,
      lastLabel: text.output,
      focus: experiment.pointer.focus,
    };
  }

  private readonly paint = (stage: Stage) => {
    if (this.experiment.layers > 0) drawProfile(stage, this.model(stage));
  };

  private readonly hover = (event: PointerEvent) => {
    const canvas = event.currentTarget as ChartCanvas;
    const { x, width, height } = canvas.point(event);
    this.experiment.pointer.setFocus(layerAt(width, height, PANELS, this.experiment.layers, x));
  };

  /** The picture in words, for those who do not see it. */
  private label(): string {
    const { experiment, words } = this;
    const { profile } = words.text;
    const last = experiment.layers - 1;
    const parts = PROFILE_METRICS.map((metric) => {
      const values = experiment.pointer.shownLayers(metric.key);
      const value = (layer: number) =>
        `${profile.layer(layerName(layer))} ${number(values[layer] ?? Number.NaN)}`;
      return `${words.layerColumn(metric.key)}: ${value(0)}${last > 0 ? `, ${value(last)}` : ''}`;
    });
    return `${profile.title}. ${this.when()}. ${parts.join('; ')}.`;
  }

  private when(): string {
    const { experiment, words } = this;
    const { profile } = words.text;
    const step = count(experiment.pointer.shownStep, words.lang);
    return experiment.pointer.shownStep === 0
      ? `${profile.at(step)}, ${profile.before}`
      : profile.at(step);
  }

  protected override render() {
    const { experiment, look, words } = this;
    const { profile } = words.text;
    return html`
      <header class="card-head">
        <h2>${this.heading}</h2>
        <span class="when">${this.when()}</span>
      </header>
      <div class="chart" role="group" tabindex="0" aria-label=${profile.help} @keydown=${chartKeys(experiment)}>
        <gs-canvas
          class="profile-canvas"
          .paint=${this.paint}
          .label=${this.label()}
          .theme=${look.theme}
          .themeKey=${look.key}
          @pointermove=${this.hover}
          @pointerleave=${() => experiment.pointer.setFocus(undefined)}
        ></gs-canvas>
      </div>
      ${this.legend()} ${this.theory ? html`<p class="note" role="status">${this.theoryWords()}</p>` : nothing}
      ${this.table ? this.table(experiment, words) : nothing}
      <div id="check" class="popover" popover role="dialog" aria-label=${profile.check} @toggle=${this.toggled}>
        ${
          this.checking
            ? html`<gs-check .experiment=${experiment} .words=${words} .look=${look}></gs-check>`
            : nothing
        }
      </div>
    `;
  }

  private legend() {
    const { experiment, words } = this;
    const { profile } = words.text;
    const key = (name: string, label: string) =>
      html`<span class="pair"><span class=${`key ${name}`}></span>${label}</span>`;
    const ghost = besideOf(experiment.config) ? profile.right : profile.ghost;
    return html`<div class="legend">
      ${key('band', profile.band)} ${key('cold', profile.below)} ${key('hot', profile.above)}
      ${experiment.ghost ? key('ghost', ghost) : nothing}
      <span class="tools">
        <button
          type="button"
          class="quiet"
          aria-pressed=${this.theory ? 'true' : 'false'}
          @click=${() => {
            this.theory = !this.theory;
          }}
        >
          ${profile.theory}
        </button>
        <button type="button" class="quiet" popovertarget="check">${profile.check}</button>
        <button
          type="button"
          class="quiet"
          aria-expanded=${this.table ? 'true' : 'false'}
          @click=${this.toggleTable}
        >
          ${profile.table}
        </button>
      </span>
    </div>`;
  }

  /** Empty until both the theory and its words are here. */
  private theoryWords(): string {
    const { theory } = this.keeper;
    const text = this.proof.of(this.words);
    return theory && text ? theorySentence(theory, text, this.words) : '';
  }

  private readonly toggleTable = async () => {
    const shown = this.table !== undefined;
    this.table = undefined;
    if (shown) return;
    try {
      this.table = (await import('./details.ts')).numbersTable;
    } catch (error) {
      this.experiment.recovery.miss(error, this.toggleTable);
    }
  };

  /** The check is loaded and made when its window opens. */
  private readonly toggled = async ({ newState, currentTarget }: ToggleEvent) => {
    const popover = currentTarget as HTMLElement;
    this.checking = false;
    if (newState !== 'open') return;
    try {
      await Promise.all([import('./details.ts'), this.words.proof()]);
    } catch (error) {
      popover.hidePopover(); // it would stay empty
      return this.experiment.recovery.miss(error, () => popover.showPopover());
    }
    this.checking = popover.matches(':popover-open');
    await this.updateComplete;
    await this.querySelector<CheckView>('gs-check')?.start();
  };
}

define('gs-profile', ProfileView);
