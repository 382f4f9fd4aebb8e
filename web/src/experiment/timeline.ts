// The past of a run: keyframes under a byte budget, exact replay from the nearest one, and futures that
// stay when somebody goes back and does something else. Draws nothing; knows no page.
//
// The model is the recorder of box2d v3.2. A keyframe is all state of the run; training is a function
// of that state, so a replay has the same bits as the run had, and also its rows if the same steps are
// measured: the pattern of a branch remembers which.
import type { Batch, Diagnosis } from '../engine/answers.ts';
import { joined } from '../engine/batches.ts';
import { EngineFailure } from '../engine/errors.ts';
import type { RunHandle } from '../engine/run-handle.ts';
import { type Act, Branch } from './branch.ts';
import { History } from './history.ts';

export interface TimelineOptions {
  /** Bytes that keyframes and patterns of all branches may take; the first keyframe always stays. */
  readonly budget?: number;
  /** Steps between two keyframes, at first. */
  readonly spacing?: number;
  /** Rows that the history of a branch keeps. */
  readonly capacity?: number;
}

/** Futures that are kept besides the present one; the oldest is forgotten. */
const mostFutures = 8;

export class Timeline {
  /** All branches that are kept, the oldest first. */
  branches: readonly Branch[];
  private readonly budget: number;
  private spacing: number;
  private leaf: Branch; // the end of the path that is looked at
  private here: Branch; // the branch of the path where the run is
  private at: number; // the run's step; NaN while nobody knows
  private state: Diagnosis;
  private turn: Promise<unknown> = Promise.resolve();

  /** Of a run that has just started. Nobody else may train it or go back in it from now on. */
  constructor(
    readonly run: RunHandle,
    { budget = 64 << 20, spacing = 64, capacity }: TimelineOptions = {},
  ) {
    const { first, layers } = run.info;
    const history = new History(layers.length, capacity);
    history.append(first.rows, first.count);
    const root = new Branch(null, first.step, null, history);
    this.branches = [root];
    [this.leaf, this.here, this.at, this.state] = [root, root, first.step, first.diagnosis];
    this.budget = budget;
    this.spacing = spacing;
    void this.inTurn(() => this.keep()).catch(() => {}); // whoever asks next is told
  }

  /** Where the run is. */
  get step(): number {
    return this.at;
  }

  /** The end of the path that goTo() moves on. */
  get branch(): Branch {
    return this.leaf;
  }

  get diagnosis(): Diagnosis {
    return this.state;
  }

  /** Bytes that keyframes and patterns take. */
  get bytes(): number {
    return this.branches.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /**
   * Trains. Where this was seen before, the same rows come again, whatever `stride` says; from the end
   * on the history of the branch grows.
   */
  advance(steps: number, stride = 1): Promise<Batch> {
    return this.inTurn(async () => {
      await this.findBack();
      const branch = this.here;
      this.leaf = branch;
      const target = this.at + steps;
      const seen = await this.follow(branch, Math.min(target, branch.end));
      if (this.state.trouble || this.at >= target) return joined(seen, this.at, this.state);
      branch.pattern.note(this.at, stride);
      const batch = await this.train(target - this.at, stride);
      branch.history.append(batch.rows, batch.count);
      branch.end = this.at;
      await this.keep();
      return seen.length === 0 ? batch : joined([...seen, batch], this.at, this.state);
    });
  }

  /** Does something else to the run: a new branch begins here. What was seen behind stays. */
  act<T>(act: Act<T>): Promise<T> {
    return this.inTurn(async () => {
      await this.findBack();
      const { here: parent, at } = this;
      this.at = Number.NaN;
      const result = await act(this.run);
      const branch = new Branch(parent, at, act, parent.lend(at));
      this.branches = [...this.branches, branch];
      [this.leaf, this.here, this.at] = [branch, branch, at];
      this.forgetFutures();
      await this.keep();
      return result;
    });
  }

  /** Goes to a step that was seen, on the path to `branch`, or else to the one that is looked at then. */
  goTo(step: number, branch?: Branch): Promise<Diagnosis> {
    return this.inTurn(async () => {
      const leaf = branch ?? this.leaf;
      if (!(Number.isInteger(step) && step >= 0 && step <= leaf.end)) {
        throw new RangeError(`step ${step} was not seen; the last one is ${leaf.end}`);
      }
      this.leaf = leaf;
      for (const part of leaf.path()) {
        if (part.parent !== null && step < part.from) continue;
        await this.reach(part, step);
        break;
      }
      return this.state;
    });
  }

  /** Does one thing after the other. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => {}); // whoever asked gets the error; who is next does not
    return result;
  }

  /** After something went wrong on the way: back to the end of the path. */
  private async findBack(): Promise<void> {
    if (Number.isNaN(this.at)) await this.reach(this.leaf, this.leaf.end);
  }

  private async reach(branch: Branch, step: number): Promise<void> {
    const frame = branch.nearest(step);
    const onTheWay = this.here === branch && this.at <= step && !(frame && frame.step > this.at);
    if (!onTheWay && frame) {
      this.at = Number.NaN;
      this.arrive(await this.run.ask('restore', frame.moment));
    } else if (!onTheWay) {
      if (branch.parent === null) throw new EngineFailure('The run has no past.');
      await this.reach(branch.parent, branch.from);
      this.at = Number.NaN;
      await branch.act?.(this.run);
      this.at = branch.from;
    }
    this.here = branch;
    await this.follow(branch, step);
  }

  /** Replays up to a step, with the rows that were measured there. */
  private async follow(branch: Branch, to: number): Promise<Batch[]> {
    const batches: Batch[] = [];
    while (this.at < to && !this.state.trouble) {
      const { steps, stride } = branch.pattern.next(this.at, to);
      batches.push(await this.train(steps, stride));
    }
    return batches;
  }

  private async train(steps: number, stride: number): Promise<Batch> {
    const batch = await this.run.advance(steps, stride);
    this.arrive(batch);
    return batch;
  }

  private arrive({ step, diagnosis }: Batch): void {
    this.at = step;
    this.state = diagnosis;
  }

  /** Takes a keyframe if the last one is far away. None holds trouble: replays run into it again. */
  private async keep(): Promise<void> {
    const { here, at } = this;
    const last = here.nearest(at);
    const far = last === undefined || at - last.step >= this.spacing;
    if (far && !this.state.trouble) here.keep(at, await this.run.ask('snapshot'));
    while (this.bytes > this.budget && this.shrink());
  }

  /** Drops every second keyframe and doubles the spacing, or else whatever can be made anew. */
  private shrink(): boolean {
    const thinned = this.branches.map((branch) => branch.thin());
    if (thinned.includes(true)) {
      this.spacing *= 2;
      return true;
    }
    const cleared = this.branches.find((branch) => branch.parent !== null && branch.clear());
    if (cleared) return true;
    const longest = this.branches.reduce((a, b) => (b.pattern.bytes > a.pattern.bytes ? b : a));
    if (longest.pattern.bytes === 0) return false;
    longest.pattern.halve();
    return true;
  }

  /** Keeps the path that is looked at, and a few futures besides. */
  private forgetFutures(): void {
    const next = new Map<Branch, Branch | null>(); // on the path, what follows
    let child: Branch | null = null;
    for (const branch of this.leaf.path()) {
      next.set(branch, child);
      child = branch;
    }
    const futures = this.branches.filter((branch) => {
      const follows = next.get(branch);
      return follows === undefined || (follows !== null && branch.end > follows.from);
    });
    for (const branch of futures.slice(0, Math.max(0, futures.length - mostFutures))) {
      const follows = next.get(branch);
      if (follows) branch.forgetFuture(follows);
      const lost = (other: Branch) =>
        follows ? other.parent === branch && other.from > follows.from : other === branch;
      this.branches = this.branches.filter((other) => ![...other.path()].some(lost));
    }
  }
}
