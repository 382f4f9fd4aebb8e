// What <grad-scope> is while it is in a page: an element that owns an experiment, from entering the page to
// leaving it, with its looks and its language. Knows neither what is opened there nor what is shown.
import type { PropertyValues } from 'lit';
import { ConfigFault, EngineFailure } from '../engine/errors.ts';
import { sharedWays } from '../engine/ways.ts';
import { Autorun } from '../experiment/autorun.ts';
import { unionOf } from '../experiment/columns.ts';
import { Experiment } from '../experiment/experiment.ts';
import { OUTCOME } from '../experiment/outcome.ts';
import { type Language, languageFor, languages } from '../i18n/languages.ts';
import { english, type Words, wordsOf } from '../i18n/words.ts';
import { Attributes, hasRemedies } from './attributes.ts';
import { screenClock, watchSight } from './browser.ts';
import { type Look, lookOf, watchLook } from './look.ts';
import { Ready } from './ready.ts';
import { relay } from './relay.ts';
import { handleKey } from './shortcuts.ts';
import { columnsOf, viewsOf } from './views/registry.ts';

const newExperiment = () =>
  new Experiment({ clock: screenClock, visibility: document, ways: sharedWays });

export abstract class ExperimentElement extends Attributes {
  static override properties = {
    ...Attributes.properties,
    words: { state: true },
    look: { state: true },
  };
  declare words: Words;
  declare look: Look;

  /** The experiment; made anew whenever the element enters a page. */
  experiment: Experiment;
  protected autorun: Autorun | undefined;
  protected first = new Ready();
  private endRelay: (() => void) | undefined;
  private endWatch: (() => void) | undefined;
  private endSight: (() => void) | undefined;
  private tongue: Language = languages[0];

  constructor() {
    super();
    this.words = english;
    this.look = lookOf('auto');
    this.experiment = newExperiment();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.measure();
    const { experiment } = this;
    experiment.addEventListener('state', () => this.requestUpdate());
    experiment.addEventListener('fault', () => this.giveUp());
    this.endRelay = relay(experiment, (type, detail) => this.send(type, detail));
    this.endWatch = watchLook(() => {
      const look = lookOf(this.theme);
      if (look.key !== this.look.key || look.calm !== this.look.calm) this.look = look;
    });
    document.addEventListener('keydown', this.onPageKey);
    window.addEventListener('online', this.onOnline);
    const autorun = new Autorun(experiment, screenClock);
    this.autorun = autorun;
    this.endSight = watchSight(this, (visible) => autorun.see(visible));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.onPageKey);
    window.removeEventListener('online', this.onOnline);
    this.endRelay?.();
    this.endWatch?.();
    this.endSight?.();
    this.autorun?.stop();
    this.autorun = undefined;
    this.experiment.dispose();
    this.experiment = newExperiment();
    this.experiment.setSpeed(this.speed);
    this.experiment.setMost(this.maxSteps);
    this.first.fail(this.nowhere());
    this.first = new Ready();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('theme')) this.look = lookOf(this.theme);
    if (changed.has('lang') || !this.hasUpdated) void this.speak();
    if (changed.has('speed')) this.experiment.setSpeed(this.speed);
    if (changed.has('maxSteps')) this.experiment.setMost(this.maxSteps);
    if (changed.has('view') || changed.has('panel')) this.measure();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('refused')) return;
    const before = changed.get('refused') ?? [];
    const news = this.refused.filter((wrong) => !before.includes(wrong));
    if (news.length > 0) this.send('gs-error', { errors: news });
  }

  protected send(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /** The experiment, once it has a run. Nothing starts by itself any more. */
  protected async running(): Promise<Experiment> {
    if (!this.isConnected) throw this.nowhere();
    this.autorun?.disarm();
    if (!this.experiment.info) await this.first.promise;
    return this.experiment;
  }

  /** The same for whoever moves the run himself, while it was being opened or before. */
  protected async taken(): Promise<Experiment> {
    const experiment = await this.running();
    this.autorun?.disarm();
    return experiment;
  }

  protected nowhere(): Error {
    return new Error('This <grad-scope> is in no page.');
  }

  /** There is no run: says why to those who wait for one. */
  protected giveUp(): void {
    const { errors, recovery } = this.experiment;
    const { fault } = recovery;
    this.first.fail(fault === undefined ? new ConfigFault(errors) : new EngineFailure(fault));
  }

  /** What is looked at is measured. */
  private measure(): void {
    const shown = columnsOf(viewsOf(this.view));
    this.experiment.measure(hasRemedies(this.panel) ? unionOf(shown, OUTCOME) : shown);
  }

  private async speak(): Promise<void> {
    this.tongue = languageFor(this.lang || this.closest('[lang]')?.getAttribute('lang'));
    try {
      const words = await wordsOf(this.tongue);
      if (words.language === this.tongue) this.words = words; // else another one was asked for meanwhile
    } catch (error) {
      this.experiment.recovery.miss(error, () => void this.speak());
    }
  }

  readonly onKey = (event: KeyboardEvent): void => {
    if (this.singleKeys && handleKey(event, this.experiment)) this.autorun?.disarm();
  };

  /** What could not be reached may be there now. */
  private readonly onOnline = () => {
    const { info, recovery } = this.experiment;
    if (recovery.fault !== undefined || recovery.missing || (recovery.late && !info)) {
      recovery.again();
    }
  };

  private readonly onPageKey = (event: KeyboardEvent): void => {
    const free = event.target === document.body || event.target === document.documentElement;
    if (this.pageKeys && free) this.onKey(event);
  };
}
