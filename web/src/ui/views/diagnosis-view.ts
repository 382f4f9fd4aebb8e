// <gs-diagnosis>: what is wrong, in words, first thing on the page; and why.
import { html, nothing } from 'lit';
import { catalog } from '../../config/catalog.ts';
import type { RemedyId, VerdictKey } from '../../config/types.ts';
import { besideOf, presetOf } from '../../experiment/state.ts';
import { count, times } from '../../i18n/format.ts';
import { define } from '../define.ts';
import { verdictIcon } from '../icons.ts';
import { comparison as compared, evidence, sentenceOf } from '../words/finding.ts';
import { ExperimentView } from './chart-view.ts';
import { remedyChosen } from './remedies-view.ts';

/** The verdicts as the engine tries them: the first that holds. */
const order = catalog.verdicts.map((verdict) => verdict.key);

export class DiagnosisView extends ExperimentView {
  static override properties = {
    ...ExperimentView.properties,
    spoken: { state: true },
    asked: { state: true },
    suggests: { attribute: false },
  };
  /** What screen readers are told: it changes with the verdict, not with every number. */
  declare spoken: string;
  /** Whether "Why?" is open. */
  declare asked: boolean;
  /** Whether remedies may be chosen. */
  declare suggests: boolean;
  private said = '';

  constructor() {
    super();
    this.spoken = '';
    this.asked = false;
    this.suggests = false;
  }

  protected override willUpdate(): void {
    super.willUpdate();
    const { steady, playing } = this.experiment;
    const { diagnosis } = steady;
    if (!diagnosis) return;
    const news = [diagnosis.verdict, diagnosis.layer, playing, this.words.lang].join();
    if (news === this.said) return;
    this.said = news;
    this.spoken = `${this.words.text.verdicts[diagnosis.verdict]}. ${sentenceOf(this.experiment, this.words)}`;
  }

  protected override render() {
    const { experiment, words } = this;
    const text = words.text.diagnosis;
    const { diagnosis } = experiment.steady;
    if (!diagnosis) {
      const { gate, recovery } = experiment;
      const idle = gate.question || recovery.halted;
      return this.waiting(recovery.fault ?? (idle ? '–' : text.waiting));
    }
    return html`
      <div class="verdict" data-verdict=${diagnosis.verdict}>
        ${verdictIcon(diagnosis.verdict)}
        <p class="sentence">
          <strong>${words.text.verdicts[diagnosis.verdict]}</strong>
          <span>${sentenceOf(experiment, words)}</span>
          ${this.remark(diagnosis.verdict)} ${this.suggestions(diagnosis.remedies)}
        </p>
        <button type="button" class="quiet" popovertarget="why">${text.why}</button>
      </div>
      <p class="spoken" role="status" aria-live="polite">${this.spoken}</p>
      ${this.why()}
    `;
  }

  /** There is no run yet: room for as many lines as a finding usually takes, so that nothing jumps. */
  private waiting(message: string) {
    const { text, lang } = this.words;
    const long = {
      times: times(440_000, lang),
      layer: '1',
      first: '1',
      last: '10',
      norm: '1',
      share: '',
    };
    const finding = text.diagnosis.vanishing({ ...long, lossTimes: '', guess: '' });
    const cause = text.diagnosis.causes.activation({ factor: '0.24', steepest: '0.25' });
    return html`<div class="no-verdict">
      ${verdictIcon('undecided')}
      <p class="sentence waiting">
        <span class="said">${message}</span>
        <span class="room" aria-hidden="true">
          <strong>${text.verdicts.vanishing}</strong> ${text.diagnosis.because(finding, cause)}
          <small>${this.words.verdict('vanishing')}</small>
          ${this.suggestions(['relu_he', 'batch_norm'])}
        </span>
      </p>
      <button type="button" class="quiet room">${text.diagnosis.why}</button>
    </div>`;
  }

  /** What was changed and what that did; or what is shown; or what the verdict means. */
  private remark(verdict: VerdictKey) {
    const { experiment, words } = this;
    const preset = presetOf(experiment.config);
    const { remedy, board } = experiment.trials;
    const comparison = remedy ? compared(board, remedy, words) : '';
    if (comparison) return html`<small class="compared">${comparison}</small>`;
    if (preset && besideOf(experiment.config)) {
      return html`<small class="compared">
        <b>${words.presetGroup('printed')}.</b> ${words.preset(preset).summary}
      </small>`;
    }
    return html`<small>${words.verdict(verdict)}</small>`;
  }

  /** What fits the cause, the likelier one first, each with what it is expected to do. */
  private suggestions(remedies: readonly RemedyId[]) {
    const { experiment, words } = this;
    const { trials } = experiment;
    const open = remedies.filter((id) => trials.remedy !== id && trials.applies(id));
    if (!this.suggests || open.length === 0) return nothing;
    return html`<small class="suggestions">
      ${words.text.diagnosis.suggested}
      ${open.map(
        (id) => html`<button
          type="button"
          class="chip"
          aria-label=${`${words.text.diagnosis.suggested} ${words.remedy(id).title}`}
          @click=${() => this.dispatchEvent(remedyChosen(id))}
        >
          ${words.remedy(id).title}
        </button>
        <span class="reason">${words.remedy(id).effect}</span>`,
      )}
    </small>`;
  }

  private why() {
    const { experiment, words } = this;
    const text = words.text.diagnosis;
    const { diagnosis } = experiment;
    if (!diagnosis) return nothing;
    return html`<div
      id="why"
      class="popover"
      popover
      role="dialog"
      aria-labelledby="why-title"
      @toggle=${this.toggled}
    >
      <h2 id="why-title">${text.whyTitle}</h2>
      <p>${text.whyNote} ${order.map((key) => words.text.verdicts[key]).join(' › ')}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">${text.quantity}</th>
            <th scope="col" class="number">${text.now}</th>
            <th scope="col">${text.limit}</th>
          </tr>
        </thead>
        <tbody>
          ${evidence(diagnosis, words).map(
            ({ label, value, limits }) => html`<tr>
              <th scope="row">${label}</th>
              <td class="number">${value}</td>
              <td>
                ${limits.map(
                  (limit) =>
                    html`<span class=${limit.broken ? 'limit broken' : 'limit'}>${limit.text}</span>`,
                )}
              </td>
            </tr>`,
          )}
        </tbody>
      </table>
      <p class="note">${text.atStep(count(experiment.step, words.lang))}</p>
      ${this.asked ? html`<gs-cause .experiment=${experiment} .words=${words} .look=${this.look}></gs-cause>` : nothing}
    </div>`;
  }

  /** What each part of the backward pass does is loaded when somebody asks. */
  private readonly toggled = (event: ToggleEvent) => {
    this.asked = event.newState === 'open';
    if (!this.asked) return;
    const popover = event.target as HTMLElement;
    import('./details.ts').catch((error) => {
      popover.hidePopover(); // a part of it would stay empty
      this.experiment.recovery.miss(error, () => popover.showPopover());
    });
  };
}

define('gs-diagnosis', DiagnosisView);
