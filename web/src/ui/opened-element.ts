// What <grad-scope> has open: the run that its attributes, a link or a state ask for, once it is wanted; what
// of it could not be used; and how that is told. What may be called from outside stands in grad-scope.ts.
import type { PropertyValues } from 'lit';
import type { Config, Ignored } from '../config/types.ts';
import { differences } from '../experiment/runs.ts';
import {
  besideOf,
  laidOver,
  type Read,
  readPreset,
  type State,
  TIME_KINDS,
  type TimeKind,
  withAll,
  within,
  without,
} from '../experiment/state.ts';
import type { StateSource } from './attributes.ts';
import { ExperimentElement } from './experiment-element.ts';

export abstract class OpenedElement extends ExperimentElement {
  static override properties = {
    ...ExperimentElement.properties,
    ignored: { state: true },
    time: { state: true },
    asleep: { state: true },
  };
  /** What of the last thing that was opened could not be used. */
  declare ignored: readonly Ignored[];
  /** The view over time that was chosen. */
  declare time: TimeKind;
  /** It waits until it is nearly in sight. */
  declare asleep: boolean;

  /** The run that somebody wanted beside this one. */
  protected asked: Config | undefined;
  private opened: Promise<unknown> | undefined;
  private endSleep: (() => void) | undefined;
  private openings = 0; // how often something was opened
  private told = false; // that there is a run

  constructor() {
    super();
    this.ignored = [];
    this.asleep = false;
    [this.time] = TIME_KINDS;
  }

  abstract getState(): State;

  override connectedCallback(): void {
    super.connectedCallback();
    this.told = false;
    // Whoever made the element may still want to say what it should open.
    void Promise.resolve().then(() => {
      if (!this.isConnected || this.opened) return;
      if (this.loading === 'lazy') this.sleep();
      else this.opened = this.openAttributes();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.opened = undefined;
    this.endSleep?.();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const given =
      this.hasUpdated &&
      ['preset', 'config', 'compare', 'startStep'].some((name) => changed.has(name as 'time'));
    if (given && this.isConnected && !this.asleep) this.opened = this.openAttributes();
  }

  /** Changes the run. Where other data has fewer samples than the batch, the batch is all of them. */
  protected async change(config: Config, source: StateSource): Promise<readonly Ignored[]> {
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
    const beside = this.compare ? laidOver(state.config, this.compare) : undefined;
    const wrong = [...ignored, ...within('compare', beside?.ignored ?? [])];
    if (wrong.length > 0) this.send('gs-error', { errors: wrong });
    const ui = this.startStep > 0 ? { ui: { ...state.ui, step: this.startStep } } : {};
    const compare = beside && { compare: beside.config };
    await this.open({ state: { ...state, ...ui, ...compare }, ignored: wrong }, 'api');
  }

  protected async open(read: Read, source: StateSource): Promise<readonly Ignored[]> {
    if (!this.isConnected) throw this.nowhere();
    const { config, compare = besideOf(config), ui = {} } = read.state;
    this.rouse();
    this.asked = read.state.compare;
    const { experiment } = this;
    experiment.opening = true;
    this.openings += 1;
    const turn = this.openings;
    const opening = (async () => {
      const since = this.autorun?.disarm();
      this.ignored = read.ignored;
      if (ui.metric) this.experiment.pointer.setMetric(ui.metric);
      if (ui.time) this.time = ui.time;
      if (!(await this.begin(config, compare))) {
        const { recovery } = this.experiment;
        const again = recovery.fault !== undefined || recovery.halted;
        if (again) recovery.redo = () => void this.open(read, source);
        return;
      }
      this.first.arrive();
      if (!this.told) this.send('gs-ready', {});
      this.told = true;
      this.send('gs-open', { source });
      this.announce(source);
      if (ui.step) await this.experiment.goTo(ui.step);
      else if (!this.look.calm) this.autorun?.arm(this.run, since);
    })();
    this.opened = opening;
    try {
      await opening;
    } finally {
      if (turn === this.openings) experiment.opening = false;
    }
    return [...this.ignored, ...this.experiment.errors];
  }

  /** While no run is on screen, what the engine refuses is left out, so that there is one. */
  private async begin(config: Config, beside: Config | undefined): Promise<boolean> {
    const { experiment } = this;
    const { errors } = experiment;
    if (await experiment.begin(config, beside)) return true;
    const least = Object.keys(config).length === 0; // nothing is left to leave out
    if (experiment.errors === errors) return false;
    const fitting = withAll(config, {}, experiment.errors);
    if (fitting) {
      this.ignored = [...this.ignored, ...experiment.errors];
      return this.begin(fitting, beside);
    }
    if (experiment.info) return false;
    if (least) {
      this.giveUp();
      return false;
    }
    this.ignored = [...this.ignored, ...experiment.errors];
    return this.begin(without(config, experiment.errors), beside);
  }

  /** Waits until it is within a screen's height of being in sight. */
  private sleep(): void {
    this.asleep = true;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) this.wake();
      },
      { rootMargin: '100% 0px' },
    );
    observer.observe(this);
    this.endSleep = () => observer.disconnect();
  }

  protected wake(): void {
    if (!this.asleep) return;
    this.rouse();
    this.opened ??= this.openAttributes();
  }

  private rouse(): void {
    this.asleep = false;
    this.endSleep?.();
  }

  protected announce(source: StateSource): void {
    this.send('gs-statechange', { state: this.getState(), source });
  }
}
