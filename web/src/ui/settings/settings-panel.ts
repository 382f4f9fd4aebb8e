// <gs-settings>: every setting of a run as a control, from the catalogue. A change is sent up as a
// whole config; whoever listens decides whether it is run.
import { html, LitElement, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { complete, fieldOf, validate } from '../../config/config.ts';
import type {
  AnyChoice,
  Config,
  ConfigKey,
  Field,
  FieldValue,
  FullConfig,
} from '../../config/types.ts';
import type { ConfigError } from '../../engine/answers.ts';
import type { Lock } from '../../experiment/lock.ts';
import type { Words } from '../../i18n/words.ts';
import { define } from '../define.ts';
import { CommitEvent } from './commit.ts';
import { type FieldContext, fieldControl } from './fields.ts';
import { type Path, setIn, ValueEvent } from './path.ts';
import { type Group, groups } from './settings-layout.ts';

/** The config after a change: lists of one entry per layer follow the depth. */
export function edit(config: Config, path: Path, value: FieldValue | undefined): unknown {
  const next = setIn(complete(config), path, value) as FullConfig;
  if (path[0] === 'specimens' && value !== true) return withoutSpecimens(next);
  if (path[0] !== 'depth' || next.activations.length === 0) return next;
  const activations = Array.from(
    { length: next.depth },
    (_, layer) => next.activations[layer] ?? next.activation,
  );
  return { ...next, activations };
}

/** Printed formulas leave with the switch that let them in; defaults take their places. */
function withoutSpecimens(config: FullConfig): Config {
  return validate({ ...config, specimens: false }).config;
}

export class SettingsPanel extends LitElement {
  static override properties = {
    config: { attribute: false },
    words: { attribute: false },
    errors: { attribute: false },
    locked: { attribute: false },
    own: { state: true },
  };
  declare config: Config;
  declare words: Words;
  declare errors: readonly ConfigError[];
  /** What a person may not change. */
  declare locked: Lock | undefined;
  /** What is wrong with a change that was not sent up. */
  declare own: readonly ConfigError[];

  constructor() {
    super();
    this.config = {};
    this.errors = [];
    this.own = [];
    this.addEventListener(ValueEvent.type, (event) => {
      const { path, value } = event as ValueEvent;
      this.change(path, value);
    });
  }

  override createRenderRoot(): this {
    return this;
  }

  private change(path: Path, value: FieldValue | undefined): void {
    const { config, ignored } = validate(edit(this.config, path, value));
    // Rendering now would put the old value back until the engine has answered.
    if (ignored.length + this.own.length > 0) this.own = ignored;
    if (ignored.length === 0) this.dispatchEvent(new CommitEvent(config));
  }

  private context(): FieldContext {
    return {
      words: this.words,
      specimens: this.config.specimens === true,
      errors: [...this.own, ...this.errors],
    };
  }

  protected override render() {
    const full = complete(this.config);
    const context = this.context();
    const { settings } = this.words.text;
    return html`
      ${groups.map((group) => this.group(group, context, full))}
      <section class="group specimens">
        <h3>${this.words.presetGroup('printed')}</h3>
        <p class="summary">${settings.specimensNote}</p>
        ${this.field(context, fieldOf('specimens'), full)}
      </section>
    `;
  }

  private group(group: Group, context: FieldContext, full: FullConfig) {
    const { settings } = this.words.text;
    const changed = group.more.some((field) => field.key in this.config);
    return html`<section class="group">
      <h3>${settings[group.id]}</h3>
      ${group.basic.map((field) => this.field(context, field, full))}
      <details ?open=${changed}>
        <summary>${settings.more}</summary>
        ${group.more.map((field) => this.field(context, field, full))}
      </details>
    </section>`;
  }

  private field(context: FieldContext, field: Field, full: FullConfig) {
    const value = (full as unknown as Record<string, FieldValue>)[field.key] ?? field.default;
    const control =
      field.key === 'activations'
        ? this.perLayer(context, field, full)
        : fieldControl(context, field, this.words.setting(field), [field.key], value);
    const locked = this.locked?.has(field.key as ConfigKey);
    return locked
      ? html`<fieldset class="locked" disabled title=${this.words.text.settings.locked}>${control}</fieldset>`
      : control;
  }

  private perLayer(context: FieldContext, field: Field, full: FullConfig) {
    const { settings, profile } = this.words.text;
    const on = full.activations.length > 0;
    const turn = (event: Event) => {
      const checked = (event.target as HTMLInputElement).checked;
      const list = checked ? Array.from({ length: full.depth }, () => full.activation) : [];
      this.change([field.key], list);
    };
    const single: Field = { ...field, type: 'choice' };
    return html`<div class="field">
        <label class="check">
          <input type="checkbox" .checked=${live(on)} ?disabled=${full.depth === 0} @change=${turn} />
          <span>${settings.perLayer}</span>
        </label>
      </div>
      ${
        on
          ? html`<div class="parameters">
              ${full.activations.map((choice: AnyChoice, layer: number) =>
                fieldControl(
                  context,
                  single,
                  profile.layer(String(layer + 1)),
                  [field.key, layer],
                  choice,
                ),
              )}
            </div>`
          : nothing
      }`;
  }
}

define('gs-settings', SettingsPanel);
