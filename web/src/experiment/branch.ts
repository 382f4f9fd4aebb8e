// A stretch of a run's past: where it left another one, what was done there, and the moments to go back
// to. Knows no engine.
import type { Snapshot } from '../engine/answers.ts';
import type { RunHandle } from '../engine/run-handle.ts';
import type { History } from './history.ts';
import { Pattern } from './pattern.ts';

/** What is done to a run besides training it. It must do the same whenever the run is in this state. */
export type Act<T = unknown> = (run: RunHandle) => Promise<T>;

interface Keyframe {
  readonly step: number;
  readonly moment: Snapshot;
}

const sizeOf = ({ moment }: Keyframe) => moment.bytes.byteLength + moment.observations.byteLength;

export class Branch {
  /** The last step that was seen. */
  end: number;
  readonly pattern = new Pattern();
  private keyframes: readonly Keyframe[] = [];
  private keyframeBytes = 0;
  private lent = false; // a child goes on writing in this history
  private rows: History;

  /** Leaves `parent` at step `from`, after `act`. The first branch has neither. */
  constructor(
    readonly parent: Branch | null,
    readonly from: number,
    readonly act: Act | null,
    history: History,
  ) {
    this.end = from;
    this.rows = history;
  }

  /** The rows up to its end, to be read or gone on with. */
  get history(): History {
    if (this.lent) this.rows = this.rows.fork(this.end);
    this.lent = false;
    return this.rows;
  }

  /** The rows before a step, for a child that leaves there: the same history as long as it can be. */
  lend(step: number): History {
    if (step < this.end || this.lent) return this.rows.fork(step);
    this.lent = true;
    return this.rows;
  }

  /** Forgets what came after `child` left, whose history holds the rest. */
  forgetFuture({ from, rows }: Branch): void {
    this.end = from;
    this.rows = rows;
    this.lent = true;
    this.pattern.cut(from);
    this.hold(this.keyframes.filter(({ step }) => step <= from));
  }

  /** Bytes of keyframes and pattern. */
  get bytes(): number {
    return this.keyframeBytes + this.pattern.bytes;
  }

  /** The branch itself, its parent, and so on. */
  *path(): Generator<Branch> {
    for (let branch: Branch | null = this; branch !== null; branch = branch.parent) yield branch;
  }

  /** The latest keyframe that is not behind a step. */
  nearest(step: number): Keyframe | undefined {
    let i = this.keyframes.length - 1;
    while (i >= 0 && (this.keyframes[i] as Keyframe).step > step) i--;
    return this.keyframes[i];
  }

  /** Adds a keyframe behind all others. */
  keep(step: number, moment: Snapshot): void {
    this.hold([...this.keyframes, { step, moment }]);
  }

  /** Drops every second keyframe; whether there was one to drop. */
  thin(): boolean {
    const before = this.keyframes.length;
    this.hold(this.keyframes.filter((_, i) => i % 2 === 0));
    return this.keyframes.length < before;
  }

  /** Drops all keyframes: it can be replayed from its parent. */
  clear(): boolean {
    const had = this.keyframes.length > 0;
    this.hold([]);
    return had;
  }

  private hold(keyframes: readonly Keyframe[]): void {
    this.keyframes = keyframes;
    this.keyframeBytes = keyframes.reduce((sum, frame) => sum + sizeOf(frame), 0);
  }
}
