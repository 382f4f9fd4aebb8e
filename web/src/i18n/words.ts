// One language, ready to use: the page's own words, and those of the catalogue (English) or of its
// translation. The Chinese texts are loaded only when they are asked for.
import { catalog } from '../config/catalog.ts';
import { memberOf } from '../config/config.ts';
import type {
  ConfigKey,
  Family,
  Field,
  LayerColumn,
  PresetId,
  VerdictKey,
} from '../config/types.ts';
import type { CatalogText, MemberText } from './catalog-text.ts';
import { en, type Text } from './en.ts';
import type { Lang } from './format.ts';

type ThresholdKey = (typeof catalog)['thresholds'][number]['key'];

export class Words {
  readonly lang: Lang;
  readonly text: Text;
  private readonly translated: CatalogText | undefined;

  constructor(lang: Lang, text: Text, translated?: CatalogText) {
    this.lang = lang;
    this.text = text;
    this.translated = translated;
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
    const english = catalog.verdicts.find((verdict) => verdict.key === key)?.meaning ?? key;
    return this.translated?.verdicts[key] ?? english;
  }

  threshold(key: ThresholdKey): string {
    const english = catalog.thresholds.find((threshold) => threshold.key === key)?.meaning ?? key;
    return this.translated?.thresholds[key] ?? english;
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

export const english = new Words('en', en);

/** The words of a language. */
export async function wordsOf(lang: Lang): Promise<Words> {
  if (lang === 'en') return english;
  const [{ zh }, { catalogZh }] = await Promise.all([import('./zh.ts'), import('./catalog-zh.ts')]);
  return new Words('zh', zh, catalogZh);
}
