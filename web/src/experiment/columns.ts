// Which numbers the engine is asked for: those that somebody looks at. What was not measured cannot be
// had later, so whoever shows a number only now and then asks for it all the time.
import type { LayerColumn, StepColumn } from '../config/types.ts';
import type { Columns } from '../engine/calls.ts';

/** What the diagnosis rests on, and what events tell: needed whatever is shown. */
export const NEEDED: Columns = {
  step: ['step', 'loss', 'data_loss', 'accuracy', 'learning_rate'],
  layer: ['gradient_norm', 'delta_rms', 'saturated', 'dead'],
};

function either<K extends string>(lists: readonly (readonly K[] | '*')[]): readonly K[] | '*' {
  if (lists.includes('*')) return '*';
  return [...new Set((lists as readonly (readonly K[])[]).flat())];
}

/** All columns that any of these ask for. */
export const unionOf = (...asked: readonly Columns[]): Columns => ({
  step: either<StepColumn>(asked.map(({ step }) => step)),
  layer: either<LayerColumn>(asked.map(({ layer }) => layer)),
});
