// <gs-transport>: run, pause, step, reset, speed and seed, always at hand; and resetting units, where
// the run has a method for it.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { complete } from '../../config/config.ts';
import type { Lock } from '../../experiment/lock.ts';
import { speedsWith } from '../../experiment/speed.ts';
import { count } from '../../i18n/format.ts';
import { define } from '../define.ts';
import { icon } from '../icons.ts';
import { CommitEvent } from '../settings/commit.ts';
import { ExperimentView } from './chart-view.ts';

export class TransportView extends ExperimentView {
  static override properties = {
    ...ExperimentView.properties,
    singleKeys: { attribute: false },
    locked: { attribute: false },
  };
  declare singleKeys: boolean;
  /** What a person may not change. */
  declare locked: Lock | undefined;

  constructor() {
    super();
    this.singleKeys = true;
  }

  private readonly reseed = () => {
    const [seed = 1] = crypto.getRandomValues(new Uint16Array(1));
    this.dispatchEvent(new CommitEvent({ ...this.experiment.config, seed }));
  };

  protected override render() {
    const { transport } = this.words.text;
    return html`
      <div class="transport" role="group" aria-label=${transport.label}>
        ${this.run()} ${this.speed()} ${this.progress()} ${this.units()} ${this.seed()}
        <button type="button" class="quiet keys-button" popovertarget="keys">${transport.keys}</button>
      </div>
      ${this.keys()}
    `;
  }

  private run() {
    const { experiment, words } = this;
    const { transport } = words.text;
    const ended = !experiment.playing && experiment.step > 0 && experiment.step >= experiment.limit;
    const main = experiment.playing ? transport.pause : ended ? transport.more : transport.play;
    return html`<button
      type="button"
      class="primary"
      ?disabled=${!experiment.info || experiment.stopped}
      @click=${() => experiment.toggle()}
    >
      ${icon(experiment.playing ? 'pause' : 'play')}<span>${main}</span>
    </button>
    <button
      type="button"
      aria-label=${transport.step}
      title=${transport.step}
      ?disabled=${!experiment.info || experiment.stopped}
      @click=${() => experiment.stepBy(1)}
    >
      ${icon('step')}<span class="word">${transport.step}</span>
    </button>
    <button
      type="button"
      aria-label=${transport.reset}
      title=${transport.reset}
      ?disabled=${!experiment.info}
      @click=${() => experiment.reset()}
    >
      ${icon('reset')}<span class="word">${transport.reset}</span>
    </button>`;
  }

  private progress() {
    const { experiment, words } = this;
    const { time, transport } = words.text;
    return html`<span class="progress">
      <span data-value="step">
        ${transport.of(count(experiment.step, words.lang), count(experiment.limit, words.lang))}
      </span>
      <progress max=${experiment.limit} .value=${experiment.step} aria-label=${time.steps}></progress>
    </span>`;
  }

  /** The method's own button: it resets at once, whatever step it is. */
  private units() {
    const { experiment, words } = this;
    const { transport } = words.text;
    if (complete(experiment.config).reset.kind === 'none') return nothing;
    const { unitsReset } = experiment;
    return html`<button type="button" ?disabled=${!experiment.info || experiment.stopped} @click=${() => experiment.resetUnits()}>
        ${transport.resetUnits}
      </button>
      <span role="status" data-value="units-reset">
        ${unitsReset === undefined ? nothing : transport.unitsReset(unitsReset, count(unitsReset, words.lang))}
      </span>`;
  }

  private speed() {
    const { experiment, words } = this;
    const { transport } = words.text;
    return html`<label class="speed">
      <span>${transport.speed}</span>
      <select
        ?disabled=${this.locked?.has('speed')}
        .value=${live(String(experiment.speed))}
        @change=${(e: Event) => {
          const { value } = e.target as HTMLSelectElement;
          experiment.setSpeed(value === 'max' ? 'max' : Number(value));
        }}
      >
        ${speedsWith(experiment.speed).map(
          (speed) => html`<option value=${speed} ?selected=${speed === experiment.speed}>
            ${speed === 'max' ? transport.max : count(speed, words.lang)}
          </option>`,
        )}
      </select>
    </label>`;
  }

  private seed() {
    const { transport } = this.words.text;
    return html`<button type="button" aria-label=${transport.reseed} title=${transport.reseed} ?disabled=${this.locked?.has('seed')} @click=${this.reseed}>
      ${icon('dice')}<span class="word">${transport.seed} ${complete(this.experiment.config).seed}</span>
    </button>`;
  }

  private keys() {
    const { keys } = this.words.text;
    return html`<div id="keys" class="popover" popover role="dialog" aria-labelledby="keys-title">
      <h2 id="keys-title">${keys.title}</h2>
      <dl>
        ${keys.list.map(([key, what]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`)}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          .checked=${live(this.singleKeys)}
          @change=${(e: Event) => {
            const { checked } = e.target as HTMLInputElement;
            this.dispatchEvent(new CustomEvent('gs-keys', { detail: checked, bubbles: true }));
          }}
        />
        <span>${keys.single}</span>
      </label>
    </div>`;
  }
}

define('gs-transport', TransportView);
