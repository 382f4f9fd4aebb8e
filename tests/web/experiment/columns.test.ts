// What the engine is asked for: the union of what is looked at.
import { expect, test } from 'vitest';
import { unionOf } from '../../../web/src/experiment/columns.ts';

test('unionOf: each column once; all if anybody wants all', () => {
  expect(
    unionOf(
      { step: ['loss'], layer: ['dead'] },
      { step: ['loss', 'accuracy'], layer: ['delta_rms', 'dead'] },
    ),
  ).toEqual({ step: ['loss', 'accuracy'], layer: ['dead', 'delta_rms'] });
  expect(unionOf({ step: ['loss'], layer: '*' }, { step: '*', layer: ['dead'] })).toEqual({
    step: '*',
    layer: '*',
  });
  expect(unionOf()).toEqual({ step: [], layer: [] });
});
