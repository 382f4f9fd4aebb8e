// A row of text above the views: a title, what there is to say, and buttons. What is said stands in
// notices.ts.
import { html, nothing, type TemplateResult } from 'lit';
import type { Config, Ignored } from '../config/types.ts';
import type { ConfigError } from '../engine/answers.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Words } from '../i18n/words.ts';
import { icon } from './icons.ts';

/** The element, as far as notices know it. */
export interface NoticeHost {
  readonly experiment: Experiment;
  readonly words: Words;
  ignored: readonly Ignored[];
  refused: readonly Ignored[];
  commit(config: Config): Promise<void>;
  requestUpdate(): void;
}

export type Action = readonly [label: string, act: () => void];

export interface Notice {
  readonly title: string;
  readonly items?: readonly (Ignored | ConfigError)[];
  readonly lines?: readonly string[];
  readonly actions?: readonly Action[];
  readonly dismiss?: () => void;
}

/** A row with a title, what there is to say, and what can be done. */
export function notice(
  words: Words,
  { title, items = [], lines = [], actions = [], dismiss }: Notice,
): TemplateResult {
  const label = words.text.errors.dismiss;
  return html`<div class="notice" role="alert">
    <div>
      <strong>${title}</strong>
      ${lines.map((line) => html`<p>${line}</p>`)}
      <ul>
        ${items.map(
          ({ path, message }) =>
            html`<li>${path ? html`<code>${path}</code> ` : nothing}${message}</li>`,
        )}
      </ul>
      <div class="actions">
        ${actions.map(([name, act]) => html`<button type="button" @click=${act}>${name}</button>`)}
      </div>
    </div>
    ${
      dismiss
        ? html`<button type="button" class="icon" aria-label=${label} title=${label} @click=${dismiss}>
            ${icon('close')}
          </button>`
        : nothing
    }
  </div>`;
}
