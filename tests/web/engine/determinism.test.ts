// The same bits from every module, in Node. In Chromium: tests/e2e/engine.spec.ts; natively:
// tests/engine/determinism_test.cpp.
import { describe, expect, test } from 'vitest';
import * as gradscope from '../../../build/module/gradscope.mjs';
import { parseLink } from '../../../web/src/config/link.ts';
import type { Session } from '../../../web/src/engine/module.ts';
import { fnv1a, hashesOf } from './hash.ts';
import { precisions, recorded } from './recorded.ts';

test('determinism: the hash is FNV-1a', () => {
  const hash = (text: string) => fnv1a(new TextEncoder().encode(text));
  expect(['', 'a', 'foobar'].map(hash)).toEqual([
    'cbf29ce484222325', // the published values
    'af63dc4c8601ec8c',
    '85944171f73967e8',
  ]);
});

test('determinism: there are runs on record', () => expect(recorded.length).toBeGreaterThan(0));

describe.each([
  ['SIMD', true],
  ['scalar', false],
] as const)('determinism: %s', (_name, simd) => {
  describe.each(precisions)('%s', (precision) => {
    test.each(recorded)('$link', async ({ link, steps, stride, ...hashes }) => {
      const { module } = await gradscope.create(precision, { simd });
      module.provideDigits(await gradscope.digits());
      const { config, ignored } = parseLink(link);
      expect(ignored).toEqual([]);
      const session = module.open({ ...config, precision }) as Session;
      session.run(steps, stride);
      expect(session.stepCount()).toBe(steps);
      const rows = session.rows().slice();
      const rowSize = rows.length / Math.ceil(steps / stride);
      expect(hashesOf(session.snapshot().slice(), rows, rowSize)).toEqual(hashes[precision]);
    });
  });
});
