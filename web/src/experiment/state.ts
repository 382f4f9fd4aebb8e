// What a link or a saved state says: the run, and what the page keeps beside it. Version 1.
import { catalog } from '../config/catalog.ts';
import { equal, reduce, validate } from '../config/config.ts';
import { formatLink, formatSettings, type Link, parseLink } from '../config/link.ts';
import { describe, isObject, unexpected } from '../config/read.ts';
import type { Config, Ignored, PresetId } from '../config/types.ts';
import { METRICS } from './metrics.ts';
import { differences } from './runs.ts';

/** The ways to show a number over time, the usual one first. */
export const TIME_KINDS = ['heatmap', 'lines'] as const;
export type TimeKind = (typeof TIME_KINDS)[number];

export interface UiState {
  /** Which number is shown over time. */
  readonly metric?: string;
  /** How it is shown there. */
  readonly time?: TimeKind;
  /** The step to train to before pausing. */
  readonly step?: number;
}

export interface State {
  readonly v: 1;
  readonly config: Config;
  /** The run that it is shown beside. */
  readonly compare?: Config;
  readonly ui?: UiState;
}

export interface Read {
  readonly state: State;
  readonly ignored: readonly Ignored[];
}

/** More steps than this are not trained just because a link says so. */
const MOST_STEPS = 100_000;

/**
 * What a link says, laid over a config. An address without a link, as Back may lead to, says nothing
 * wrong: the default run.
 */
export function readLink(text: string, base: Config = {}): Read {
  const { ui, ...link } = parseLink(/(^|#)$/.test(text) ? 'v1' : text);
  const problems: Ignored[] = [...link.ignored];
  const config = over(base, link);
  const { compare, ...rest } = ui;
  const state: State = { v: 1, config, ui: readUi(rest, problems) };
  if (compare === undefined) return { state, ignored: problems };
  const beside = laidOver(config, compare);
  problems.push(...within('ui.compare', beside.ignored));
  return { state: { ...state, compare: beside.config }, ignored: problems };
}

/** Settings laid over others; one that is named with its default takes the other's place too. */
function over(base: Config, { config, named }: Pick<Link, 'config' | 'named'>): Config {
  const fresh = Object.fromEntries(named.map((key) => [key, undefined]));
  return reduce({ ...base, ...fresh, ...config } as Config);
}

/** Settings in the grammar of links as a link. */
const asLink = (settings: string) => {
  const text = settings.replace(/^#?v1(&|$)/, '');
  return text === '' ? 'v1' : `v1&${text}`;
};

/** A config with settings in the grammar of links laid over it. */
export function laidOver(base: Config, settings: string) {
  const link = parseLink(asLink(settings));
  return { config: over(base, link), ignored: link.ignored };
}

/** The same complaints, of what stands at `path`. */
export const within = (path: string, ignored: readonly Ignored[]) =>
  ignored.map((wrong) => ({ ...wrong, path: `${path}.${wrong.path}` }));

/** An experiment of the catalogue, and settings in the grammar of links laid over it. */
export const readPreset = (id: string, settings = ''): Read =>
  readLink(asLink(settings), presets.find((preset) => preset.id === id)?.config);

const presets = catalog.presets.map(({ id, link, beside }) => ({
  id,
  config: parseLink(link).config,
  beside: beside === '' ? undefined : parseLink(beside).config,
}));

/** The experiment that a config is, if it is one. */
export function presetOf(config: Config): PresetId | undefined {
  return presets.find((preset) => equal(preset.config, config))?.id;
}

/** The run that a config is to be shown beside: for a formula printed wrong, the right one. */
export function besideOf(config: Config): Config | undefined {
  return presets.find((preset) => equal(preset.config, config))?.beside;
}

/** State of unknown origin, as from setState(); what is none at all, or of another version, is refused. */
export function readState(value: unknown): Read | Ignored {
  if (!isObject(value)) return unexpected('', 'an object', value);
  const { v = 1, config = {}, compare, ui = {} } = value;
  if (v !== 1) return unexpected('v', '1', v);
  const validated = validate(config);
  const problems: Ignored[] = [...validated.ignored];
  if (!isObject(ui)) problems.push(unexpected('ui', 'an object', ui));
  const uiState = readUi(isObject(ui) ? ui : {}, problems);
  const state: State = { v: 1, config: validated.config, ui: uiState };
  if (compare === undefined) return { state, ignored: problems };
  const beside = validate(compare);
  problems.push(...within('compare', beside.ignored));
  return { state: { ...state, compare: beside.config }, ignored: problems };
}

const isTimeKind = (text: string): text is TimeKind =>
  (TIME_KINDS as readonly string[]).includes(text);

function readUi(ui: Readonly<Record<string, unknown>>, problems: Ignored[]): UiState {
  const state: { -readonly [K in keyof UiState]: UiState[K] } = {};
  for (const [key, value] of Object.entries(ui)) {
    const text = typeof value === 'object' ? '' : String(value);
    if (key === 'metric' && METRICS.some((metric) => metric.key === text)) state.metric = text;
    else if (key === 'time' && isTimeKind(text)) state.time = text;
    else if (key === 'step' && /^\d+$/.test(text) && Number(text) <= MOST_STEPS) {
      state.step = Number(text);
    } else
      problems.push({
        path: `ui.${key.slice(0, 40)}`,
        message: `cannot use ${describe(value)}`,
      });
  }
  return state;
}

/**
 * A config that takes all samples at once, if all that is wrong with it is a batch that nobody asked for:
 * that of the run before, or the default.
 */
export function withAll(config: Config, before: Config, faults: readonly Ignored[]) {
  const onlyBatch = faults.length > 0 && faults.every(({ path }) => path === 'batch');
  return onlyBatch && config.batch !== 0 && config.batch === before.batch
    ? { ...config, batch: 0 }
    : undefined;
}

/** A config without the settings that were found faulty; if none of them can be told, the default. */
export function without(config: Config, faults: readonly Ignored[]): Config {
  const faulty = new Set(faults.map(({ path }) => /^\w*/.exec(path)?.[0]));
  const entries = Object.entries(config);
  const rest = entries.filter(([key]) => !faulty.has(key));
  return rest.length < entries.length ? (Object.fromEntries(rest) as Config) : {};
}

export function writeLink({ config, compare, ui = {} }: State): string {
  const beside = compare && formatSettings(compare, differences(compare, config));
  const texts = Object.entries({ ...ui, ...(beside && { compare: beside }) }).flatMap(
    ([key, value]) => (value === undefined ? [] : [[key, String(value)]]),
  );
  return formatLink(config, Object.fromEntries(texts) as Record<string, string>);
}
