// The views of a run, one row each; the element's layout, its attribute `view`, its parts and what the
// engine measures derive from the rows. A view is a file here, a row, and its words.
import type { Columns } from '../../engine/calls.ts';
import { unionOf } from '../../experiment/columns.ts';
import type { Experiment } from '../../experiment/experiment.ts';
import { METRICS } from '../../experiment/metrics.ts';
import { TIME_KINDS } from '../../experiment/state.ts';
import type { Text } from '../../i18n/en/text.ts';
import './learned-view.ts';
import './loss-view.ts';
import './profile-view.ts';
import './time-view.ts';

export interface ViewRow {
  /** What the attribute `view` and ::part() call it. */
  readonly id: string;
  /** The element that shows it; rows with the same one share a card, with tabs. */
  readonly tag: string;
  /** Its place in styles/layout.css; "more": in a row of its own below them, beside others there. */
  readonly area: 'profile' | 'time' | 'learned' | 'loss' | 'more';
  /** The heading of its card. */
  readonly title: (text: Text, experiment: Experiment) => string;
  /** What it may come to show, and the engine therefore measures while it is there. */
  readonly columns: Columns;
}

const overTime = {
  tag: 'gs-time',
  area: 'time',
  title: ({ time }: Text) => time.title,
  columns: { step: [], layer: METRICS.map(({ key }) => key) },
} as const;

/** In the order in which they stand where there is one column. */
export const views = [
  {
    id: 'profile',
    tag: 'gs-profile',
    area: 'profile',
    title: ({ profile }) => profile.title,
    columns: { step: [], layer: '*' }, // the table has them all
  },
  ...TIME_KINDS.map((id) => ({ id, ...overTime })),
  {
    id: 'boundary',
    tag: 'gs-learned',
    area: 'learned',
    title: ({ learned }) => learned.title,
    columns: { step: ['accuracy', 'test_accuracy'], layer: [] },
  },
  {
    id: 'loss',
    tag: 'gs-loss',
    area: 'loss',
    title: ({ loss }, { info }) => (info?.data.task === 'regression' ? loss.loss : loss.title),
    columns: { step: ['loss', 'test_loss', 'accuracy', 'test_accuracy'], layer: [] },
  },
] as const satisfies readonly ViewRow[];

/** The views that a text names; all, if it names none. */
export function viewsOf(text: string): readonly ViewRow[] {
  const asked = text.split(/[\s,]+/);
  const found = views.filter(({ id }) => asked.includes(id));
  return found.length > 0 ? found : views;
}

export const columnsOf = (rows: readonly ViewRow[]): Columns =>
  unionOf(...rows.map(({ columns }) => columns));

/** The cards that show these views: for each, its rows, at least one. */
export function cardsOf(rows: readonly ViewRow[]): readonly (readonly [ViewRow, ...ViewRow[]])[] {
  const tags = [...new Set(rows.map(({ tag }) => tag))];
  return tags.map(
    (tag) => rows.filter((row) => row.tag === tag) as unknown as [ViewRow, ...ViewRow[]],
  );
}
