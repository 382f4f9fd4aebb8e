// <grad-scope>: the whole instrument as one element. It owns a run, its settings and its looks; what
// is shown where stands in layout.ts. Its contract stands in web/README.md.
import { type PropertyValues, unsafeCSS } from 'lit';
import { validate } from '../config/config.ts';
import type { Config, Ignored, PresetId, RemedyId } from '../config/types.ts';
import type { Diagnosis } from '../engine/answers.ts';
import { Autorun } from '../experiment/autorun.ts';
import { unionOf } from '../experiment/columns.ts';
import { Experiment } from '../experiment/experiment.ts';
import { OUTCOME } from '../experiment/outcome.ts';
import { speedOf } from '../experiment/speed.ts';
import {
  besideOf,
  type Read,
  readLink,
  readPreset,
  readState,
  type State,
  without,
  writeLink,
} from '../experiment/state.ts';
import { type Lang, type Language, languageFor, languages } from '../i18n/languages.ts';
import { english, type Words, wordsOf } from '../i18n/words.ts';
import styles from '../styles/element.css?inline';
import { Attributes, hasRemedies, type StateSource } from './attributes.ts';
import { screenClock, watchSight } from './browser.ts';
import { layout } from './layout.ts';
import { type Look, lookOf, type ThemeChoice, watchSystem } from './look.ts';
import { relay } from './relay.ts';
import { handleKey } from './shortcuts.ts';
import { columnsOf, viewsOf } from './views/registry.ts';

/** Where the settings would stand below everything else, they are shown when they are asked for. */
const ROOM_FOR_SETTINGS = 720;

export class GradScope extends Attributes {
  static override styles = unsafeCSS(styles);
  static override properties = {
    ...Attributes.properties,
    words: { state: true },
    look: { state: true },
    panel: { state: true },
    ignored: { state: true },
    copied: { state: true },
    time: { state: true },
  };
  declare words: Words;
  declare look: Look;
  /** The settings are shown. */
  declare panel: boolean;
  declare ignored: readonly Ignored[];
  declare copied: string;
  /** The view over time that was chosen. */
  declare time: string;

  /** The experiment; made anew whenever the element enters a page. */
  experiment: Experiment;
  /** Resolves when the first run is on screen. */
  readonly ready: Promise<void>;

  private readonly setReady: () => void;
  private autorun: Autorun | undefined;
  private endWatch: (() => void) | undefined;
  private endSight: (() => void) | undefined;
  private opened: Promise<unknown> | undefined;
  private tongue: Language = languages[0];

  constructor() {
    super();
    this.words = english;
    this.look = lookOf('auto');
    this.panel = true;
    this.ignored = [];
    this.copied = '';
    this.time = 'heatmap';
    this.experiment = newExperiment();
    let setReady = () => {};
    this.ready = new Promise((resolve) => {
      setReady = resolve;
    });
    this.setReady = setReady;
  }

  // --- What a page may call ---

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
    this.autorun?.disarm();
    await this.experiment.goTo(0);
    await this.experiment.goTo(this.experiment.step + count);
  }
  reset(): Promise<void> {
    this.autorun?.disarm();
    return this.experiment.reset();
  }
  /** Changes some settings; returns what could not be used. */
  async setConfig(changes: Config): Promise<readonly Ignored[]> {
    const { config, ignored } = validate({ ...this.experiment.config, ...changes });
    if (await this.experiment.change(config)) this.announce('api');
    return [...ignored, ...this.experiment.errors];
  }
  getState(): State {
    const { experiment } = this;
    const ui = {
      ...(experiment.pointer.metric === 'gradient_norm'
        ? {}
        : { metric: experiment.pointer.metric }),
      ...(this.time === 'heatmap' ? {} : { time: this.time }),
    };
    return { v: 1, config: experiment.config, ui };
  }
  setState(state: unknown): Promise<readonly Ignored[]> {
    return this.open(readState(state), 'api');
  }
  /** Loads what a link says as far as it can, and shows what it could not use. */
  openLink(link: string, source: StateSource = 'url'): Promise<readonly Ignored[]> {
    return this.open(readLink(link), source);
  }
  /** A link to this run; with its step, whoever opens it sees the same numbers. */
  permalink(): string {
    const { step } = this.experiment;
    const { config, ui } = this.getState();
    const link = writeLink({ v: 1, config, ui: { ...ui, ...(step > 0 ? { step } : {}) } });
    return `${location.href.replace(/#.*$/s, '')}#${link}`;
  }

  // --- What its own parts call ---

  /** A person has taken over: nothing starts by itself any more. */
  touched(): void {
    this.autorun?.disarm();
  }

  async commit(config: Config): Promise<void> {
    this.autorun?.disarm();
    if (await this.experiment.change(config)) this.announce('user');
  }

  async applyRemedy(id: RemedyId | undefined): Promise<void> {
    this.autorun?.disarm();
    if (await this.experiment.applyRemedy(id)) this.announce('user');
  }

  async choosePreset(id: PresetId): Promise<void> {
    const { config } = readPreset(id).state;
    this.autorun?.disarm();
    this.ignored = [];
    if (!(await this.experiment.begin(config, besideOf(config)))) return;
    this.announce('user');
    if (!this.look.calm) this.autorun?.arm('auto');
  }

  /** Shows or hides the settings; shown, they are brought into sight. */
  async showPanel(shown: boolean): Promise<void> {
    this.panel = shown;
    await this.updateComplete;
    if (shown) this.renderRoot.querySelector('#settings')?.scrollIntoView({ block: 'nearest' });
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

  // --- Life ---

  override connectedCallback(): void {
    super.connectedCallback();
    this.panel = this.clientWidth >= ROOM_FOR_SETTINGS;
    this.measure();
    this.experiment.addEventListener('state', () => this.requestUpdate());
    relay(this.experiment, (type, detail) => this.send(type, detail));
    this.endWatch = watchSystem(() => {
      this.look = lookOf(this.theme);
    });
    document.addEventListener('keydown', this.onPageKey);
    const autorun = new Autorun(this.experiment, screenClock);
    this.autorun = autorun;
    this.endSight = watchSight(this, (visible) => autorun.see(visible));
    // Whoever made the element may still want to say what it should open.
    void Promise.resolve().then(() => {
      if (this.isConnected) this.opened ??= this.openAttributes();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.onPageKey);
    this.endWatch?.();
    this.endSight?.();
    this.autorun?.stop();
    this.autorun = undefined;
    this.experiment.dispose();
    this.experiment = newExperiment();
    this.experiment.setSpeed(speedOf(this.speed));
    this.experiment.setMost(mostOf(this.maxSteps));
    this.opened = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('theme')) this.look = lookOf(this.theme);
    if (changed.has('lang') || !this.hasUpdated) void this.speak();
    if (changed.has('speed')) this.experiment.setSpeed(speedOf(this.speed));
    if (changed.has('maxSteps')) this.experiment.setMost(mostOf(this.maxSteps));
    if (changed.has('view') || changed.has('controls')) this.measure();
    const given = this.hasUpdated && (changed.has('preset') || changed.has('config'));
    if (given) this.opened = this.openAttributes();
  }

  /** What is looked at is measured. */
  private measure(): void {
    const shown = columnsOf(viewsOf(this.view));
    this.experiment.measure(hasRemedies(this.controls) ? unionOf(shown, OUTCOME) : shown);
  }

  private async speak(): Promise<void> {
    this.tongue = languageFor(this.lang || this.closest('[lang]')?.getAttribute('lang'));
    try {
      const words = await wordsOf(this.tongue);
      if (words.language === this.tongue) this.words = words; // else another one was asked for meanwhile
    } catch (error) {
      this.experiment.miss(error);
    }
  }

  private openAttributes(): Promise<unknown> {
    return this.open(readPreset(this.preset, this.config), 'api');
  }

  private async open(read: Read, source: StateSource): Promise<readonly Ignored[]> {
    const { config, ui = {} } = read.state;
    const opening = (async () => {
      this.autorun?.disarm();
      this.ignored = read.ignored;
      if (ui.metric) this.experiment.pointer.setMetric(ui.metric);
      if (ui.time) this.time = ui.time;
      if (!(await this.begin(config))) return;
      this.setReady();
      this.send('gs-ready', {});
      this.announce(source);
      if (ui.step) await this.experiment.goTo(ui.step);
      else if (!this.look.calm) this.autorun?.arm(this.run);
    })();
    this.opened = opening;
    await opening;
    return [...this.ignored, ...this.experiment.errors];
  }

  /** While no run is on screen, what the engine refuses is left out, so that there is one. */
  private async begin(config: Config): Promise<boolean> {
    const { experiment } = this;
    const { errors } = experiment;
    if (await experiment.begin(config, besideOf(config))) return true;
    const least = Object.keys(config).length === 0; // nothing is left to leave out
    if (experiment.info || experiment.errors === errors || least) return false;
    this.ignored = [...this.ignored, ...experiment.errors];
    return this.begin(without(config, experiment.errors));
  }

  private announce(source: StateSource): void {
    this.send('gs-statechange', { state: this.getState(), source });
  }

  private send(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  readonly onKey = (event: KeyboardEvent): void => {
    if (this.singleKeys) handleKey(event, this.experiment);
  };

  private readonly onPageKey = (event: KeyboardEvent): void => {
    const free = event.target === document.body || event.target === document.documentElement;
    if (this.pageKeys && free) this.onKey(event);
  };

  protected override render() {
    return layout(this);
  }
}

const newExperiment = () => new Experiment({ clock: screenClock, visibility: document });

const mostOf = (steps: number) => Math.max(1, steps || 2000);

customElements.define('grad-scope', GradScope);
