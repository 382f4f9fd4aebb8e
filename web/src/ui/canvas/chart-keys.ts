// Arrow keys on a chart: through the steps and the layers. Escape goes back to the latest step.
import type { Experiment } from '../../experiment/experiment.ts';

/** Rows that Page Up and Page Down pass over. */
const FAR = 20;

export function chartKeys(scope: Experiment): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = scope.pointer.shownRow;
    const focus = scope.pointer.focus ?? -1;
    const actions: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => scope.pointer.showRow(row - 1),
      ArrowRight: () => scope.pointer.showRow(row + 1),
      PageUp: () => scope.pointer.showRow(row - FAR),
      PageDown: () => scope.pointer.showRow(row + FAR),
      Home: () => scope.pointer.showRow(0),
      End: () => scope.pointer.follow(),
      ArrowUp: () => scope.pointer.setFocus(Math.min(scope.layers - 1, focus + 1)),
      ArrowDown: () =>
        scope.pointer.setFocus(Math.max(0, focus < 0 ? scope.layers - 1 : focus - 1)),
      Escape: () => {
        scope.pointer.follow();
        scope.pointer.setFocus(undefined);
      },
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
}
