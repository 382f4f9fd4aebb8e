// Which steps of a run were measured, so that a replay can ask for the same rows. Knows no engine.

/** Rows of one request of a replay: it can be stopped between two. */
const mostRows = 1024;
const mostSteps = 1 << 20;

/** Two numbers for each entry. */
const entryBytes = 16;

/** From each start on, every stride-th step was measured; with the stride 0, none was. */
export class Pattern {
  private starts: number[] = [];
  private strides: number[] = [];

  get bytes(): number {
    return entryBytes * this.starts.length;
  }

  /** Training went on at `start` with that stride. Starts never descend. */
  note(start: number, stride: number): void {
    const last = this.starts.length - 1;
    if (last >= 0 && this.strides[last] === stride && this.phase(last, start) === 0) return;
    this.starts.push(start);
    this.strides.push(stride);
  }

  /** How to go on from step `at` towards `to`: steps and stride of the next request. */
  next(at: number, to: number): { readonly steps: number; readonly stride: number } {
    let entry = this.starts.length - 1;
    while (entry >= 0 && (this.starts[entry] as number) > at) entry--;
    const left = Math.min(to, this.starts[entry + 1] ?? to) - at;
    const stride = this.strides[entry] ?? 1;
    const phase = this.phase(entry, at);
    if (phase > 0) return { steps: Math.min(stride - phase, left), stride: 0 };
    return { steps: Math.min(left, mostSteps, mostRows * Math.max(1, stride)), stride };
  }

  /** Forgets what was noted from `step` on. */
  cut(step: number): void {
    const kept = this.starts.findIndex((start) => start >= step);
    if (kept < 0) return;
    this.starts.length = kept;
    this.strides.length = kept;
  }

  /** Forgets the older half: replays measure every step there. */
  halve(): void {
    const half = Math.ceil(this.starts.length / 2);
    this.starts.splice(0, half);
    this.strides.splice(0, half);
  }

  /** Steps since the last one that an entry measured, 0 on such a step. */
  private phase(entry: number, step: number): number {
    const stride = this.strides[entry] ?? 1;
    return stride === 0 ? 0 : (step - (this.starts[entry] ?? 0)) % stride;
  }
}
