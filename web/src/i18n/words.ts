// One language, ready to use: the page's own words, and those of the catalogue (English) or of its
// translation. English is there from the start; the others are loaded when they are asked for.
import { catalog } from '../config/catalog.ts';
import { memberOf } from '../config/config.ts';
import type {
  Agreement,
  ConfigKey,
  Family,
  Field,
  LayerColumn,
  NoTheoryKey,
  PresetGroup,
  PresetId,
  RemedyGroup,
  RemedyId,
  VerdictKey,
} from '../config/types.ts';
import type { CatalogText, MemberText } from './catalog-text.ts';
import { en } from './en/en.ts';
import type { MethodsText } from './en/methods.ts';
import type { Text } from './en/text.ts';
import { type Language, languages } from './languages.ts';
import type { ProofText } from './proof-text.ts';
import type { ShareText } from './share-text.ts';
import type { Original, Translation } from './translation.ts';
import type { WatchText } from './watch-text.ts';

type ThresholdKey = (typeof catalog)['thresholds'][number]['key'];

/** A word of the catalogue in English. */
function meaningOf(
  list: readonly { readonly key: string; readonly meaning: string }[],
  key: string,
): string {
  return list.find((word) => word.key === key)?.meaning ?? key;
}

export class Words {
  readonly language: Language;
  readonly text: Text;
  /** Fetches the words of the theory and of the gradient check. */
  readonly proof: () => Promise<ProofText>;
  readonly methods: () => Promise<MethodsText>;
  /** And those of runs that are slow, and engines that do not answer. */
  readonly watch: () => Promise<WatchText>;
  /** And those of the dialog that shares a run. */
  readonly share: () => Promise<ShareText>;
  private readonly translated: CatalogText | undefined;

  constructor(language: Language, words: Original | Translation) {
    this.language = language;
    this.text = words.text;
    this.proof = words.proof;
    this.watch = words.watch;
    this.share = words.share;
    this.methods = words.methods;
    this.translated = 'catalog' in words ? words.catalog : undefined;
  }

  /** The tag of the language, for documents and for Intl. */
  get lang(): string {
    return this.language.tag;
  }

  title(family: Family, kind: string): string {
    return this.member(family, kind)?.title ?? memberOf(family, kind)?.title ?? kind;
  }

  summary(family: Family, kind: string): string {
    return this.member(family, kind)?.summary ?? memberOf(family, kind)?.summary ?? '';
  }

  parameter(family: Family, kind: string, field: Field): string {
    return this.member(family, kind)?.fields[field.key] ?? field.label;
  }

  setting(field: Field): string {
    return this.translated?.config[field.key as ConfigKey] ?? field.label;
  }

  /** An allowed word of a setting: "fan_in" stays as it is written in papers. */
  word(word: string): string {
    const words: Readonly<Record<string, string>> | undefined = this.translated?.words;
    return words?.[word] ?? word;
  }

  layerColumn(key: LayerColumn): string {
    const english = catalog.columns.layer.find((column) => column.key === key)?.label ?? key;
    return this.translated?.layerColumns[key] ?? english;
  }

  verdict(key: VerdictKey): string {
    return this.translated?.verdicts[key] ?? meaningOf(catalog.verdicts, key);
  }

  threshold(key: ThresholdKey): string {
    return this.translated?.thresholds[key] ?? meaningOf(catalog.thresholds, key);
  }

  /** A result of the gradient check. */
  agreement(key: Agreement): string {
    return this.translated?.agreements[key] ?? meaningOf(catalog.agreements, key);
  }

  /** Why mean-field theory says nothing about a run. */
  noTheory(key: NoTheoryKey): string {
    return this.translated?.noTheory[key] ?? meaningOf(catalog.no_theory, key);
  }

  presetGroup(key: PresetGroup): string {
    return this.translated?.presetGroups[key] ?? meaningOf(catalog.preset_groups, key);
  }

  remedyGroup(key: RemedyGroup): string {
    return this.translated?.remedyGroups[key] ?? meaningOf(catalog.remedy_groups, key);
  }

  /** What stands on the button of a remedy, and what it is expected to do. */
  remedy(id: RemedyId): { readonly title: string; readonly effect: string } {
    const english = catalog.remedies.find((remedy) => remedy.id === id);
    return this.translated?.remedies[id] ?? english ?? { title: id, effect: '' };
  }

  preset(id: PresetId): { readonly title: string; readonly summary: string } {
    const english = catalog.presets.find((preset) => preset.id === id);
    return this.translated?.presets[id] ?? english ?? { title: id, summary: '' };
  }

  private member(family: Family, kind: string): MemberText<string> | undefined {
    const members: Readonly<Record<string, MemberText<string>>> | undefined =
      this.translated?.families[family];
    return members?.[kind];
  }
}

export const english = new Words(languages[0], en);

/** The words of a language. */
export async function wordsOf(language: Language): Promise<Words> {
  return language === languages[0] ? english : new Words(language, await language.load());
}
