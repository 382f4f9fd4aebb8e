// What is loaded when it is needed, in one piece: the gradient check, the board, the table, what changed
// delta, and the pictures of data that is no plane.
import './board-view.ts';
import './cause-view.ts';
import './check-view.ts';

export { drawConfusion } from '../../charts/confusion.ts';
export { CurveChart } from '../../charts/curve.ts';
export { numbersTable } from './numbers-table.ts';
