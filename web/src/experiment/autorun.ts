// Starts a run by itself once it can be seen, and holds it while it cannot. Never against a person:
// whoever pauses stays paused.
import type { Scope } from './experiment.ts';

export type RunMode = 'visible' | 'auto' | 'manual';

/** Time to look at step 0 before training starts. */
const LOOK = 1600;

export class Autorun {
  private readonly scope: Scope;
  private readonly element: Element;
  private observer: IntersectionObserver | undefined;
  private timer = 0;
  private wanted = false;
  private held = false;
  private visible = false;

  constructor(element: Element, scope: Scope) {
    this.element = element;
    this.scope = scope;
  }

  watch(): void {
    this.observer = new IntersectionObserver(
      (entries) => this.see(entries.at(-1)?.isIntersecting === true),
      { threshold: 0.1 },
    );
    this.observer.observe(this.element);
  }

  stop(): void {
    window.clearTimeout(this.timer);
    this.observer?.disconnect();
    this.observer = undefined;
  }

  /** The run may start; with mode "visible" when it is seen. */
  arm(mode: RunMode): void {
    this.wanted = mode !== 'manual';
    if (mode === 'auto' || this.visible) this.startSoon();
  }

  /** A person has taken over. */
  disarm(): void {
    this.wanted = false;
    this.held = false;
    window.clearTimeout(this.timer);
  }

  private startSoon(): void {
    if (!this.wanted) return;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (this.wanted && this.scope.step === 0) this.scope.play();
      this.wanted = false;
    }, LOOK);
  }

  private see(visible: boolean): void {
    this.visible = visible;
    if (visible && this.held) {
      this.held = false;
      this.scope.play();
    } else if (visible) {
      this.startSoon();
    } else if (this.scope.playing) {
      this.held = true;
      this.scope.pause();
    }
  }
}
