// What cannot be reached, an engine that is late or stopped or a part of the page, and the ways back.
// Knows no words, and no run but by its slot.
import type { RunSlot } from '../engine/slot.ts';
import { Watchdog } from './watchdog.ts';
import type { Clock } from './world.ts';

export class Recovery {
  /** Why a part of the page could not be loaded, and how to load it after all. */
  missing: { readonly message: string; readonly again: () => void } | undefined;
  /** Why there is no engine. */
  fault: string | undefined;
  /** Somebody has stopped the engine: the run on screen can only start again. */
  halted = false;
  /** Does again what was asked of an engine last. */
  redo: () => void = () => {};
  private readonly watchdog: Watchdog;

  constructor(
    clock: Clock,
    private readonly slot: RunSlot,
    private readonly player: { pause(): void },
    private readonly changed: () => void,
  ) {
    this.watchdog = new Watchdog(clock, slot.connection, changed);
  }

  /** The engine has owed an answer for seconds. */
  get late(): boolean {
    return this.watchdog.late;
  }

  stop(): void {
    this.watchdog.stop();
  }

  /** Another run is about to start: not behind what keeps the engine busy. */
  start(): void {
    if (this.late) this.watchdog.replace();
  }

  /** A run has started. */
  running(): void {
    this.fault = undefined;
    this.halted = false;
  }

  /** Ends the engine, whatever it does; the next run gets another one. */
  halt(): void {
    this.player.pause();
    this.slot.cancel();
    this.watchdog.replace();
    this.halted = true;
    this.changed();
  }

  /** Tries again what could not be reached, or was stopped. */
  again(): void {
    const { missing, fault, halted, late } = this;
    this.missing = undefined;
    this.running();
    this.start();
    missing?.again();
    // A start that was under way goes to the next engine by itself.
    const lost = late && this.slot.connection.owed.length === 0;
    if (fault !== undefined || halted || lost) this.redo();
    this.changed();
  }

  /** Why the engine shares the thread of the page; empty: it has its own. */
  get detour(): string {
    return this.slot.connection.detour;
  }

  /** Forgets what could not be loaded, and the detour. */
  forgive(): void {
    this.missing = undefined;
    this.slot.connection.detour = '';
    this.changed();
  }

  /** A part of the page that is loaded when it is needed could not be. */
  miss(error: unknown, again: () => void): void {
    this.missing = { message: error instanceof Error ? error.message : String(error), again };
    this.changed();
  }
}
