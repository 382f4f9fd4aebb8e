// The element's events for the page around it, from those of its run. Their contract stands in
// web/README.md.
import type { Experiment } from '../experiment/experiment.ts';
import { latestOf } from '../experiment/history.ts';

/** Milliseconds between two gs-progress events. */
const PAUSE = 250;

export function relay(scope: Experiment, send: (type: string, detail: unknown) => void): void {
  let last = Number.NEGATIVE_INFINITY;
  const on = (type: string, listener: () => void) => scope.addEventListener(type, listener);
  on('rows', () => {
    const now = performance.now();
    if (!scope.playing || now - last < PAUSE) return;
    last = now;
    send('gs-progress', { step: scope.step, loss: latestOf(scope.history, 'loss') });
  });
  on('diagnosis', () => {
    const { diagnosis, step } = scope;
    if (!diagnosis) return;
    const { verdict, layer, delta_ratio: ratio } = diagnosis;
    send('gs-diagnosis', { kind: verdict, layer, ratio, step });
  });
  on('trouble', () => send('gs-diverged', scope.diagnosis?.trouble ?? {}));
  on('end', () => send('gs-runend', { step: scope.step }));
  on('refused', () => send('gs-error', { errors: scope.errors }));
  on('fault', () => send('gs-error', { message: scope.fault }));
}
