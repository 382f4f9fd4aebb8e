// Where each setting stands in the panel. A setting that the engine has and this list does not know
// appears under "more" of the last group, so none can be forgotten.
import { settings } from '../../config/config.ts';
import type { ConfigKey, Field } from '../../config/types.ts';

export interface Group {
  readonly id: 'data' | 'network' | 'training';
  readonly basic: readonly Field[];
  readonly more: readonly Field[];
}

const layout: readonly {
  readonly id: Group['id'];
  readonly basic: readonly ConfigKey[];
  readonly more: readonly ConfigKey[];
}[] = [
  { id: 'data', basic: ['data', 'seed'], more: ['test_fraction', 'order'] },
  {
    id: 'network',
    basic: ['depth', 'width', 'activation', 'init', 'normalization', 'residual'],
    more: ['output_activation', 'bias', 'bias_std', 'dropout', 'activations'],
  },
  {
    id: 'training',
    basic: ['update', 'learning_rate', 'batch'],
    more: ['schedule', 'warmup_steps', 'warmup_start', 'loss', 'l1', 'l2', 'reset'],
  },
];

/** The specimens' switch stands in a group of its own. */
const elsewhere: readonly string[] = ['specimens'] satisfies ConfigKey[];

const listed = layout.flatMap((group): string[] => [...group.basic, ...group.more]);

const fields = (keys: readonly string[]) =>
  keys.flatMap((key) => settings.filter((field) => field.key === key));

const rest = settings
  .map((field) => field.key)
  .filter((key) => !listed.includes(key) && !elsewhere.includes(key));

export const groups: readonly Group[] = layout.map(({ id, basic, more }, i) => ({
  id,
  basic: fields(basic),
  more: fields(i === layout.length - 1 ? [...more, ...rest] : more),
}));
