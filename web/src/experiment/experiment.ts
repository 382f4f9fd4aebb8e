// An experiment: a run that somebody trains, runs beside it, and what a person points at. Views read it
// and call it; it knows the engine and the player, and neither words nor a document.
import { equal } from '../config/config.ts';
import type { Config, RemedyId } from '../config/types.ts';
import type { ConfigError, Diagnosis, RunInfo } from '../engine/answers.ts';
import type { Columns } from '../engine/calls.ts';
import { Connection } from '../engine/connection.ts';
import { ConfigFault, Superseded } from '../engine/errors.ts';
import { RunSlot } from '../engine/slot.ts';
import { NEEDED, unionOf } from './columns.ts';
import { Gate } from './gate.ts';
import { History } from './history.ts';
import { Player } from './player.ts';
import { Pointer } from './pointer.ts';
import { Recovery } from './recovery.ts';
import type { Run } from './runs.ts';
import type { Speed } from './speed.ts';
import { Steady } from './steady.ts';
import { Trials } from './trials.ts';
import { type Clock, Timer, type World } from './world.ts';

/** What becomes of the run on screen when another one takes its place. */
type Parting = 'keep the ghost' | 'becomes the ghost' | 'is forgotten';

/** Milliseconds between two renderings of words and numbers while a run goes on. */
const PAUSE = 200;
/** Steps of a run that another one is shown beside. */
const BESIDE = 400;
/** Steps of one request on the way to a step that a link names. */
const LEAP = 500;
/** What there is before the first run. */
const nothing = new History(1, 2);

/**
 * Events: 'state' (something that words show), 'rows' (the history has changed), 'cursor' (somebody
 * points elsewhere), 'start' (another run), 'diagnosis' (another verdict), 'trouble', 'end',
 * 'refused' (a config), 'fault' (no engine).
 */
export class Experiment extends EventTarget {
  readonly clock: Clock;
  readonly slot: RunSlot;
  /** Run 0 is the one that is trained. One beside it stands still: the ghost. */
  runs: readonly Run[] = [];
  readonly trials = new Trials();
  readonly pointer = new Pointer(this, () => this.emit('cursor'));
  /** What the engine had against the last config it was asked to run. */
  errors: readonly ConfigError[] = [];
  /** Asks before slow runs; what is out of reach, and the ways back. */
  readonly gate = new Gate(() => this.now());
  readonly recovery: Recovery;
  before: Config | undefined;
  /** The diagnosis for people to read: while the run goes on it stays for a second. */
  readonly steady: Steady;
  /** Units that were reset when somebody last asked for it in this run. */
  unitsReset: number | undefined;
  /** The run on screen is made to stand beside another one. */
  aside = false;
  /** It is on its way to what a page has asked for: nobody moves it. */
  opening = false;

  private readonly player: Player;
  private readonly timer: Timer;
  private most = 2000;
  private opens = 0; // how many runs were asked for

  constructor({ clock, visibility, ways }: World) {
    super();
    this.clock = clock;
    this.timer = new Timer(clock);
    this.steady = new Steady(clock);
    this.slot = new RunSlot(new Connection(ways), NEEDED);
    this.player = new Player(this.slot, { clock, visibility });
    this.recovery = new Recovery(clock, this.slot, this.player, () => this.now());
    this.player.on('start', (info) => {
      const { config, history } = this.player;
      this.runs = [{ config, info, history }, ...this.runs.slice(1)];
      this.gate.seen = 0;
    });
    this.player.on('rows', (batch) => {
      this.gate.measure(this.config, batch);
      this.emit('rows');
      this.soon();
    });
    this.player.on('playing', () => this.now());
    this.player.on('trouble', () => this.emit('trouble'));
    this.player.on('end', () => this.emit('end'));
    this.player.on('error', (error) => this.fail(error));
  }

  dispose(): void {
    this.timer.stop();
    this.recovery.stop();
    this.player.dispose();
    this.slot.connection.dispose();
  }

  // --- The run ---

  get config(): Config {
    return this.runs[0]?.config ?? {};
  }
  get info(): RunInfo | undefined {
    return this.runs[0]?.info;
  }
  get history(): History {
    return this.runs[0]?.history ?? nothing;
  }
  /** The run that is shown, pale, behind the present one. */
  get ghost(): Run | undefined {
    return this.runs[1];
  }
  get diagnosis(): Diagnosis | undefined {
    return this.player.diagnosis ?? undefined;
  }
  get playing(): boolean {
    return this.player.playing;
  }
  get busy(): boolean {
    return this.player.busy;
  }
  get step(): number {
    return this.player.stepCount;
  }
  get limit(): number {
    return this.player.maxSteps;
  }
  get stopped(): boolean {
    return this.player.trouble !== null;
  }
  get speed(): Speed {
    return this.player.speed;
  }
  get layers(): number {
    return this.info?.layers.length ?? 0;
  }
  get hasTest(): boolean {
    return (this.info?.data.test ?? 0) > 0;
  }

  /** Runs a config in the place of the present one. Returns whether the engine took it. */
  async open(asked: Config, parting: Parting = 'is forgotten'): Promise<boolean> {
    this.opens += 1;
    if (parting !== 'is forgotten') this.aside = false; // a person has changed something meanwhile
    const config = await this.gate.pass(asked);
    if (config === undefined) return false;
    const [old] = this.runs;
    this.recovery.start();
    try {
      await this.player.load(config);
    } catch (error) {
      if (error instanceof ConfigFault) this.refuse(error.errors);
      else this.unlessOver(error);
      return false;
    }
    this.errors = [];
    this.recovery.running();
    if (old && !equal(old.config, config)) this.before = old.config;
    this.unitsReset = undefined;
    this.player.maxSteps = this.most;
    if (parting !== 'keep the ghost') {
      const beside = parting === 'becomes the ghost' && old ? [old] : [];
      this.runs = [...this.runs.slice(0, 1), ...beside];
    }
    this.pointer.restart(this.layers);
    this.steady.restart();
    this.emit('start');
    this.emit('rows');
    this.now();
    return true;
  }

  /**
   * Another experiment: nothing of the last one stays. With `beside`, that run is made first and stays
   * as the ghost. Gives way if yet another run is asked for meanwhile.
   */
  async begin(config: Config, beside?: Config): Promise<boolean> {
    this.recovery.redo = () => void this.begin(config, beside);
    let made = false;
    this.aside = beside !== undefined;
    if (beside) {
      const asked = this.opens + 1;
      made = await this.open(beside);
      if (made) await this.goTo(BESIDE);
      if (this.opens !== asked) return false;
      this.aside = false;
    }
    const opened = await this.open(config, made ? 'becomes the ghost' : 'is forgotten');
    if (opened) this.restartTrials();
    return opened;
  }

  /** A setting was changed: the run starts again beside what it was, and goes on if it was going. */
  async change(config: Config): Promise<boolean> {
    if (equal(config, this.config)) return true;
    this.recovery.redo = () => void this.change(config);
    const going = this.playing || this.player.ended;
    const opened = await this.open(config, 'becomes the ghost');
    if (!opened) return false;
    this.restartTrials();
    if (going) this.player.play();
    return true;
  }

  /** One change to the run that remedies start from; undefined: that run itself. */
  async applyRemedy(id: RemedyId | undefined): Promise<boolean> {
    this.recovery.redo = () => void this.applyRemedy(id);
    const { trials } = this;
    trials.record(this);
    const { board } = trials;
    const bare = trials.remedy === undefined || id === undefined;
    const parting = bare ? 'becomes the ghost' : 'keep the ghost';
    if (!(await this.open(trials.configWith(id), parting))) return false;
    trials.remedy = id;
    trials.board = board;
    this.player.play();
    this.now();
    return true;
  }

  play(): void {
    if (this.slot.run?.over) return void this.reset().then(() => this.player.play());
    if (this.step >= this.limit) this.player.maxSteps = this.step + this.most;
    this.player.play();
  }
  pause(): void {
    this.player.pause();
  }
  toggle(): void {
    if (this.playing) this.pause();
    else this.play();
  }
  async stepBy(count: number): Promise<void> {
    if (this.slot.run?.over) await this.reset();
    this.player.maxSteps = Math.max(this.limit, this.step + count);
    this.pointer.follow();
    await this.player.step(count);
    this.now();
  }
  /** Trains up to a step without regard to speed, and pauses there; gives way to play(). */
  async goTo(step: number): Promise<void> {
    await this.player.step(0); // pauses, and waits for steps that are under way
    const { info } = this;
    if (step > this.limit) this.player.maxSteps = step;
    while (this.info === info && this.step < step && !this.stopped && !this.recovery.fault) {
      const before = this.step;
      await this.stepBy(Math.min(LEAP, step - before));
      if (this.playing) return; // a person has taken over
      if (this.step === before) return; // there is no run yet, or no engine any more
    }
  }
  async reset(): Promise<void> {
    this.recovery.redo = () => void this.reset();
    this.player.pause();
    await this.open(this.config, 'keep the ghost');
  }
  /** Somebody looks at these columns from now on; the diagnosis looks at its own all the time. */
  measure(columns: Columns): void {
    this.slot.select(unionOf(NEEDED, columns)).catch((error) => this.unlessOver(error));
  }
  setSpeed(speed: Speed): void {
    this.player.speed = speed;
    this.now();
  }
  setMost(steps: number): void {
    this.most = steps;
    this.player.maxSteps = Math.max(steps, this.step);
    this.now();
  }

  async resetUnits(): Promise<void> {
    try {
      this.unitsReset = await this.slot.ask('resetUnits');
      this.now();
    } catch (error) {
      this.unlessOver(error);
    }
  }

  /** Forgets what the engine had against a config, what could not be loaded, and the detour. */
  forgive(): void {
    this.errors = [];
    this.recovery.forgive();
  }

  private restartTrials(): void {
    this.trials.restart(this.config);
    this.now();
  }

  private refuse(errors: readonly ConfigError[]): void {
    this.errors = errors;
    this.emit('refused');
    this.now();
  }

  private unlessOver(error: unknown): void {
    if (!(error instanceof Superseded)) this.fail(error as Error);
  }

  private fail(error: Error): void {
    this.recovery.fault = error.message;
    this.emit('fault');
    this.now();
  }

  private emit(type: string): void {
    this.dispatchEvent(new Event(type));
  }

  private now(): void {
    this.timer.stop();
    this.trials.record(this);
    if (this.steady.take(this.diagnosis, this.playing)) this.emit('diagnosis');
    this.emit('state');
  }

  private soon(): void {
    if (!this.timer.waiting) this.timer.start(PAUSE, () => this.now());
  }
}
