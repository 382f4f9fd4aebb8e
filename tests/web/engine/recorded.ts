// The runs of tests/determinism.json, which have the same bits on every target. How they are hashed:
// hash.ts.
import { readFileSync } from 'node:fs';
import type { Hashes } from './hash.ts';

export interface RecordedRun {
  readonly link: string;
  readonly steps: number;
  /** A row for every so many steps. */
  readonly stride: number;
  readonly float32: Hashes;
  readonly float64: Hashes;
}

const file = new URL('../../determinism.json', import.meta.url);

export const recorded: readonly RecordedRun[] = JSON.parse(readFileSync(file, 'utf8')).runs;

export const precisions = ['float32', 'float64'] as const;
