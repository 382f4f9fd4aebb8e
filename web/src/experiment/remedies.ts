// A run with one of the catalogue's remedies. Some help and some do not; the page offers both, because
// the contrast is the lesson.
import { catalog } from '../config/catalog.ts';
import { complete, equal, reduce } from '../config/config.ts';
import { parseLink } from '../config/link.ts';
import { fieldOf } from '../config/members.ts';
import type { Config, FullConfig, RemedyId } from '../config/types.ts';

type Remedy = (typeof catalog.remedies)[number];
type Chain = FullConfig['update'];

/** The chain of a remedy in its place beside that of the run. */
function chained(chaining: Remedy['chaining'], own: Chain, added: Chain): Chain {
  if (chaining === 'replace') return added;
  return chaining === 'before' ? [...added, ...own] : [...own, ...added];
}

/** A learning rate times a factor: 0.02, not 0.020000000000000004; as large as is allowed. */
function scaled(rate: number, factor: number): number {
  const { max = Number.POSITIVE_INFINITY } = fieldOf('learning_rate');
  return factor === 1 ? rate : Math.min(max, Number((rate * factor).toPrecision(12)));
}

/** Whether a remedy is one for this run: it changes something, and something that the run has. */
export function suits(config: Config, id: RemedyId): boolean {
  const changed = remedied(config, id);
  const [before, after] = [complete(config).depth, complete(changed).depth];
  const { group } = catalog.remedies.find((known) => known.id === id) as Remedy;
  return !equal(changed, config) && after <= before && (before > 0 || group === 'step');
}

/** The run with that one change. */
export function remedied(config: Config, id: RemedyId): Config {
  const run = complete(config);
  const remedy = catalog.remedies.find((known) => known.id === id) as Remedy;
  const link = parseLink(`v1&${remedy.change}`);
  const all = complete(link.config);
  const changes = Object.entries(all).filter(([key]) => link.named.includes(key));
  const changed: FullConfig = { ...run, ...Object.fromEntries(changes) };
  return reduce({
    ...changed,
    update: link.named.includes('update')
      ? chained(remedy.chaining, run.update, all.update)
      : run.update,
    learning_rate: scaled(changed.learning_rate, remedy.rate),
  });
}
