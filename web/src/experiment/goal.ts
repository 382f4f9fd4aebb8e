// A goal: what a run is to reach, as in "test_accuracy>0.9 delta_rms.1>1e-4 verdict=healthy". All parts
// are to hold in one row that was measured. Knows the columns of the catalogue, and no run.
import { catalog } from '../config/catalog.ts';
import type { LayerColumn, StepColumn, VerdictKey } from '../config/types.ts';
import type { RunInfo } from '../engine/answers.ts';
import type { Columns } from '../engine/calls.ts';
import type { Experiment } from './experiment.ts';
import type { Row } from './history.ts';

/** `layer` counts from 0, as rows do; in the text layers count from 1, as on screen. */
interface Part {
  readonly step?: StepColumn;
  readonly column?: LayerColumn;
  readonly layer?: number;
  readonly verdict?: VerdictKey;
  readonly sign: '<' | '<=' | '>' | '>=' | '=';
  readonly limit: number;
}

/** What was reached, where, and what the first part measured there. */
export interface Reached {
  readonly name: string;
  readonly step: number;
  readonly value: number | string;
}

const stepKeys: readonly string[] = catalog.columns.step.map(({ key }) => key);
const layerKeys: readonly string[] = catalog.columns.layer.map(({ key }) => key);
const verdictKeys: readonly string[] = catalog.verdicts.map(({ key }) => key);

export const goalAllowed =
  'conditions such as accuracy>0.9, loss<=0.1, delta_rms.1>1e-4 or verdict=healthy';

function partOf(text: string): Part | undefined {
  const [, name = '', layer, sign = '', limit = ''] =
    /^(\w+)(?:\.([1-9]\d*))?(<=?|>=?|=)([-+.\w]+)$/.exec(text) ?? [];
  if (name === 'verdict' && !layer && sign === '=' && verdictKeys.includes(limit)) {
    return { verdict: limit as VerdictKey, sign, limit: Number.NaN };
  }
  const number = limit === '' ? Number.NaN : Number(limit);
  if (sign === '=' || !Number.isFinite(number)) return undefined;
  const compared = { sign: sign as Part['sign'], limit: number };
  if (!layer && stepKeys.includes(name)) return { step: name as StepColumn, ...compared };
  if (layer && layerKeys.includes(name)) {
    return { column: name as LayerColumn, layer: Number(layer) - 1, ...compared };
  }
  return undefined;
}

/** The parts that a text names; undefined if it names one that there is not. */
export function readGoal(text: string): readonly Part[] | undefined {
  const parts = text
    .split(/\s+/)
    .filter((part) => part !== '')
    .map(partOf);
  return parts.includes(undefined) ? undefined : (parts as readonly Part[]);
}

/** What has to be measured for a goal to be seen. */
export const columnsOfGoal = (parts: readonly Part[]): Columns => ({
  step: parts.flatMap(({ step }) => step ?? []),
  layer: parts.flatMap(({ column }) => column ?? []),
});

function measured(part: Part, row: Row): number {
  if (part.step) return row.get(part.step);
  return part.column === undefined ? Number.NaN : row.layer(part.column, part.layer ?? 0);
}

function holds(part: Part, row: Row, verdict: VerdictKey | undefined): boolean {
  if (part.verdict) return part.verdict === verdict;
  const value = measured(part, row);
  if (part.sign === '<') return value < part.limit;
  if (part.sign === '<=') return value <= part.limit;
  return part.sign === '>' ? value > part.limit : value >= part.limit;
}

/** Watches a run for a goal. Tells once for each run, at the first kept row in which all of it holds. */
export class Goal {
  readonly parts: readonly Part[];
  reached: Reached | undefined;
  private run: RunInfo | undefined;
  private looked = -1; // the last step that was looked at

  constructor(readonly text: string) {
    this.parts = readGoal(text) ?? [];
  }

  /** Looks at what is new; whether the goal has been reached by that. */
  look({ info, history, diagnosis }: Pick<Experiment, 'info' | 'history' | 'diagnosis'>): boolean {
    if (info !== this.run) Object.assign(this, { run: info, reached: undefined, looked: -1 });
    const [first] = this.parts;
    if (!first || this.reached) return false;
    const { steps, length } = history;
    const rows = Array.from({ length }, (_, i) => i).filter((i) => (steps[i] ?? 0) > this.looked);
    const fresh = [...rows.map((i) => history.row(i)), history.latest()];
    for (const row of fresh) {
      // A verdict is that of the last row: earlier ones have none of their own.
      const verdict = row === fresh.at(-1) ? diagnosis?.verdict : undefined;
      if (!row || !this.parts.every((part) => holds(part, row, verdict))) continue;
      const value = first.verdict ?? measured(first, row);
      this.reached = { name: this.text, step: row.get('step'), value };
      return true;
    }
    this.looked = history.latest()?.get('step') ?? -1;
    return false;
  }
}
