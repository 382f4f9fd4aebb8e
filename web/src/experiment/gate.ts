// Asks before a run that is slow here: it starts when somebody says so. Knows neither engine nor words;
// what runs cost stands in cost.ts.
import { complete, equal } from '../config/config.ts';
import type { Config, FullConfig } from '../config/types.ts';
import type { Cost, Timed } from './cost.ts';

export interface Question {
  readonly config: Config;
  readonly cost: Cost;
  /** A width at which it would not be slow, if there is one. */
  readonly width: number | undefined;
  /** The config to run: that one, another, or none. */
  readonly answer: (config?: Config) => void;
}

/** A run of which this is less is never slow, whatever else is set (the tests try): most runs. */
const SMALL = 1e7;
/** Steps that took less than this (milliseconds) say nothing of the machine: clocks are coarse. */
const CLEAR = 5;

export function isSmall({ depth, width, data, update }: FullConfig): boolean {
  const samples = 'samples' in data ? data.samples : 0;
  return depth * width * (update.length * width * width + 50 * (width + samples)) < SMALL;
}

/** Where a run is, and the time since it was last measured. */
interface Moment {
  readonly step: number;
  readonly milliseconds: number;
}

export class Gate {
  /** What a person is asked. */
  question: Question | undefined;
  /** What was let through last. */
  wanted: Config = {};
  /** Steps that tell how fast this machine is. */
  timed: Timed | undefined;
  /** The step at which the last of them ended. */
  seen = 0;
  private asked = 0;
  private accepted: Config = {};

  constructor(private readonly changed: () => void) {}

  get wantedInFull(): FullConfig {
    return complete(this.wanted);
  }

  /** Takes note of what steps of a run have taken. */
  measure(config: Config, { step, milliseconds }: Moment): void {
    const steps = step - this.seen;
    this.seen = step;
    if (steps > 0 && milliseconds >= CLEAR) {
      this.timed = { config: complete(config), steps, milliseconds };
    }
  }

  /** The config that is to run, or undefined; whoever asks next takes back what was asked before. */
  async pass(config: Config): Promise<Config | undefined> {
    this.asked += 1;
    const mine = this.asked;
    this.question?.answer();
    const chosen =
      isSmall(complete(config)) || equal(config, this.accepted)
        ? config
        : await this.weigh(config, mine);
    if (mine !== this.asked) return undefined;
    this.wanted = chosen ?? this.wanted;
    return chosen;
  }

  private async weigh(config: Config, mine: number): Promise<Config | undefined> {
    const costs = await import('./cost.ts').catch(() => null); // out of reach: nobody is asked
    const full = complete(config);
    const cost = costs?.expected(full, this.timed);
    if (!costs || !cost || !costs.isSlow(cost) || mine !== this.asked) return config;
    const width = costs.narrower(full, this.timed);
    const chosen = await new Promise<Config | undefined>((answer) => {
      this.question = { config, cost, width, answer };
      this.changed();
    });
    this.question = undefined;
    if (chosen) this.accepted = chosen;
    this.changed();
    return chosen;
  }
}
