// <gs-cause>: what each part of the backward pass does to delta from layer to layer, as bars that add up.
// Loaded when somebody asks why.
import { html, nothing, svg } from 'lit';
import { linearTicks } from '../../charts/ticks.ts';
import { number } from '../../i18n/format.ts';
import { type DeltaPart, deltaParts } from '../../i18n/proof-text.ts';
import { barsOf, type Change, changesOf } from '../canvas/delta-bars.ts';
import { define } from '../define.ts';
import { layerName } from '../words/finding.ts';
import { ProofWords } from '../words/proof-words.ts';
import { ExperimentView } from './chart-view.ts';

const MOST_HEIGHT = 280;
const LEFT = 56; // names of layers
const FOOT = 36; // ticks and the name of the axis

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const signed = (value: number) => `${value > 0 ? '+' : ''}${value.toFixed(2).replace('-', '−')}`;

export class CauseView extends ExperimentView {
  static override properties = { ...ExperimentView.properties, changes: { state: true } };
  declare changes: readonly Change[] | undefined;
  private asking = false;
  private readonly proof = new ProofWords(
    () => this.requestUpdate(),
    (error, again) => this.experiment.recovery.miss(error, again),
  );

  /** What it belongs to is known now; when an element is upgraded, not before. */
  protected override firstUpdated(): void {
    void this.ask();
  }

  protected override rowsChanged(): void {
    void this.ask();
  }

  /** One question at a time. A run that has been replaced answers nothing; the next one will. */
  private async ask(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    const numbers = await this.experiment.slot
      .ask('values', { name: 'delta_changes' })
      .catch(() => undefined);
    this.asking = false;
    if (numbers) this.changes = changesOf(numbers);
  }

  protected override render() {
    const { changes } = this;
    const text = this.proof.of(this.words)?.cause;
    if (!text || !changes) return nothing;
    const shown = changes.every((change) =>
      deltaParts.every((part) => Number.isFinite(change[part])),
    );
    return html`<h2>${text.title}</h2>
      ${changes.length === 0 ? html`<p>${text.few}</p>` : shown ? this.drawn(changes) : html`<p>${text.zero}</p>`}`;
  }

  private drawn(changes: readonly Change[]) {
    const { words } = this;
    const text = this.proof.of(words)?.cause;
    if (!text) return nothing;
    const totals = deltaParts.map((part) => sum(changes.map((change) => change[part])));
    const there = deltaParts.filter((part) => changes.some((change) => change[part] !== 0));
    const whole = sum(totals);
    const summary = text.total(layerName(0), layerName(changes.length), number(10 ** whole));
    return html`<p class="note">${text.note}</p>
      ${this.bars(changes, summary)}
      <dl class="parts">
        ${there.map(
          (part) => html`<div>
            <dt><i data-part=${part}></i>${text.parts[part]}</dt>
            <dd>${signed(totals[deltaParts.indexOf(part)] ?? 0)}</dd>
          </div>`,
        )}
        <div>
          <dt>${text.together}</dt>
          <dd>${signed(whole)}</dd>
        </div>
      </dl>
      <p>${summary}</p>
      ${this.table(changes, there)}`;
  }

  /** The same as numbers. */
  private table(changes: readonly Change[], there: readonly DeltaPart[]) {
    const text = this.proof.of(this.words)?.cause;
    if (!text) return nothing;
    const row = (change: Change, below: number) => html`<tr>
      <th scope="row">${text.layer(layerName(below + 1), layerName(below))}</th>
      ${there.map((part) => html`<td class="number">${signed(change[part])}</td>`)}
      <td class="number">${signed(sum(deltaParts.map((part) => change[part])))}</td>
    </tr>`;
    return html`<details>
      <summary>${text.table}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">${text.decades}</th>
            ${there.map((part) => html`<th scope="col" class="number">${text.parts[part]}</th>`)}
            <th scope="col" class="number">${text.together}</th>
          </tr>
        </thead>
        <tbody>
          ${changes.map(row).reverse()}
        </tbody>
      </table>
    </details>`;
  }

  /** One row for each way down, the layer next to the output on top, as the backward pass goes. */
  private bars(changes: readonly Change[], summary: string) {
    const text = this.proof.of(this.words)?.cause;
    const width = this.clientWidth || 560; // so that letters are as large as they say
    const rows = changes.map(barsOf);
    const low = Math.min(0, ...rows.flat().map(({ from }) => from));
    const high = Math.max(0, ...rows.flat().map(({ to }) => to));
    const x = (decades: number) =>
      LEFT + ((decades - low) / (high - low || 1)) * (width - LEFT - 12);
    const pitch = Math.min(22, MOST_HEIGHT / rows.length);
    const height = pitch * rows.length;
    const apart = Math.ceil(13 / pitch); // rows from one name to the next
    const name = (below: number, y: number) =>
      (rows.length - 1 - below) % apart === 0
        ? svg`<text x=${LEFT - 6} y=${y + pitch * 0.4} dy=".35em" class="row">${layerName(below + 1)} → ${layerName(below)}</text>`
        : nothing;
    return html`<svg
      class="cause"
      role="img"
      aria-label=${summary}
      viewBox=${`0 0 ${width} ${height + FOOT}`}
    >
      ${rows.map((bars, below) => {
        const y = (rows.length - 1 - below) * pitch;
        return svg`<g>
          <title>${text?.layer(layerName(below + 1), layerName(below))}</title>
          ${name(below, y)}
          ${bars.map(
            ({ part, from, to }) =>
              svg`<rect data-part=${part} x=${x(from)} y=${y} width=${x(to) - x(from)} height=${pitch * 0.8}></rect>`,
          )}
        </g>`;
      })}
      <line x1=${x(0)} x2=${x(0)} y1="0" y2=${height}></line>
      ${linearTicks(low, high, 8).map(
        (tick) => svg`<text x=${x(tick)} y=${height + 12}>${signed(tick)}</text>`,
      )}
      <text x=${(width + LEFT) / 2} y=${height + 30}>${text?.decades}</text>
    </svg>`;
  }
}

define('gs-cause', CauseView);
