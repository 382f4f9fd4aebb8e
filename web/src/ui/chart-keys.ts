// Arrow keys on a chart: through the steps and the layers. Escape goes back to the latest step.
import type { Scope } from './scope.ts';

/** Rows that Page Up and Page Down pass over. */
const FAR = 20;

export function chartKeys(scope: Scope): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = scope.shownRow;
    const focus = scope.focus ?? -1;
    const actions: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => scope.showRow(row - 1),
      ArrowRight: () => scope.showRow(row + 1),
      PageUp: () => scope.showRow(row - FAR),
      PageDown: () => scope.showRow(row + FAR),
      Home: () => scope.showRow(0),
      End: () => scope.follow(),
      ArrowUp: () => scope.setFocus(Math.min(scope.layers - 1, focus + 1)),
      ArrowDown: () => scope.setFocus(Math.max(0, focus < 0 ? scope.layers - 1 : focus - 1)),
      Escape: () => {
        scope.follow();
        scope.setFocus(undefined);
      },
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
}
