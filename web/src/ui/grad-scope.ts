// <grad-scope>: the whole instrument as one element: what a page and its own parts may ask of it. What is
// opened there stands in opened-element.ts, how it lives in experiment-element.ts, what is shown where in
// layout.ts, its contract in web/README.md.
import { html, type LitElement, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit';
import { equal, validate } from '../config/config.ts';
import { isObject, unexpected } from '../config/read.ts';
import type { Config, Ignored, PresetId, RemedyId } from '../config/types.ts';
import type { Diagnosis } from '../engine/answers.ts';
import {
  besideOf,
  readLink,
  readPreset,
  readState,
  type State,
  TIME_KINDS,
  type TimeKind,
  writeLink,
} from '../experiment/state.ts';
import type { Lang } from '../i18n/languages.ts';
import styles from '../styles/element.css?inline';
import { stepsRule } from './attributes.ts';
import { define } from './define.ts';
import { layout } from './layout.ts';
import type { ThemeChoice } from './look.ts';
import { OpenedElement } from './opened-element.ts';
import type { PictureOptions } from './picture.ts';

/** Where the settings would stand below everything else, they are shown when they are asked for. */
const ROOM_FOR_SETTINGS = 720;

export class GradScope extends OpenedElement {
  static override styles = unsafeCSS(styles);
  static override properties = {
    ...OpenedElement.properties,
    settingsShown: { state: true },
    copied: { state: true },
    sharing: { state: true },
  };
  /** The settings are shown. */
  declare settingsShown: boolean;
  declare copied: string;
  /** The dialog that shares the run, while it is open. */
  declare sharing: TemplateResult | undefined;

  private settingsAsked = false;
  private pictures: Promise<unknown> = Promise.resolve(); // one after the other

  constructor() {
    super();
    this.settingsShown = true;
    this.copied = '';
  }

  // --- What a page may call ---

  /** Resolves when the first run is on screen; rejects with the reason if there is none. */
  get ready(): Promise<void> {
    return this.first.promise;
  }
  get playing(): boolean {
    return this.experiment.playing;
  }
  get step(): number {
    return this.experiment.step;
  }
  get diagnosis(): Diagnosis | undefined {
    return this.experiment.diagnosis;
  }

  play(): void {
    this.autorun?.disarm();
    this.experiment.play();
  }
  pause(): void {
    this.autorun?.disarm();
    this.experiment.pause();
  }
  /** Pauses, and makes `count` updates without regard to the speed. */
  async advance(count = 1): Promise<void> {
    const steps = stepsOf('advance', count);
    const experiment = await this.taken();
    await experiment.goTo(0);
    await experiment.goTo(experiment.step + steps);
  }
  /** Pauses at a step, without regard to the speed; the run starts again if it is further. */
  async goTo(step: number): Promise<void> {
    const wanted = stepsOf('goTo', step);
    const experiment = await this.taken();
    await experiment.goTo(0);
    if (experiment.step > wanted) await experiment.reset();
    await experiment.goTo(wanted);
  }
  async reset(): Promise<void> {
    await (await this.taken()).reset();
  }
  /** Changes some settings; returns what could not be used. */
  async setConfig(changes: Config): Promise<readonly Ignored[]> {
    const experiment = await this.running();
    if (!isObject(changes)) return [unexpected('', 'an object', changes)];
    const { config, ignored } = validate({ ...experiment.config, ...changes });
    return [...ignored, ...(await this.change(config, 'api'))];
  }
  /** All that is on screen: the run, its step, the run that it stands beside, and how they are shown. */
  getState(): State {
    const { experiment } = this;
    const { step } = experiment;
    const beside = this.besideNow();
    const ui = {
      ...(experiment.pointer.metric === 'gradient_norm'
        ? {}
        : { metric: experiment.pointer.metric }),
      ...(this.time === TIME_KINDS[0] ? {} : { time: this.time }),
    };
    return structuredClone({
      v: 1,
      config: experiment.config,
      ...(beside && { compare: beside }),
      ui: { ...ui, ...(step > 0 ? { step } : {}) },
    });
  }
  /** The run that this one is shown beside, unless its preset says so already. */
  private besideNow(): Config | undefined {
    const { config, ghost } = this.experiment;
    const known = [config, besideOf(config)];
    return known.some((one) => one && ghost && equal(one, ghost.config))
      ? undefined
      : ghost?.config;
  }
  async setState(state: unknown): Promise<readonly Ignored[]> {
    const read = readState(state);
    return 'path' in read ? [read] : this.open(read, 'api');
  }
  /** Loads what a link says as far as it can, and shows what it could not use. */
  async openLink(link: string): Promise<readonly Ignored[]> {
    if (typeof link !== 'string') return [unexpected('link', 'a text', link)];
    return this.open(readLink(link), 'url');
  }
  /** A link to this run; with its step, whoever opens it sees the same numbers. */
  permalink(): string {
    const { compare, ...state } = this.getState();
    // What a person had before is no part of an address.
    const wanted = compare && this.asked && equal(compare, this.asked);
    const link = writeLink(wanted ? { ...state, compare } : state);
    const base = this.linkBase ? new URL(this.linkBase, document.baseURI).href : location.href;
    return `${base.replace(/#.*$/s, '')}#${link}`;
  }

  /** A picture of a view or of all that are shown, with the sentence and the link. */
  toBlob(options: PictureOptions = {}): Promise<Blob> {
    const made = this.pictures.then(() => this.draw(options));
    this.pictures = made.catch(() => {});
    return made;
  }
  private async draw(options: PictureOptions): Promise<Blob> {
    this.wake();
    await this.ready;
    const { picture } = await import('./picture.ts');
    const before = this.time;
    const asked = TIME_KINDS.find((kind) => kind === options.view);
    try {
      if (asked) await this.showTime(asked);
      return await picture(this, options);
    } finally {
      if (asked) await this.showTime(before);
    }
  }
  private async showTime(kind: TimeKind): Promise<void> {
    this.time = kind;
    await this.updateComplete;
    await this.renderRoot.querySelector<LitElement>('gs-time')?.updateComplete;
  }

  // --- What its own parts call ---

  /** A person has taken over: nothing starts by itself any more. */
  touched(): void {
    this.autorun?.disarm();
  }

  async commit(config: Config): Promise<void> {
    this.autorun?.disarm();
    await this.change(config, 'user');
  }

  async applyRemedy(id: RemedyId | undefined): Promise<void> {
    this.autorun?.disarm();
    this.fetch(() => import('./views/details.ts'));
    if (await this.experiment.applyRemedy(id)) this.announce('user');
  }

  async choosePreset(id: PresetId): Promise<void> {
    const { config } = readPreset(id).state;
    const since = this.autorun?.disarm();
    this.ignored = [];
    if (!(await this.experiment.begin(config, besideOf(config)))) return;
    this.announce('user');
    if (!this.look.calm) this.autorun?.arm('auto', since);
  }

  /** Shows or hides the settings; shown, they are brought into sight. */
  async showSettings(shown: boolean): Promise<void> {
    this.settingsShown = shown;
    await this.updateComplete;
    if (shown) this.renderRoot.querySelector('#settings')?.scrollIntoView({ block: 'nearest' });
  }

  /** Opens the dialog that shares the run; the single file has none, and copies the link. */
  share(): void {
    this.pause();
    this.fetch(async () => {
      const view: object = await import('./share/share-view.ts');
      if (!('ShareView' in view)) return this.copyLink();
      const text = await this.words.share();
      const close = () => {
        this.sharing = undefined;
      };
      this.sharing = html`<gs-share .host=${this} .text=${text} @gs-close=${close}></gs-share>`;
    });
  }

  async copyLink(): Promise<void> {
    const { page } = this.words.text;
    const link = this.permalink();
    try {
      await navigator.clipboard.writeText(link);
      this.copied = page.copied;
    } catch {
      this.copied = `${page.copyFailed} ${link}`;
    }
  }

  prefer(detail: { lang?: Lang; theme?: ThemeChoice; keys?: boolean }): void {
    if (detail.lang) this.lang = detail.lang;
    if (detail.theme) this.theme = detail.theme;
    if (detail.keys !== undefined) this.singleKeys = detail.keys;
    this.send('gs-preference', detail);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.settingsShown = this.clientWidth >= ROOM_FOR_SETTINGS;
  }

  /** Whether a page has put something into that slot. */
  fills(slot: string): boolean {
    return this.querySelector(`:scope > [slot="${slot}"]`) !== null;
  }

  /** The settings are no part of the first picture: they come after it. */
  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const wanted = this.settingsShown && this.panel === 'full' && this.experiment.info;
    if (!wanted || this.settingsAsked) return;
    this.settingsAsked = true;
    this.experiment.clock.after(0, () => this.fetch(() => import('./settings/settings-panel.ts')));
  }

  protected override render() {
    return layout(this);
  }
}

/** What a method was given for a number of steps. */
function stepsOf(method: string, value: unknown): number {
  const steps = typeof value === 'number' ? stepsRule.read(value) : undefined;
  if (steps !== undefined) return steps;
  throw new RangeError(`${method}: ${unexpected('', stepsRule.allowed, value).message}`);
}

define('grad-scope', GradScope);
