// The types of a config, derived from the generated catalogue: a kind or a setting that the engine
// does not know is a compile error. No values here.
import type { catalog } from './catalog.ts';

type Catalog = typeof catalog;

/** The name of a list of alternatives: "activation", "transform", ... */
export type Family = keyof Catalog['families'];

/** One alternative of a family, as the catalogue describes it. */
export type Member<F extends Family = Family> = Catalog['families'][F][number];

/** The name of an alternative: Kind<'activation'> is "identity" | "sigmoid" | ... */
export type Kind<F extends Family = Family> = Member<F>['kind'];

/** A value that a field may hold, whatever the field. */
export type FieldValue =
  | number
  | boolean
  | string
  | readonly number[]
  | AnyChoice
  | readonly AnyChoice[];

/** A choice of any family: its kind and its parameters. */
export interface AnyChoice {
  readonly kind: string;
  readonly [parameter: string]: FieldValue;
}

/**
 * A setting or a parameter as the catalogue describes it. `min` and `max` (both allowed) bound the
 * number, each number of `integers`, or the length of `choices`; `log` is a hint for sliders.
 */
export interface Field {
  readonly key: string;
  readonly label: string;
  readonly type: 'real' | 'integer' | 'boolean' | 'word' | 'integers' | 'choice' | 'choices';
  readonly min?: number;
  readonly max?: number;
  readonly log?: boolean;
  readonly words?: readonly string[];
  readonly family?: Family;
  readonly default: FieldValue;
}

/** An alternative without its literal types, for code that treats all alike. */
export interface AnyMember {
  readonly kind: string;
  readonly title: string;
  readonly summary: string;
  readonly specimen: boolean;
  readonly fields: readonly Field[];
  /** A loss: where one output tells two classes apart. */
  readonly threshold?: number;
}

type ChoiceValue<D, F> = F extends Family ? (D extends 'full' ? FullChoice<F> : Choice<F>) : never;

// `D` says whether choices inside are complete ("full") or may leave parameters out ("sparse").
type ValueOf<D, X> = X extends { type: 'real' | 'integer' }
  ? number
  : X extends { type: 'boolean' }
    ? boolean
    : X extends { type: 'word'; words: readonly (infer W)[] }
      ? W
      : X extends { type: 'integers' }
        ? readonly number[]
        : X extends { type: 'choice'; family: infer F }
          ? ChoiceValue<D, F>
          : X extends { type: 'choices'; family: infer F }
            ? readonly ChoiceValue<D, F>[]
            : never;

type Values<D, Fields extends readonly { key: string }[]> = {
  readonly [X in Fields[number] as X['key']]: ValueOf<D, X>;
};

type MakeChoice<D, M> = M extends {
  kind: infer K;
  fields: infer Fields extends readonly { key: string }[];
}
  ? { readonly kind: K } & (D extends 'full' ? Values<D, Fields> : Partial<Values<D, Fields>>)
  : never;

/** A choice of a family; parameters left out have their defaults. */
export type Choice<F extends Family> = MakeChoice<'sparse', Member<F>>;

/** A choice of a family with all its parameters. */
export type FullChoice<F extends Family> = MakeChoice<'full', Member<F>>;

type ConfigFields = Catalog['config'];

/** The name of a setting: "depth", "activation", ... */
export type ConfigKey = ConfigFields[number]['key'];

/** A run, as far as it differs from the defaults. */
export type Config = Partial<Values<'sparse', ConfigFields>>;

/** A run with every setting and every parameter. */
export type FullConfig = Values<'full', ConfigFields>;

/** The name of a number of a step, and of a number of a layer. */
export type StepColumn = Catalog['columns']['step'][number]['key'];
export type LayerColumn = Catalog['columns']['layer'][number]['key'];

/** The name of a diagnosis. */
export type VerdictKey = Catalog['verdicts'][number]['key'];

/** A result of the gradient check. */
export type Agreement = Catalog['agreements'][number]['key'];

/** Why mean-field theory says nothing about a run. */
export type NoTheoryKey = Catalog['no_theory'][number]['key'];

/** What becomes of q in a deep network. */
export type MeanFieldStatus = Catalog['statuses'][number]['key'];

/** A state of the gradient, of learning or of the units: FindingKey<'learning'> is "stuck" | ... */
export type FindingKey<F extends keyof Catalog['findings']> = Catalog['findings'][F][number]['key'];

/** What a finding comes from, as far as the engine can tell. */
export type CauseKey = Catalog['causes'][number]['key'];
export type PresetId = Catalog['presets'][number]['id'];
export type PresetGroup = Catalog['preset_groups'][number]['key'];
export type RemedyId = Catalog['remedies'][number]['id'];
export type RemedyGroup = Catalog['remedy_groups'][number]['key'];

/** Something of a link or a file that was not used, and why. `path` is as in "update[1].beta2". */
export interface Ignored {
  readonly path: string;
  readonly message: string;
}
