// <grad-scope> as a widget for notebooks and MyST, after the contract of anywidget: traits of a model are
// attributes of the element, and what it does becomes traits. Hosts lack parts of the contract: MyST's
// theme has a model without save_changes and off.
import type { GradScope } from '../ui/grad-scope.ts';

/** What a host gives; any of it may be missing, or throw. */
export interface Model {
  get(name: string): unknown;
  set?(name: string, value: unknown): void;
  save_changes?(): void;
  on?(event: string, listener: () => void): void;
  off?(event: string, listener: () => void): void;
}

/** Traits that are attributes, the name of each being that of the property. */
const given = [
  'preset',
  'config',
  'compare',
  'view',
  'panel',
  'lock',
  'goal',
  'theme',
  'lang',
  'speed',
] as const;

type Act = (element: GradScope, value: unknown) => unknown;

/** Traits that the model's side sets to move the run. */
const acts: Readonly<Record<string, Act>> = {
  step: (element, value) => (value === element.step ? null : element.goTo(value as number)),
  playing: (element, value) => (value === true ? element.play() : element.pause()),
  state: (element, value) => (value ? element.setState(value) : null),
};

/** At most so many rows are told. */
const MOST_ROWS = 500;

/** What was measured, by column; null where nothing was. Layers count from 1, as on screen. */
function rowsOf({ history }: GradScope['experiment']): object {
  const every = Math.ceil(history.length / MOST_ROWS);
  const kept = Array.from({ length: history.length }, (_, i) => i).filter((i) => i % every === 0);
  const values = (column: Float64Array) =>
    kept.map((row) => (Number.isFinite(column[row]) ? column[row] : null));
  const steps = ['step', 'loss', 'accuracy', 'test_loss', 'test_accuracy'] as const;
  const layers = Array.from({ length: history.layers }, (_, layer) =>
    (['gradient_norm', 'delta_rms'] as const).map((key) => [
      `${key}.${layer + 1}`,
      values(history.layerColumn(key, layer)),
    ]),
  );
  return Object.fromEntries([
    ...steps.map((key) => [key, values(history.column(key))]),
    ...layers.flat(),
  ]);
}

/** Where it is; and what it has measured, once it stands still. */
const placeOf = ({ step, playing, experiment }: GradScope) =>
  playing ? { step } : { step, rows: rowsOf(experiment) };

/** What the element says, and the traits that it changes. */
const told: Readonly<Record<string, (element: GradScope, detail: unknown) => object>> = {
  'gs-ready': ({ step, playing }) => ({ step, playing }),
  'gs-playing': (element, detail) => ({ ...placeOf(element), ...(detail as object) }),
  'gs-progress': placeOf,
  'gs-runend': (element) => ({ ...placeOf(element), playing: false }),
  'gs-goal': (_, reached) => ({ reached }),
  'gs-diagnosis': (_, diagnosis) => ({ diagnosis }),
  'gs-statechange': (element) => ({ state: element.getState(), step: element.step }),
};

/** Does what a host may not be able to. */
function attempt(work: () => unknown): void {
  try {
    work();
  } catch {
    // it lacks that part: the run on the page goes on
  }
}

/** What is written to the model, and whether that is going on. */
class Traits {
  private writing = false;

  constructor(private readonly model: Model) {}

  write(changes: object): void {
    this.writing = true;
    for (const [name, value] of Object.entries(changes)) {
      attempt(() => this.model.set?.(name, value));
    }
    attempt(() => this.model.save_changes?.());
    this.writing = false;
  }

  /** Calls back when the other side changes a trait; the result ends that. */
  follow(name: string, changed: (value: unknown) => void): () => void {
    const { model } = this;
    const listener = () => this.writing || changed(model.get(name));
    attempt(() => model.on?.(`change:${name}`, listener));
    return () => attempt(() => model.off?.(`change:${name}`, listener));
  }
}

/** Shows the element in `el`; returns what takes it away. */
function render({ model, el }: { readonly model: Model; readonly el: HTMLElement }): () => void {
  const element = document.createElement('grad-scope') as GradScope;
  const traits = new Traits(model);
  const put = (name: string, value: unknown) => {
    if (value !== undefined) Object.assign(element, { [name]: value });
  };
  const ends: (() => void)[] = [];
  for (const name of given) {
    put(name, model.get(name));
    ends.push(traits.follow(name, (value) => put(name, value)));
  }
  put('startStep', model.get('step'));
  for (const [name, act] of Object.entries(acts)) {
    ends.push(
      traits.follow(name, (value) => void Promise.resolve(act(element, value)).catch(() => {})),
    );
  }
  for (const [type, changes] of Object.entries(told)) {
    element.addEventListener(type, (event) =>
      traits.write(changes(element, (event as CustomEvent).detail)),
    );
  }
  const kept = {
    state: model.get('state'),
    step: model.get('step'),
    playing: model.get('playing'),
  };
  el.append(element);
  void begin(element, kept).catch(() => {}); // the element says what went wrong
  return () => {
    for (const end of ends) end();
    element.remove();
  };
}

interface Kept {
  readonly state: unknown;
  readonly step: unknown;
  readonly playing: unknown;
}

/** A state that a notebook has kept takes the place of what the attributes say. */
async function begin(element: GradScope, { state, step, playing }: Kept): Promise<void> {
  await element.ready;
  if (state && Object.keys(state).length > 0) {
    await element.setState(state);
    if (typeof step === 'number' && step > 0) await element.goTo(step);
  }
  if (playing === true) element.play();
}

export default { render };
