// <gs-number>: a number of a config as a slider and an exact field. Previews while it is dragged or
// typed, commits on change, explains itself when the text is no good and leaves the text standing.
import { html, LitElement, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Field } from '../../config/types.ts';
import { exact, number, parseNumber } from '../../i18n/format.ts';
import type { Words } from '../../i18n/words.ts';
import { define } from '../define.ts';
import { type Path, pathText, ValueEvent } from './path.ts';
import { type Slider, sliderOf } from './slider.ts';

export class NumberField extends LitElement {
  static override properties = {
    field: { attribute: false },
    path: { attribute: false },
    label: { attribute: false },
    value: { attribute: false },
    error: { attribute: false },
    words: { attribute: false },
    draft: { state: true },
    problem: { state: true },
    preview: { state: true },
  };
  declare field: Field;
  declare path: Path;
  declare label: string;
  declare value: number;
  /** What the engine has against the value, if anything. */
  declare error: string | undefined;
  declare words: Words;
  declare draft: string | undefined;
  declare problem: string;
  declare preview: number | undefined;

  constructor() {
    super();
    this.problem = '';
  }

  override createRenderRoot(): this {
    return this;
  }

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('value')) {
      this.draft = undefined;
      this.problem = '';
      this.preview = undefined;
    }
  }

  private commit(value: number): void {
    this.draft = undefined;
    this.problem = '';
    this.preview = undefined;
    this.dispatchEvent(new ValueEvent(this.path, value));
  }

  private typed(event: Event): void {
    const text = (event.target as HTMLInputElement).value;
    const problem = this.judge(text);
    this.draft = text;
    this.problem = problem;
    if (problem === '') this.commit(parseNumber(text) ?? this.value);
  }

  /** What is wrong with a text, or nothing. */
  private judge(text: string): string {
    const { errors } = this.words.text;
    const { min = 0, max = 0, type } = this.field;
    const value = parseNumber(text);
    if (value === undefined) return errors.notNumber(text);
    if (!(value >= min && value <= max)) return errors.outside(text, number(min), number(max));
    if (type === 'integer' && !Number.isInteger(value)) return errors.notWhole(text);
    return '';
  }

  protected override render() {
    const id = `f-${pathText(this.path).replace(/\W+/g, '-')}`;
    const slider = sliderOf(this.field);
    const shown = this.preview ?? this.value;
    const message = this.problem || this.error;
    return html`
      <div class="row">
        <label for=${id}>${this.label}</label>
        <input
          id=${id}
          class="exact"
          type="text"
          inputmode="decimal"
          autocomplete="off"
          spellcheck="false"
          .value=${live(this.draft ?? exact(shown))}
          aria-invalid=${message ? 'true' : 'false'}
          aria-describedby=${message ? `${id}-problem` : nothing}
          @change=${this.typed}
        />
      </div>
      ${slider ? this.slider(slider, shown) : nothing}
      ${message ? html`<p class="problem" id=${`${id}-problem`} role="alert">${message}</p>` : nothing}
    `;
  }

  private slider(slider: Slider, shown: number) {
    const read = (event: Event) => slider.value(Number((event.target as HTMLInputElement).value));
    return html`<input
        class="slider"
        type="range"
        min="0"
        max=${slider.last}
        step="1"
        aria-label=${this.label}
        aria-valuetext=${exact(shown)}
        .value=${live(String(slider.place(shown)))}
        @input=${(event: Event) => {
          this.preview = read(event);
        }}
        @change=${(event: Event) => this.commit(read(event))}
      />`;
  }
}
define('gs-number', NumberField);
