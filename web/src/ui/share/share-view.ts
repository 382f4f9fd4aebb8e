// <gs-share>: a dialog with the run on screen as something to paste, for each kind of host, and what it
// will look like there. Fetched when somebody opens it.
import { html, LitElement, nothing, unsafeCSS } from 'lit';
import { readGoal } from '../../experiment/goal.ts';
import type { State } from '../../experiment/state.ts';
import { count } from '../../i18n/format.ts';
import type { ShareText } from '../../i18n/share-text.ts';
import type { Words } from '../../i18n/words.ts';
import styles from '../../styles/share.css?inline';
import { define } from '../define.ts';
import { icon } from '../icons.ts';
import { themeChoices } from '../look.ts';
import type { PictureOptions } from '../picture.ts';
import { views } from '../views/registry.ts';
import { attributesOf, type Shared, type ShareOptions, type Snippet, snippet } from './snippets.ts';

/** What is shared: the element, as far as the dialog knows it. */
export interface Sharer {
  readonly words: Words;
  readonly lang: string;
  readonly linkBase: string;
  readonly lock: string;
  readonly goal: string;
  getState(): State;
  toBlob(options: PictureOptions): Promise<Blob>;
}

type Tab = keyof ShareText['tabs'];
const live: readonly Tab[] = ['html', 'frame', 'myst', 'jupyter'];
const panels = ['remedies', 'full', 'transport', 'none'] as const;
const locks = ['settings', 'remedies', 'presets', 'speed', 'seed'] as const;

/** Its style sheet comes with it. */
let sheet: CSSStyleSheet | undefined;

export class ShareView extends LitElement {
  static override properties = {
    host: { attribute: false },
    text: { attribute: false },
    tab: { state: true },
    options: { state: true },
    copied: { state: true },
    type: { state: true },
    picture: { state: true },
  };
  declare host: Sharer;
  declare text: ShareText;
  declare tab: Tab;
  declare options: ShareOptions;
  declare copied: string;
  declare type: 'png' | 'svg';
  /** An address of the picture. */
  declare picture: string;
  private state: State | undefined;

  constructor() {
    super();
    this.tab = 'link';
    this.copied = '';
    this.type = 'png';
    this.picture = '';
  }

  override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const root = this.getRootNode() as ShadowRoot;
    sheet ??= unsafeCSS(styles).styleSheet;
    if (sheet && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  }

  protected override willUpdate(): void {
    if (this.state) return;
    const { host } = this;
    this.state = host.getState();
    const { lang, lock, goal } = host;
    this.options = { panel: 'remedies', view: '', theme: 'host', lang, lock, goal, atStep: true };
  }

  protected override firstUpdated(): void {
    this.querySelector('dialog')?.showModal();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    URL.revokeObjectURL(this.picture);
  }

  private get shared(): Shared {
    const { host, options, state = host.getState() } = this;
    const here = host.linkBase ? new URL(host.linkBase, document.baseURI).href : location.href;
    const page = here.replace(/#.*$/s, '');
    const base = new URL('..', String(import.meta.url)).href; // this script lies in a folder of it
    const title = this.host.words.text.tagline;
    return { state, options, base, page, title };
  }

  private choose(tab: Tab): void {
    this.tab = tab;
    this.copied = '';
    if (tab === 'markdown' || tab === 'picture') void this.draw();
  }

  private set(changes: Partial<ShareOptions>): void {
    this.options = { ...this.options, ...changes };
    this.copied = '';
    if (this.tab === 'picture') void this.draw();
  }

  private async draw(): Promise<void> {
    const { view, theme } = this.options;
    const asked = view === '' ? {} : { view };
    const papers = theme === 'light' || theme === 'dark' ? { theme } : {};
    const options = { ...asked, ...papers, type: this.type } as PictureOptions;
    const drawn = await this.host.toBlob(options).catch((error: Error) => error);
    URL.revokeObjectURL(this.picture);
    this.picture = drawn instanceof Blob ? URL.createObjectURL(drawn) : '';
    this.copied = drawn instanceof Blob ? '' : drawn.message;
  }

  private async copy(what: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(what);
      this.copied = this.text.copied;
    } catch {
      this.querySelector('textarea')?.select();
      this.copied = this.text.copyFailed;
    }
  }

  protected override render() {
    const { text, tab } = this;
    return html`<dialog class="share" aria-labelledby="share-title" @close=${() => this.dispatchEvent(new Event('gs-close'))}>
      <header class="card-head">
        <h2 id="share-title">${text.title}</h2>
        <button type="button" class="icon" aria-label=${text.close} title=${text.close} @click=${() => this.querySelector('dialog')?.close()}>
          ${icon('close')}
        </button>
      </header>
      ${this.tabs()}
      <div role="tabpanel" id="share-panel" aria-labelledby=${`share-${tab}`}>
        <p class="note">${text.about[tab]}</p>
        ${tab === 'link' || tab === 'markdown' ? nothing : this.choices()}
        ${tab === 'picture' ? nothing : this.source()}
        ${this.preview()}
      </div>
    </dialog>`;
  }

  private tabs() {
    const names = Object.entries(this.text.tabs) as [Tab, string][];
    const go = (event: KeyboardEvent) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      const at = names.findIndex(([name]) => name === this.tab);
      const [next] = names[(at + by + names.length) % names.length] ?? [];
      if (!next) return;
      event.preventDefault();
      this.choose(next);
      this.querySelector<HTMLElement>(`#share-${next}`)?.focus();
    };
    return html`<div class="chips" role="tablist" aria-label=${this.text.title} @keydown=${go}>
      ${names.map(
        ([name, title]) => html`<button
          type="button"
          class="chip"
          role="tab"
          id=${`share-${name}`}
          aria-controls="share-panel"
          aria-selected=${name === this.tab ? 'true' : 'false'}
          tabindex=${name === this.tab ? 0 : -1}
          @click=${() => this.choose(name)}
        >
          ${title}
        </button>`,
      )}
    </div>`;
  }

  private choices() {
    const { text, tab, options } = this;
    const { themes } = this.host.words.text.page;
    const select = (
      label: string,
      value: string,
      words: readonly (readonly [string, string])[],
      put: (value: string) => void,
    ) => html`<label class="field">
      <span>${label}</span>
      <select @change=${(e: Event) => put((e.target as HTMLSelectElement).value)}>
        ${words.map(([word, title]) => html`<option value=${word} ?selected=${word === value}>${title}</option>`)}
      </select>
    </label>`;
    const shown = [['', text.all] as const, ...views.map(({ id }) => [id, id] as const)];
    const looks = themeChoices.map((theme) => [theme, themes[theme]] as const);
    return html`<div class="share-choices">
      ${select(text.view, options.view, shown, (view) => this.set({ view }))}
      ${select(text.theme, options.theme, looks, (theme) => this.set({ theme }))}
      ${
        tab === 'picture'
          ? select(
              text.kind,
              this.type,
              [
                ['png', 'PNG'],
                ['svg', 'SVG'],
              ],
              (type) => {
                this.type = type as 'png';
                void this.draw();
              },
            )
          : html`${select(
              text.panel,
              options.panel,
              panels.map((panel) => [panel, text.panels[panel]] as const),
              (panel) => this.set({ panel }),
            )}
            ${this.rules()}`
      }
    </div>`;
  }

  /** Where it begins, what is locked, and what is to be reached. */
  private rules() {
    const { text, options, state } = this;
    const step = state?.ui?.step;
    const locked = options.lock.split(/\s+/).filter((word) => word !== '');
    const turn = (word: string, on: boolean) =>
      this.set({
        lock: [...locked.filter((one) => one !== word), ...(on ? [word] : [])].join(' '),
      });
    const check = (title: string, on: boolean, put: (on: boolean) => void) =>
      html`<label class="check">
        <input type="checkbox" .checked=${on} @change=${(e: Event) => put((e.target as HTMLInputElement).checked)} />
        <span>${title}</span>
      </label>`;
    return html`
      ${step ? check(text.step(count(step, this.host.words.lang)), options.atStep, (atStep) => this.set({ atStep })) : nothing}
      <fieldset class="share-locks">
        <legend>${text.lock}</legend>
        ${locks.map((word) => check(text.locks[word], locked.includes(word), (on) => turn(word, on)))}
      </fieldset>
      <label class="field">
        <span>${text.goal}</span>
        <input
          type="text"
          autocomplete="off"
          spellcheck="false"
          placeholder=${text.goalHelp}
          .value=${options.goal}
          aria-invalid=${readGoal(options.goal) ? 'false' : 'true'}
          @change=${(e: Event) => this.set({ goal: (e.target as HTMLInputElement).value.trim() })}
        />
        ${readGoal(options.goal) ? nothing : html`<span class="problem" role="alert">${text.goalHelp}</span>`}
      </label>
    `;
  }

  private source() {
    const { text, tab } = this;
    const goal = readGoal(this.options.goal) ? this.options.goal : '';
    const shared = { ...this.shared, options: { ...this.options, goal } };
    const code = snippet(tab as Snippet, shared);
    const rows = Math.min(12, code.split('\n').length + Math.floor(code.length / 90));
    return html`<textarea readonly rows=${rows} spellcheck="false" aria-label=${text.tabs[tab]} .value=${code}></textarea>
      <div class="actions">
        <button type="button" class="primary" @click=${() => void this.copy(code)}>${text.copy}</button>
        <span role="status">${this.copied}</span>
      </div>`;
  }

  private preview() {
    const { text, tab } = this;
    if (live.includes(tab)) {
      return html`<section class="share-preview" aria-label=${text.preview}>
        <h3>${text.preview}</h3>
        ${this.scope()}
      </section>`;
    }
    if (tab === 'link') return nothing;
    if (this.picture === '') return html`<p class="problem" role="alert">${this.copied}</p>`;
    return html`<section class="share-preview" aria-label=${text.preview}>
      <a class="quiet" href=${this.picture} download=${`gradscope.${tab === 'picture' ? this.type : 'png'}`}>${text.save}</a>
      <img src=${this.picture} alt=${text.preview} />
    </section>`;
  }

  private made: HTMLElement | undefined;
  private madeOf = '';

  /** The very element that the snippet makes. */
  private scope(): HTMLElement {
    const attributes = attributesOf(this.shared);
    const key = JSON.stringify(attributes);
    if (!this.made || this.madeOf !== key) {
      this.made = document.createElement('grad-scope');
      for (const [name, value] of Object.entries(attributes)) this.made.setAttribute(name, value);
      this.madeOf = key;
    }
    return this.made;
  }
}

define('gs-share', ShareView);
