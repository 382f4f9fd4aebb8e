// Asks for the theory of the run on screen, once for each run, and only while somebody looks at it.
import type { RunInfo, Theory } from '../engine/answers.ts';
import { Superseded } from '../engine/errors.ts';
import type { Experiment } from './experiment.ts';

/** What is expected of delta in each layer: its median over draws, and the band of nine in ten. */
export interface Expected {
  readonly middle: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly high: ArrayLike<number>;
}

export class TheoryKeeper {
  /** The theory, or why there is none; undefined until it is known. */
  theory: Theory | undefined;
  private info: RunInfo | undefined;
  private readonly changed: () => void;

  constructor(changed: () => void) {
    this.changed = changed;
  }

  /** Takes note of the run on screen; asks if it is another one. */
  see(experiment: Experiment): void {
    if (!experiment.info || experiment.info === this.info) return;
    this.info = experiment.info;
    this.theory = undefined;
    const { info } = this;
    void experiment.slot.ask('theory').then(
      (theory) => {
        if (info !== this.info) return;
        this.theory = theory;
        this.changed();
      },
      (error) => {
        if (info !== this.info || error instanceof Superseded) return;
        experiment.recovery.miss(error, () => {
          this.info = undefined;
          this.see(experiment);
        });
      },
    );
  }

  /** What is expected of delta in each layer, if there is a theory. */
  get expected(): Expected | undefined {
    const { theory } = this;
    if (!theory || theory.reason !== null) return undefined;
    const { layers } = theory;
    return {
      middle: layers.map(({ delta_rms }) => delta_rms),
      low: layers.map(({ low }) => low),
      high: layers.map(({ high }) => high),
    };
  }
}
