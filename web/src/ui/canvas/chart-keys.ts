// Arrow keys on a chart: through the steps and the layers. Escape goes back to the latest step.
import type { Experiment } from '../../experiment/experiment.ts';

/** Rows that Page Up and Page Down pass over. */
const FAR = 20;

export function chartKeys(experiment: Experiment): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = experiment.pointer.shownRow;
    const focus = experiment.pointer.focus ?? -1;
    const actions: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => experiment.pointer.showRow(row - 1),
      ArrowRight: () => experiment.pointer.showRow(row + 1),
      PageUp: () => experiment.pointer.showRow(row - FAR),
      PageDown: () => experiment.pointer.showRow(row + FAR),
      Home: () => experiment.pointer.showRow(0),
      End: () => experiment.pointer.follow(),
      ArrowUp: () => experiment.pointer.setFocus(Math.min(experiment.layers - 1, focus + 1)),
      ArrowDown: () =>
        experiment.pointer.setFocus(Math.max(0, focus < 0 ? experiment.layers - 1 : focus - 1)),
      Escape: () => {
        experiment.pointer.follow();
        experiment.pointer.setFocus(undefined);
      },
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
}
