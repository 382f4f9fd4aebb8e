// <grad-scope>: the whole instrument as one element: what a page and its own parts may ask of it, and what
// is opened there. How it lives stands in experiment-element.ts, what is shown where in layout.ts, its
// contract in web/README.md.
import { type PropertyValues, unsafeCSS } from 'lit';
import { validate } from '../config/config.ts';
import { isObject, unexpected } from '../config/read.ts';
import type { Config, Ignored, PresetId, RemedyId } from '../config/types.ts';
import type { Diagnosis } from '../engine/answers.ts';
import { differences } from '../experiment/runs.ts';
import {
  besideOf,
  type Read,
  readLink,
  readPreset,
  readState,
  type State,
  TIME_KINDS,
  type TimeKind,
  withAll,
  without,
  writeLink,
} from '../experiment/state.ts';
import type { Lang } from '../i18n/languages.ts';
import styles from '../styles/element.css?inline';
import { type StateSource, stepsRule } from './attributes.ts';
import { define } from './define.ts';
import { ExperimentElement } from './experiment-element.ts';
import { layout } from './layout.ts';
import type { ThemeChoice } from './look.ts';

/** Where the settings would stand below everything else, they are shown when they are asked for. */
const ROOM_FOR_SETTINGS = 720;

export class GradScope extends ExperimentElement {
  static override styles = unsafeCSS(styles);
  static override properties = {
    ...ExperimentElement.properties,
    settingsShown: { state: true },
    ignored: { state: true },
    copied: { state: true },
    time: { state: true },
  };
  /** The settings are shown. */
  declare settingsShown: boolean;
  declare ignored: readonly Ignored[];
  declare copied: string;
  /** The view over time that was chosen. */
  declare time: TimeKind;

  private opened: Promise<unknown> | undefined;

  constructor() {
    super();
    this.settingsShown = true;
    this.ignored = [];
    this.copied = '';
    [this.time] = TIME_KINDS;
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
  getState(): State {
    const { experiment } = this;
    const ui = {
      ...(experiment.pointer.metric === 'gradient_norm'
        ? {}
        : { metric: experiment.pointer.metric }),
      ...(this.time === TIME_KINDS[0] ? {} : { time: this.time }),
    };
    return { v: 1, config: structuredClone(experiment.config), ui };
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
    const { step } = this.experiment;
    const { config, ui } = this.getState();
    const link = writeLink({ v: 1, config, ui: { ...ui, ...(step > 0 ? { step } : {}) } });
    const base = this.linkBase ? new URL(this.linkBase, document.baseURI).href : location.href;
    return `${base.replace(/#.*$/s, '')}#${link}`;
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
    const board = () =>
      import('./views/details.ts').catch((error) => this.experiment.recovery.miss(error, board));
    void board();
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
    this.settingsShown = this.clientWidth >= ROOM_FOR_SETTINGS;
    // Whoever made the element may still want to say what it should open.
    void Promise.resolve().then(() => {
      if (this.isConnected) this.opened ??= this.openAttributes();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.opened = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const given =
      this.hasUpdated &&
      ['preset', 'config', 'startStep'].some((name) => changed.has(name as 'step'));
    if (given && this.isConnected) this.opened = this.openAttributes();
  }

  /** Changes the run. Where other data has fewer samples than the batch, the batch is all of them. */
  private async change(config: Config, source: StateSource): Promise<readonly Ignored[]> {
    const { experiment } = this;
    const { config: before, errors: known } = experiment;
    let changed = await experiment.change(config);
    const { errors } = experiment;
    const refused = !changed && errors !== known;
    if (refused && differences(config, before).includes('data')) {
      const fitting = withAll(config, before, errors);
      changed = fitting !== undefined && (await experiment.change(fitting));
      if (changed) this.ignored = errors;
    }
    if (changed) this.announce(source);
    return errors;
  }

  private async openAttributes(): Promise<void> {
    const { state, ignored } = readPreset(this.preset, this.config);
    if (ignored.length > 0) this.send('gs-error', { errors: ignored });
    const ui = this.startStep > 0 ? { ui: { ...state.ui, step: this.startStep } } : {};
    await this.open({ state: { ...state, ...ui }, ignored }, 'api');
  }

  private async open(read: Read, source: StateSource): Promise<readonly Ignored[]> {
    if (!this.isConnected) throw this.nowhere();
    const { config, ui = {} } = read.state;
    const opening = (async () => {
      const since = this.autorun?.disarm();
      this.ignored = read.ignored;
      if (ui.metric) this.experiment.pointer.setMetric(ui.metric);
      if (ui.time) this.time = ui.time;
      if (!(await this.begin(config))) {
        const { recovery } = this.experiment;
        const again = recovery.fault !== undefined || recovery.halted;
        if (again) recovery.redo = () => void this.open(read, source);
        return;
      }
      this.first.arrive();
      this.send('gs-ready', {});
      this.announce(source);
      if (ui.step) await this.experiment.goTo(ui.step);
      else if (!this.look.calm) this.autorun?.arm(this.run, since);
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
    if (experiment.errors === errors) return false;
    const fitting = withAll(config, {}, experiment.errors);
    if (fitting) {
      this.ignored = [...this.ignored, ...experiment.errors];
      return this.begin(fitting);
    }
    if (experiment.info) return false;
    if (least) {
      this.giveUp();
      return false;
    }
    this.ignored = [...this.ignored, ...experiment.errors];
    return this.begin(without(config, experiment.errors));
  }

  private announce(source: StateSource): void {
    this.send('gs-statechange', { state: this.getState(), source });
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
