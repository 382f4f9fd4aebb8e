// The element's events for the page around it, from those of its run. Their contract stands in
// web/README.md.
import type { Experiment } from '../experiment/experiment.ts';
import { latestOf } from '../experiment/history.ts';

/** Milliseconds between two gs-progress events. */
const PAUSE = 250;

export function relay(experiment: Experiment, send: (type: string, detail: unknown) => void): void {
  let last = Number.NEGATIVE_INFINITY;
  const on = (type: string, listener: () => void) => experiment.addEventListener(type, listener);
  on('rows', () => {
    const now = performance.now();
    if (!experiment.playing || now - last < PAUSE) return;
    last = now;
    send('gs-progress', { step: experiment.step, loss: latestOf(experiment.history, 'loss') });
  });
  on('diagnosis', () => {
    const { diagnosis, step } = experiment;
    if (!diagnosis) return;
    const { verdict: kind, gradient, learning, units, cause, remedies } = diagnosis;
    const { layer, delta_ratio: ratio } = diagnosis;
    const found = { kind, gradient, learning, units, cause, remedies: [...remedies] };
    send('gs-diagnosis', { ...found, layer, ratio, step });
  });
  on('trouble', () => send('gs-diverged', experiment.diagnosis?.trouble ?? {}));
  on('end', () => send('gs-runend', { step: experiment.step }));
  on('refused', () => send('gs-error', { errors: experiment.errors }));
  on('fault', () => send('gs-error', { message: experiment.recovery.fault }));
}
