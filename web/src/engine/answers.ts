// What the engine answers: plain data, as its module gives it and as it travels between threads. Types
// only; what is asked for stands in calls.ts.
import type {
  Agreement,
  CauseKey,
  FindingKey,
  Kind,
  MeanFieldStatus,
  NoTheoryKey,
  RemedyId,
  VerdictKey,
} from '../config/types.ts';

/** A fault of a config, in the engine's words. */
export interface ConfigError {
  readonly path: string;
  readonly message: string;
}

/** What a network is made of. Layers are counted from 0, the output layer is the last. */
export interface Network {
  /** The loss that is used, chosen or fitting the data. */
  readonly loss: Kind<'loss'>;
  /** Samples a step. */
  readonly batch: number;
  /** How many numbers are trained. */
  readonly parameters: number;
  readonly layers: readonly {
    readonly in: number;
    readonly out: number;
    readonly activation: Kind<'activation'>;
  }[];
  /** Parameters by name: "W0", "b0", ...; row-major, [rows][columns]. */
  readonly tensors: readonly {
    readonly name: string;
    readonly layer: number;
    readonly rows: number;
    readonly columns: number;
  }[];
  /** `train` and `test` are numbers of samples; `classes` is 0 for regression. */
  readonly data: {
    readonly task: 'classification' | 'regression';
    readonly features: number;
    readonly classes: number;
    readonly train: number;
    readonly test: number;
  };
}

/** One for each precision, and one of each for the few browsers without SIMD. */
export type ModuleName = 'float32' | 'float64' | 'float32-scalar' | 'float64-scalar';

/** A run that has started. */
export interface RunInfo extends Network {
  readonly module: ModuleName;
  /** The row of step 0, measured before any training. */
  readonly first: Batch;
}

/** The first number that was not finite. Training stops there. */
export interface Trouble {
  readonly step: number;
  readonly layer: number;
  readonly tensor: string;
}

/** Findings on gradient, learning and units, and the numbers that they rest on. */
export interface Diagnosis {
  /** One word for them; holds for a while. The rest is of now. */
  readonly verdict: VerdictKey;
  readonly gradient: FindingKey<'gradient'>;
  readonly learning: FindingKey<'learning'>;
  readonly units: FindingKey<'units'>;
  readonly cause: CauseKey;
  /** What that part of the backward pass does to delta, per layer; 0 if it is none. */
  readonly cause_decades: number;
  /** The largest slope of the activation of `layer`; 0 if that cannot saturate. */
  readonly steepest: number;
  /** None to two that fit, the likelier one first. */
  readonly remedies: readonly RemedyId[];
  /** The formula that is printed wrong, if the run has one. */
  readonly specimen: string | null;
  /** Which of these numbers shows what that formula breaks. */
  readonly broken: 'decades_per_layer' | 'accuracy' | 'loss_ratio' | 'rate' | null;
  /** Of learning, in the last row. */
  readonly rate: number;
  /** The layer it shows in most. */
  readonly layer: number;
  /** RMS of delta, first over last hidden layer. */
  readonly delta_ratio: number;
  /** Norm of dL/dW, first over last hidden layer. */
  readonly gradient_ratio: number;
  /** Slope of log10 delta; negative: smaller towards the input. */
  readonly decades_per_layer: number;
  /** The largest norm of dL/dW of a hidden layer. */
  readonly largest_norm: number;
  /** Loss of the data, without penalties: a mean of the last rows without the odd ones. */
  readonly loss: number;
  /** That over the first, and over that of the best constant guess. */
  readonly loss_ratio: number;
  readonly guess_ratio: number;
  readonly guess_loss: number;
  /** NaN for regression. */
  readonly accuracy: number;
  /** The share of the most frequent class. */
  readonly guess_accuracy: number;
  /** The largest share of saturated or dead units of a hidden layer. */
  readonly share: number;
  readonly trouble?: Trouble;
}

/** Rows measured in training: `count` of them, one after the other. */
export interface Batch {
  readonly count: number;
  /** Each row: the columns of the step, then those of layer 0, 1, ... as in the catalogue. */
  readonly rows: Float64Array;
  /** Updates made so far. */
  readonly step: number;
  readonly diagnosis: Diagnosis;
  /** Time that the engine took. */
  readonly milliseconds: number;
}

/** A moment of a run, to go back to. */
export interface Snapshot {
  /** All state that training depends on. */
  readonly bytes: Uint8Array;
  /** What rows and diagnoses depend on besides: which rows were asked for until then. */
  readonly observations: Float64Array;
}

/** Results over a data set, in evaluation mode. */
export interface Evaluation {
  readonly loss: number;
  /** NaN for regression. */
  readonly accuracy: number;
  /** Classification: counts, [answer][prediction]. */
  readonly confusion: readonly number[];
}

/** Backpropagation against central differences of the loss, in float64. */
export interface GradientCheck {
  /** The steps of the differences; the lists below go along it. */
  readonly step_sizes: readonly number[];
  readonly layers: readonly {
    readonly parameters: number;
    /** How many of them were looked at. */
    readonly entries: number;
    /** |a - n| / (|a| + |n|) of gradients a and differences n. */
    readonly errors: readonly number[];
    /** What rounding alone makes of it. */
    readonly noise: readonly number[];
    /** Entries that were left out: a kink lies between the two points. */
    readonly kinks: readonly number[];
    /** The place of the best step size. */
    readonly best: number;
    readonly agreement: Agreement;
    /**
     * What article 002 takes for the check: |a - b| / (|a| + |b|) with the gradient b at the weights that the
     * run began with. Rounding before training, whatever is wrong; large afterwards, whatever is right.
     */
    readonly printed: number;
  }[];
}

/** Mean-field theory of a run before it trains; NaN where a number is not defined. */
export interface MeanFieldTheory {
  readonly reason: null;
  /** Between hidden layers: sqrt(fan_in Var W), and the same for biases. */
  readonly sigma_w: number;
  readonly sigma_b: number;
  /** The sigma_w at which gradients neither vanish nor explode. */
  readonly critical_sigma_w: number;
  readonly status: MeanFieldStatus;
  readonly q_star: number;
  readonly chi_1: number;
  readonly chi_q: number;
  readonly c_star: number;
  readonly chi_c: number;
  readonly xi_q: number;
  readonly xi_c: number;
  readonly xi_grad: number;
  /** RMS of delta: its median over draws, the band of nine in ten, and that of this draw. */
  readonly layers: readonly {
    readonly q: number;
    readonly delta_rms: number;
    readonly low: number;
    readonly high: number;
    readonly measured: number;
  }[];
}

/** Why the theory does not apply. */
export interface NoTheory {
  readonly reason: NoTheoryKey;
}

export type Theory = MeanFieldTheory | NoTheory;
