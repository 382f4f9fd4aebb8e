// Asks for the theory of the run on screen, once for each run, and only while somebody looks at it.
import type { Prediction } from '../charts/profile.ts';
import type { RunInfo, Theory } from '../engine/protocol.ts';
import { type Lang, number } from '../i18n/format.ts';
import type { proofText } from '../i18n/proof.ts';
import type { Words } from '../i18n/words.ts';
import type { Scope } from './scope.ts';

export class TheoryKeeper {
  private theory: Theory | undefined;
  private textOf: typeof proofText | undefined;
  private loading = false;
  private lang: Lang = 'en';
  private info: RunInfo | undefined;
  private readonly changed: () => void;

  constructor(changed: () => void) {
    this.changed = changed;
  }

  /** Takes note of the run on screen; asks if it is another one. */
  see(scope: Scope, words: Words): void {
    if (!scope.info) return;
    this.lang = words.lang;
    this.loadText(scope);
    if (scope.info === this.info) return;
    this.info = scope.info;
    this.theory = undefined;
    const { info } = this;
    void scope.client.theory().then(
      (theory) => {
        if (info !== this.info) return;
        this.theory = theory;
        this.changed();
      },
      () => {
        // The run was replaced while it was asked, or the engine stopped; the scope says so itself.
      },
    );
  }

  /** The sentences come in a part of their own, once. */
  private loadText(scope: Scope): void {
    if (this.loading) return;
    this.loading = true;
    void import('../i18n/proof.ts').then(
      ({ proofText }) => {
        this.textOf = proofText;
        this.changed();
      },
      (error) => scope.miss(error),
    );
  }

  /** What is expected of delta in each layer, if there is a theory. */
  get prediction(): Prediction | undefined {
    const { theory } = this;
    if (!theory || theory.reason !== null) return undefined;
    const { layers } = theory;
    return {
      middle: layers.map(({ delta_rms }) => delta_rms),
      low: layers.map(({ low }) => low),
      high: layers.map(({ high }) => high),
    };
  }

  /** The theory in a sentence; empty until it is known. */
  get sentence(): string {
    const { theory } = this;
    const text = this.textOf?.(this.lang);
    if (!theory || !text) return '';
    if (theory.reason !== null) return `${text.none}${text.reasons[theory.reason]}`;
    if (Number.isNaN(theory.chi_1)) return text.shallow;
    return text.theory({
      chi: number(theory.chi_1),
      sigma: number(theory.sigma_w),
      critical: number(theory.critical_sigma_w, 3),
    });
  }
}
