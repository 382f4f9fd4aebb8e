// Batches that follow each other in one run, as one. No engine here.
import type { Batch, Diagnosis } from './answers.ts';

/** All rows in their order; the run is at `step` now and is said to have that diagnosis. */
export function joined(batches: readonly Batch[], step: number, diagnosis: Diagnosis): Batch {
  const total = (of: (batch: Batch) => number) => batches.reduce((sum, b) => sum + of(b), 0);
  const rows = new Float64Array(total((batch) => batch.rows.length));
  let used = 0;
  for (const batch of batches) {
    rows.set(batch.rows, used);
    used += batch.rows.length;
  }
  const [count, milliseconds] = [total((b) => b.count), total((b) => b.milliseconds)];
  return { count, rows, step, diagnosis, milliseconds };
}
