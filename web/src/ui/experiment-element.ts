// What <grad-scope> is while it is in a page: an element that owns an experiment, from entering the page to
// leaving it, with its looks and its language. Knows neither what is opened there nor what is shown.
import type { PropertyValues } from 'lit';
import { ConfigFault, EngineFailure } from '../engine/errors.ts';
import { sharedWays } from '../engine/ways.ts';
import { Autorun } from '../experiment/autorun.ts';
import { unionOf } from '../experiment/columns.ts';
import { Experiment } from '../experiment/experiment.ts';
import { columnsOfGoal, Goal } from '../experiment/goal.ts';
import { Lock } from '../experiment/lock.ts';
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
    locked: { state: true },
    aim: { state: true },
  };
  declare words: Words;
  declare look: Look;
  /** What a person may not change. */
  declare locked: Lock;
  /** What the run is to reach. */
  declare aim: Goal;

  /** The experiment; made anew whenever the element enters a page. */
  experiment: Experiment;
  protected autorun: Autorun | undefined;
  protected first = new Ready();
  private endRelay: (() => void) | undefined;
  private endWatch: (() => void) | undefined;
  private endSight: (() => void) | undefined;
  private endGroup: (() => void) | undefined;
  private joins = 0; // how often the group was asked for
  private tongue: Language = languages[0];

  constructor() {
    super();
    this.words = english;
    this.look = lookOf('auto');
    this.locked = new Lock('');
    this.aim = new Goal('');
    this.experiment = newExperiment();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.measure();
    const { experiment } = this;
    experiment.addEventListener('state', () => this.requestUpdate());
    experiment.addEventListener('fault', () => this.giveUp());
    experiment.addEventListener('rows', () => this.watchGoal());
    experiment.addEventListener('diagnosis', () => this.watchGoal());
    this.joinGroup();
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
    this.endGroup?.();
    this.autorun?.stop();
    this.autorun = undefined;
    this.experiment.dispose();
    this.experiment = newExperiment();
    this.experiment.setSpeed(this.speed);
    this.experiment.setMost(this.maxSteps);
    this.experiment.trials.lock = this.locked;
    this.first.fail(this.nowhere());
    this.first = new Ready();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('theme')) this.look = lookOf(this.theme);
    if (changed.has('lang') || !this.hasUpdated) void this.speak();
    if (changed.has('speed')) this.experiment.setSpeed(this.speed);
    if (changed.has('maxSteps')) this.experiment.setMost(this.maxSteps);
    if (changed.has('lock')) {
      this.locked = new Lock(this.lock);
      this.experiment.trials.lock = this.locked;
    }
    if (changed.has('goal')) this.aim = new Goal(this.goal);
    if (changed.has('group') && this.isConnected) this.joinGroup();
    if (['view', 'panel', 'goal'].some((name) => changed.has(name as 'view'))) this.measure();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('refused')) return;
    const before = changed.get('refused') ?? [];
    const news = this.refused.filter((wrong) => !before.includes(wrong));
    if (news.length > 0) this.send('gs-error', { errors: news });
  }

  protected send(type: string, detail: unknown): void {
    const told = this.closest('gs-share') === null; // a preview is nobody's run
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: told, composed: told }));
  }

  /** The experiment, once it has a run. Nothing starts by itself any more. */
  protected async running(): Promise<Experiment> {
    if (!this.isConnected) throw this.nowhere();
    this.autorun?.disarm();
    this.wake();
    if (!this.experiment.info) await this.first.promise;
    return this.experiment;
  }

  /** The same for whoever moves the run himself, while it was being opened or before. */
  protected async taken(): Promise<Experiment> {
    const experiment = await this.running();
    this.autorun?.disarm();
    return experiment;
  }

  /** Nobody waits until it is in sight any more. */
  protected abstract wake(): void;

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
    const asked = unionOf(shown, columnsOfGoal(this.aim.parts));
    this.experiment.measure(hasRemedies(this.panel) ? unionOf(asked, OUTCOME) : asked);
  }

  private joinGroup(): void {
    this.endGroup?.();
    this.endGroup = undefined;
    const { experiment, group } = this;
    this.joins += 1;
    const asked = this.joins;
    if (group === '') return;
    this.fetch(async () => {
      const { join } = await import('./group.ts');
      if (asked === this.joins && this.isConnected) {
        this.endGroup = join(group, experiment);
      }
    });
  }

  /** What is not there from the start; what does not come is asked for again (experiment/recovery.ts). */
  protected fetch(part: () => Promise<unknown>): void {
    part().catch((error) => this.experiment.recovery.miss(error, () => this.fetch(part)));
  }

  private watchGoal(): void {
    if (this.experiment.aside || !this.aim.look(this.experiment)) return;
    this.send('gs-goal', this.aim.reached);
    this.requestUpdate();
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
