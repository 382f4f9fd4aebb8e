// Runs beside one another: what a run is to those who look at it, and in which settings runs differ.
import { complete, settings } from '../config/config.ts';
import type { Config, ConfigKey } from '../config/types.ts';
import type { RunInfo } from '../engine/answers.ts';
import type { History } from './history.ts';

/** A run: what was asked for, what it is made of, what it has measured. Who moves it is not said. */
export interface Run {
  readonly config: Config;
  readonly info: RunInfo;
  readonly history: History;
}

const keys = settings.map(({ key }) => key as ConfigKey);

/** The settings in which two runs differ, in the order of the catalogue. */
export function differences(a: Config, b: Config): ConfigKey[] {
  const [one, other] = [complete(a), complete(b)];
  return keys.filter((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key]));
}

/** The settings that all of these runs have in common, as far as they are not the defaults. */
export function shared([first = {}, ...rest]: readonly Config[]): Config {
  const apart = new Set<string>(rest.flatMap((config) => differences(first, config)));
  return Object.fromEntries(Object.entries(first).filter(([key]) => !apart.has(key))) as Config;
}
