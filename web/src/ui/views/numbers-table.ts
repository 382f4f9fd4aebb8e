// The numbers behind the charts as a table: every column of every layer at the shown step.
import { html } from 'lit';
import { catalog } from '../../config/catalog.ts';
import type { Experiment } from '../../experiment/experiment.ts';
import { count, number } from '../../i18n/format.ts';
import type { Words } from '../../i18n/words.ts';
import { layerName } from '../words/finding.ts';

export function numbersTable(experiment: Experiment, words: Words) {
  const { profile } = words.text;
  const columns = catalog.columns.layer.map(({ key }) => ({
    title: words.layerColumn(key),
    values: experiment.pointer.shownLayers(key),
  }));
  const layers = Array.from({ length: experiment.layers }, (_, layer) => layer);
  const cell = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? '–' : number(value, 3);
  return html`<div class="table" tabindex="0" role="region" aria-label=${profile.table}>
    <table>
      <caption>${profile.tableTitle(count(experiment.pointer.shownStep, words.lang))}</caption>
      <thead>
        <tr>
          <td></td>
          ${columns.map(({ title }) => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${layers.map(
          (layer) => html`<tr>
            <th scope="row">${profile.layer(layerName(layer))}</th>
            ${columns.map(({ values }) => html`<td>${cell(values[layer])}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
