// Keeps the picture of what was learned up to date without asking the engine too often, and without
// ever asking twice at once. Knows when; predictor.ts knows what.
import type { Evaluation, RunInfo } from '../engine/answers.ts';
import type { Experiment } from './experiment.ts';
import {
  confusionOf,
  extent,
  fittedCurve,
  type Plane,
  pictureOf,
  planeScores,
  predictions,
  type Samples,
  samplesOf,
} from './predictor.ts';
import { Timer } from './world.ts';

/** Milliseconds between two pictures while training goes on. */
const PAUSE = 160;

interface Fitted {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  readonly points?: readonly (Samples & { readonly held?: boolean })[];
  readonly yDomain?: readonly [number, number];
}

export type Drawn =
  | { readonly picture: 'boundary'; readonly scores: Float64Array }
  | { readonly picture: 'confusion'; readonly evaluation: Evaluation }
  | ({ readonly picture: 'curve' | 'agreement' } & Fitted);

export class PictureKeeper {
  plane: Plane | undefined;
  drawn: Drawn | undefined;
  private info: RunInfo | undefined;
  private latest: Experiment | undefined;
  private asked: RunInfo | undefined;
  private askedStep = -1;
  private busy = false;
  private timer: Timer | undefined;
  private readonly changed: () => void;

  constructor(changed: () => void) {
    this.changed = changed;
  }

  /** Takes note of where a run is; draws it soon if the picture is older. Asks once for each step. */
  see(experiment: Experiment): void {
    this.latest = experiment;
    const { info, step } = experiment;
    if (!info || (info === this.asked && step === this.askedStep)) return;
    if (this.busy || this.timer?.waiting) return;
    this.busy = true;
    this.asked = info;
    this.askedStep = step;
    void this.look(experiment, info)
      .then(() => this.changed())
      .catch(() => {
        // The run was replaced while it was asked, or the engine stopped; the experiment says so itself.
      })
      .finally(() => {
        this.busy = false;
        this.timer ??= new Timer(experiment.clock);
        this.timer.start(PAUSE, () => {
          if (this.latest) this.see(this.latest);
        });
      });
  }

  stop(): void {
    this.timer?.stop();
  }

  private async look(experiment: Experiment, info: RunInfo): Promise<void> {
    const plane =
      info === this.info && this.plane ? this.plane : await samplesOf(experiment.slot, info);
    const drawn = await draw(experiment, info, plane);
    this.info = info;
    this.plane = plane;
    this.drawn = drawn;
  }
}

async function draw({ slot }: Experiment, info: RunInfo, plane: Plane): Promise<Drawn> {
  const picture = pictureOf(info);
  switch (picture) {
    case 'boundary':
      return { picture, scores: await planeScores(slot, info, plane) };
    case 'confusion':
      return { picture, evaluation: await confusionOf(slot, info) };
    case 'curve':
      return { picture, ...(await fittedCurve(slot, plane)) };
    case 'agreement': {
      const [train, test] = await Promise.all([
        predictions(slot, 'train'),
        predictions(slot, 'test'),
      ]);
      const points = [
        { ...plane.train, y: train },
        { ...plane.test, y: test, held: true },
      ];
      const [lo, hi] = plane.xDomain; // the diagonal: predictions that are right
      const ends = Float64Array.of(lo, hi);
      return { picture, xs: ends, ys: ends, points, yDomain: extent([train, test, ends]) };
    }
  }
}
