// <gs-header>: the name, the experiments to choose from, and how the page looks and speaks.
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { catalog } from '../../config/catalog.ts';
import type { PresetGroup, PresetId } from '../../config/types.ts';
import type { Lock } from '../../experiment/lock.ts';
import { type Lang, languages } from '../../i18n/languages.ts';
import { define } from '../define.ts';
import { icon } from '../icons.ts';
import { type ThemeChoice, themeChoices } from '../look.ts';
import { ExperimentView } from './chart-view.ts';

type Preset = (typeof catalog.presets)[number];

const membersOf = (key: PresetGroup): readonly Preset[] =>
  catalog.presets.filter(({ group }) => group === key);

/** The first group stands as buttons, what articles do in a menu. */
const [buttons, ...menu] = catalog.preset_groups;

/** What a person chose in the header; the element decides what follows. */
export type HeaderChoice =
  | { readonly preset: PresetId }
  | { readonly lang: Lang }
  | { readonly theme: ThemeChoice }
  | { readonly settings: boolean }
  | { readonly share: true };

export class HeaderView extends ExperimentView {
  static override properties = {
    ...ExperimentView.properties,
    preset: { attribute: false },
    theme: { attribute: false },
    settings: { attribute: false },
    copied: { attribute: false },
    methods: { attribute: false },
    pages: { attribute: false },
    locked: { attribute: false },
  };
  declare preset: PresetId | undefined;
  declare theme: ThemeChoice;
  /** The settings are shown. */
  declare settings: boolean;
  /** What became of copying the link. */
  declare copied: string;
  /** Address of the page of methods; empty: none. */
  declare methods: string;
  /** Address of the folder of all pages; empty: none. */
  declare pages: string;
  /** What a person may not change. */
  declare locked: Lock | undefined;

  private choose(choice: HeaderChoice): void {
    this.dispatchEvent(new CustomEvent('gs-choice', { detail: choice, bubbles: true }));
  }

  protected override render() {
    const { page, settings, tagline } = this.words.text;
    return html`
      <div class="brand">
        <span class="name">Gradscope</span>
        <span class="tagline">${tagline}</span>
      </div>
      ${this.presets()}
      <div class="tools">
        <button
          type="button"
          class="quiet panel-button"
          aria-label=${settings.show}
          aria-expanded=${this.settings ? 'true' : 'false'}
          aria-controls="settings"
          @click=${() => this.choose({ settings: !this.settings })}
        >
          ${icon('sliders')}<span>${settings.show}</span>
        </button>
        <button
          type="button"
          class="quiet"
          aria-label=${page.share}
          @click=${() => this.choose({ share: true })}
        >
          ${icon('link')}<span>${page.share}</span>
        </button>
        ${this.links()}
        ${this.themes()} ${this.languages()}
      </div>
      <p class="copied" role="status">${this.copied}</p>
    `;
  }

  private presets() {
    const { page } = this.words.text;
    return html`<nav class="presets" aria-label=${page.presets}>
      ${membersOf(buttons.key).map(
        ({ id }) => html`<button
          type="button"
          class="chip"
          title=${this.words.preset(id).summary}
          ?disabled=${this.locked?.has('presets')}
          aria-pressed=${id === this.preset ? 'true' : 'false'}
          @click=${() => this.choose({ preset: id })}
        >
          ${this.words.preset(id).title}
        </button>`,
      )}
      ${this.articles()}
    </nav>`;
  }

  /** What the articles do, right and as they print it. */
  private articles() {
    const { page } = this.words.text;
    const shown = menu.some(({ key }) => membersOf(key).some(({ id }) => id === this.preset));
    const group = (key: PresetGroup) =>
      html`<optgroup label=${this.words.presetGroup(key)}>
        ${membersOf(key).map(
          ({ id }) =>
            html`<option value=${id} ?selected=${id === this.preset}>${this.words.preset(id).title}</option>`,
        )}
      </optgroup>`;
    return html`<select
      class="chip"
      aria-label=${page.articles}
      ?disabled=${this.locked?.has('presets')}
      .value=${live(shown ? (this.preset ?? '') : '')}
      @change=${(e: Event) => {
        const { value } = e.target as HTMLSelectElement;
        if (value) this.choose({ preset: value as PresetId });
      }}
    >
      <option value="" ?selected=${!shown}>${page.articles}</option>
      ${menu.map(({ key }) => group(key))}
    </select>`;
  }

  private links() {
    const { pages } = this.words.text;
    const link = (address: string, title: string) =>
      html`<a class="quiet" href=${address}>${title}</a>`;
    if (!this.pages) return this.methods ? link(this.methods, pages.methods) : nothing;
    const others = Object.entries(pages).filter(([id]) => id !== 'index');
    return others.map(([id, title]) => link(`${this.pages}${id}.html`, title));
  }

  private themes() {
    const { page } = this.words.text;
    return html`<select
      class="compact"
      aria-label=${page.theme}
      @change=${(e: Event) =>
        this.choose({ theme: (e.target as HTMLSelectElement).value as ThemeChoice })}
    >
      ${themeChoices.map(
        (theme) =>
          html`<option value=${theme} ?selected=${theme === this.theme}>${page.themes[theme]}</option>`,
      )}
    </select>`;
  }

  private languages() {
    const others = languages.filter((language) => language !== this.words.language);
    return others.map(
      ({ code, tag, name }) => html`<button
        type="button"
        class="quiet"
        lang=${tag}
        @click=${() => this.choose({ lang: code })}
      >
        ${name}
      </button>`,
    );
  }
}

define('gs-header', HeaderView);
