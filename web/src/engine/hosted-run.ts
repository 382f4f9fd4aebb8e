// A run in an instance of the module: training in short calls, and copies of what it shows. No view of
// the module's memory leaves this file.
import type { Config } from '../config/types.ts';
import type { Batch, RunInfo, Snapshot } from './answers.ts';
import type { Columns } from './calls.ts';
import type { Session } from './module.ts';
import { Fault, type Home } from './modules.ts';

/** The engine compiles its hot loops better between calls than within one: calls stay this short. */
const sliceMilliseconds = 8;

const listed = (keys: Columns['step'] | Columns['layer']) => (keys === '*' ? '*' : keys.join(','));

/** Rows of so many steps. */
export const rowsOf = (steps: number, stride: number) =>
  stride === 0 ? 0 : Math.ceil(steps / stride);

export class HostedRun {
  /** Numbers in a row. */
  readonly rowSize: number;
  private readonly features: number;
  private slice = 1; // updates that fit into a slice, as far as is known
  private troubled = false;

  /** Measures its first row; info() describes it. */
  constructor(
    readonly config: Config,
    readonly session: Session,
    readonly home: Home,
    columns: Columns,
  ) {
    this.select(columns);
    this.features = session.describe().data.features;
    session.probe();
    this.rowSize = session.rows().length;
  }

  info(): RunInfo {
    const first = this.batch(this.copy(this.session.rows()), 0);
    return { ...this.session.describe(), module: this.home.name, first };
  }

  select({ step, layer }: Columns): void {
    this.session.select(listed(step), listed(layer));
  }

  /** Slices are whole strides, so that rows are evenly spaced across them. */
  advance(steps: number, stride: number): Batch {
    const { session } = this;
    const rows = new Float64Array(this.numbersOf(steps, stride));
    const unit = Math.max(1, stride);
    const began = performance.now();
    let used = 0;
    for (let done = 0; done < steps && !this.troubled; ) {
      const wanted = Math.max(1, Math.floor(this.slice / unit)) * unit;
      const slice = Math.min(wanted, steps - done);
      const sliceBegan = performance.now();
      const count = session.run(slice, stride);
      this.adapt(slice, performance.now() - sliceBegan);
      rows.set(session.rows(), used);
      used += count * this.rowSize;
      done += slice;
      this.troubled = session.diagnosis().trouble !== undefined;
    }
    const kept = used === rows.length ? rows : rows.slice(0, used);
    return this.batch(kept, performance.now() - began);
  }

  /** Numbers in the rows of so many steps. */
  numbersOf(steps: number, stride: number): number {
    return rowsOf(steps, stride) * this.rowSize;
  }

  probe(): Batch {
    const began = performance.now();
    const count = this.session.probe();
    const rows = this.copy(this.session.rows()).slice(0, count * this.rowSize);
    return this.batch(rows, performance.now() - began);
  }

  snapshot(): Snapshot {
    const bytes = this.copy(this.session.snapshot());
    return { bytes, observations: this.copy(this.session.observations()) };
  }

  /** The row that is measured there is no observation of the run. */
  restore({ bytes, observations }: Snapshot): Batch {
    if (!this.session.restore(bytes)) throw new Fault('The snapshot is of another run.');
    const batch = this.probe();
    if (!this.session.takeUp(observations)) return batch;
    return { ...batch, diagnosis: this.session.diagnosis() };
  }

  predict(inputs: Float32Array): Float32Array | Float64Array {
    const { features } = this;
    if (inputs.length % features === 0) return this.copy(this.session.predict(inputs));
    throw new Fault(`A sample has ${features} numbers; ${inputs.length} are given.`);
  }

  /** What a view shows now: the next call may change it, and a growing memory takes it away. */
  copy<T extends Float32Array | Float64Array | Uint8Array>(view: T): T {
    this.home.bytes = view.buffer.byteLength;
    return view.slice() as T;
  }

  /** The numbers of all tensors, in their order. */
  parameters(): number[] {
    const { tensors } = this.session.describe();
    return tensors.flatMap(({ name }) => Array.from(this.session.values(name)));
  }

  private batch(rows: Float64Array, milliseconds: number): Batch {
    const diagnosis = this.session.diagnosis();
    this.troubled = diagnosis.trouble !== undefined;
    const count = rows.length / this.rowSize;
    return { count, rows, step: this.session.stepCount(), diagnosis, milliseconds };
  }

  /** Doubles at most, so that one slice that was faster than the clock can tell does no harm. */
  private adapt(slice: number, milliseconds: number): void {
    const fitting =
      milliseconds > 0 ? (slice * sliceMilliseconds) / milliseconds : Number.POSITIVE_INFINITY;
    this.slice = Math.max(1, Math.min(fitting, 2 * Math.max(slice, this.slice), 1 << 20));
  }
}
