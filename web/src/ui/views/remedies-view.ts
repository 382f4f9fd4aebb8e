// <gs-remedies>: one click changes one thing of the run and starts it again beside its own ghost.
import { html, nothing } from 'lit';
import { catalog } from '../../config/catalog.ts';
import type { RemedyId } from '../../config/types.ts';
import { define } from '../define.ts';
import { scoreOf } from '../words/finding.ts';
import { ExperimentView } from './chart-view.ts';

/** Somebody has chosen a remedy; null: none any more. */
export const remedyChosen = (id: RemedyId | undefined) =>
  new CustomEvent<RemedyId | null>('gs-remedy', { detail: id ?? null, bubbles: true });

export class RemediesView extends ExperimentView {
  protected override render() {
    const { words } = this;
    const { remedies } = words.text;
    return html`
      <header class="card-head">
        <h2>${remedies.title}</h2>
        <span class="note">${remedies.note}</span>
      </header>
      <div class="chips remedy-groups">
        ${catalog.remedy_groups.map(
          ({ key }) => html`<span class="kind" id=${`remedies-${key}`}>
              ${words.remedyGroup(key)}
            </span>
            <div class="chips" role="group" aria-labelledby=${`remedies-${key}`}>
              ${catalog.remedies.filter(({ group }) => group === key).map(({ id }) => this.chip(id))}
            </div>`,
        )}
      </div>
    `;
  }

  private chip(id: RemedyId) {
    const { experiment, words } = this;
    return html`<button
      type="button"
      class=${experiment.steady.diagnosis?.remedies.includes(id) ? 'chip suggested' : 'chip'}
      aria-pressed=${experiment.trials.remedy === id ? 'true' : 'false'}
      ?disabled=${!experiment.info || !experiment.trials.applies(id)}
      @click=${() => this.choose(experiment.trials.remedy === id ? undefined : id)}
    >
      ${words.remedy(id).title} ${this.badge(id)}
    </button>`;
  }

  private choose(id: RemedyId | undefined): void {
    this.dispatchEvent(remedyChosen(id));
  }

  /** How the run with that remedy fared, if there was one. */
  private badge(id: RemedyId) {
    const outcome = this.experiment.trials.board.find(({ remedy }) => remedy === id);
    if (!outcome) return nothing;
    const { verdict } = outcome;
    return html`<span class="badge" data-verdict=${verdict} title=${this.words.text.verdicts[verdict]}>
      ${scoreOf(outcome, this.words)}
    </span>`;
  }
}

define('gs-remedies', RemediesView);
