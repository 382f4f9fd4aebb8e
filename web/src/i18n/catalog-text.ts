// The shape of a translated catalogue: a text for everything the engine's registry names, so that a
// missing translation is a compile error. English needs none; the catalogue itself is English.
import type { catalog } from '../config/catalog.ts';
import type {
  Agreement,
  ConfigKey,
  Family,
  Kind,
  LayerColumn,
  Member,
  NoTheoryKey,
  PresetGroup,
  PresetId,
  RemedyGroup,
  RemedyId,
  VerdictKey,
} from '../config/types.ts';

type MemberOf<F extends Family, K> = Extract<Member<F>, { kind: K }>;
type FieldsOf<M> = M extends { fields: readonly (infer X)[] } ? X : never;
type KeyOf<X> = X extends { key: infer K extends string } ? K : never;
type WordsOf<X> = X extends { words: readonly (infer W extends string)[] } ? W : never;

export interface MemberText<FieldKey extends string> {
  readonly title: string;
  readonly summary: string;
  readonly fields: { readonly [K in FieldKey]: string };
}

/** Texts of one family, by kind. */
export type FamilyText<F extends Family> = {
  readonly [K in Kind<F>]: MemberText<KeyOf<FieldsOf<MemberOf<F, K>>>>;
};

type EveryWord = WordsOf<FieldsOf<Member>> | WordsOf<(typeof catalog)['config'][number]>;

export interface CatalogText {
  readonly families: { readonly [F in Family]: FamilyText<F> };
  readonly config: { readonly [K in ConfigKey]: string };
  readonly words: { readonly [W in EveryWord]: string };
  readonly layerColumns: { readonly [K in LayerColumn]: string };
  readonly verdicts: { readonly [K in VerdictKey]: string };
  readonly thresholds: { readonly [K in (typeof catalog)['thresholds'][number]['key']]: string };
  readonly agreements: { readonly [K in Agreement]: string };
  readonly noTheory: { readonly [K in NoTheoryKey]: string };
  readonly presetGroups: { readonly [K in PresetGroup]: string };
  readonly remedyGroups: { readonly [K in RemedyGroup]: string };
  /** On its button, and what it is expected to do. */
  readonly remedies: {
    readonly [K in RemedyId]: { readonly title: string; readonly effect: string };
  };
  readonly presets: {
    readonly [K in PresetId]: { readonly title: string; readonly summary: string };
  };
}
