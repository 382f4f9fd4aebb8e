// Single keys: Space, full stop, R. They act while the focus is inside an element, or, for the one
// element that owns the page's keys, while nothing has the focus; never while somebody types. A key
// that is held steps as fast as the engine answers, and does nothing else twice.
import type { Experiment } from '../experiment/experiment.ts';

/** Elements to which a key means something already. */
const TYPING = 'input, select, textarea, button, a, summary, [contenteditable], [popover]';

/** Does what a key means; whether it means something. */
export function handleKey(event: KeyboardEvent, experiment: Experiment): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  const [origin] = event.composedPath();
  const typing = origin instanceof Element && origin.closest(TYPING) !== null;
  if (typing && !(origin.matches('button, a, summary') && event.key !== ' ')) return false;
  const actions: Readonly<Record<string, () => void>> = {
    ' ': () => experiment.toggle(),
    '.': () => void experiment.stepBy(1),
    r: () => void experiment.reset(),
    R: () => void experiment.reset(),
  };
  const action = actions[event.key];
  if (!action || !experiment.info) return false;
  event.preventDefault();
  if (!event.repeat || (event.key === '.' && !experiment.busy)) action();
  return true;
}
