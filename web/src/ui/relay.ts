// The element's events for the page around it, from those of its run. Their contract stands in
// web/README.md.
import type { Experiment } from '../experiment/experiment.ts';
import { latestOf } from '../experiment/history.ts';
import { Timer } from '../experiment/world.ts';

/** Milliseconds between two gs-progress events. */
const PAUSE = 250;

/** Tells what a run does from now on; the result ends that. */
export function relay(
  experiment: Experiment,
  send: (type: string, detail: unknown) => void,
): () => void {
  const on = (type: string, listener: () => void) => experiment.addEventListener(type, listener);
  const timer = new Timer(experiment.clock);
  let playing = false;
  let told = 0; // the step
  const tell = () => {
    const { step, history } = experiment;
    if (step === told) return;
    told = step;
    const [loss, accuracy] = [latestOf(history, 'loss'), latestOf(history, 'accuracy')];
    send('gs-progress', { step, loss, accuracy });
    timer.start(PAUSE, tell);
  };
  const progress = () => timer.waiting || tell();
  on('rows', progress);
  on('state', () => {
    progress();
    if (playing === experiment.playing) return;
    playing = experiment.playing;
    send('gs-playing', { playing, step: experiment.step });
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
  return () => timer.stop();
}
