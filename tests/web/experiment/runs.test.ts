// Runs beside one another as configs: what differs and what is shared.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { complete, equal, reduce } from '../../../web/src/config/config.ts';
import type { Config } from '../../../web/src/config/types.ts';
import { differences, shared } from '../../../web/src/experiment/runs.ts';
import { anyConfig } from '../config/any-config.ts';

test('differences: settings that differ, defaults written or not, in the order of the catalogue', () => {
  const a: Config = { seed: 1, depth: 10, activation: { kind: 'elu', alpha: 1 } };
  const b: Config = { activation: { kind: 'elu' }, update: [{ kind: 'adam' }], depth: 3 };
  expect(differences(a, b)).toEqual(['depth', 'update']);
  expect(differences({ activation: { kind: 'elu', alpha: 2 } }, b)).toContain('activation');
});

test('differences: none exactly if the configs are equal; the same from both sides', () => {
  fc.assert(
    fc.property(anyConfig, anyConfig, (a, b) => {
      expect(differences(a, a)).toEqual([]);
      expect(differences(a, complete(a) as Config)).toEqual([]);
      expect(differences(a, b)).toEqual(differences(b, a));
      expect(differences(a, b).length === 0).toBe(equal(a, b));
    }),
  );
});

test('shared: what differs taken out of any of the runs leaves what is shared', () => {
  fc.assert(
    fc.property(anyConfig, anyConfig, (a, b) => {
      const apart = new Set<string>(differences(a, b));
      const rest = (config: Config) =>
        reduce(
          Object.fromEntries(Object.entries(config).filter(([key]) => !apart.has(key))) as Config,
        );
      expect(reduce(shared([a, b]))).toEqual(rest(a));
      expect(reduce(shared([b, a]))).toEqual(rest(b));
      expect(rest(a)).toEqual(rest(b));
    }),
  );
  expect(shared([])).toEqual({});
});
