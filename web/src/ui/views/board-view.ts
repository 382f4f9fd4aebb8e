// <gs-board>: how the runs with each remedy fared, so that what did not help is seen too. Loaded when there
// is something to compare.
import { html } from 'lit';
import { count, loss, number, percent } from '../../i18n/format.ts';
import { define } from '../define.ts';
import { ExperimentView } from './chart-view.ts';

export class BoardView extends ExperimentView {
  protected override render() {
    const { experiment, words } = this;
    const { remedies } = words.text;
    const { lang } = words;
    return html`<h2>${remedies.board}</h2>
      <div class="table" tabindex="0" role="region" aria-label=${remedies.board}>
        <table>
          <thead>
            <tr>
              <th scope="col">${remedies.run}</th>
              <th scope="col" class="number">${remedies.steps}</th>
              <th scope="col" class="number">${remedies.loss}</th>
              <th scope="col" class="number">${remedies.accuracy}</th>
              <th scope="col" class="number">${remedies.ratio}</th>
              <th scope="col">${remedies.verdict}</th>
            </tr>
          </thead>
          <tbody>
            ${experiment.trials.board.map(
              (run) => html`<tr>
                <th scope="row">${run.remedy ? words.remedy(run.remedy).title : remedies.baseline}</th>
                <td class="number">${count(run.step, lang)}</td>
                <td class="number">${loss(run.loss)}</td>
                <td class="number">${percent(run.accuracy, lang)}</td>
                <td class="number">${number(run.ratio)}</td>
                <td data-verdict=${run.verdict}>${words.text.verdicts[run.verdict]}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  }
}

define('gs-board', BoardView);
