// Scopes that move together: elements with the same `group` on a page run, stop, start anew, keep their
// speed and show the same step, whichever of them a person moves.
import type { Experiment } from '../experiment/experiment.ts';

const groups = new Map<string, Set<Experiment>>();

/** What one of them has done and the others do after it. */
interface Known {
  playing: boolean;
  speed: Experiment['speed'];
  step: number;
}

const seen = new WeakMap<Experiment, Known>();
/** Those that follow just now, and where they are to go next: what they do is no wish of a person. */
const following = new Map<Experiment, Known | undefined>();

const stateOf = ({ playing, speed, step }: Experiment): Known => ({ playing, speed, step });

async function go(other: Experiment, { playing, speed, step }: Known): Promise<void> {
  if (other.speed !== speed) other.setSpeed(speed);
  if (playing) {
    other.play();
    return;
  }
  await other.goTo(0); // pauses, and waits
  if (other.step > step) await other.reset();
  await other.goTo(step);
}

/** One after the other; of wishes that wait only the last one counts. */
async function follow(other: Experiment, wish: Known): Promise<void> {
  const busy = following.has(other);
  following.set(other, wish);
  if (busy) return;
  try {
    for (let next = following.get(other); next; next = following.get(other)) {
      following.set(other, undefined);
      await go(other, next);
    }
  } finally {
    seen.set(other, stateOf(other));
    following.delete(other);
  }
}

/** A member has done something: the others follow. Not where it came to an end that is its own. */
function moved(group: ReadonlySet<Experiment>, experiment: Experiment): void {
  const now = stateOf(experiment);
  const before = seen.get(experiment);
  seen.set(experiment, now);
  if (following.has(experiment) || experiment.opening || !before) return;
  const same = before.playing === now.playing && before.speed === now.speed;
  if (same && (now.playing || before.step === now.step)) return;
  const over = experiment.stopped || (now.step > 0 && now.step >= experiment.limit);
  if (over && !now.playing) return;
  for (const other of group) if (other !== experiment && other.info) void follow(other, now);
}

let pointing = false;

function pointed(group: ReadonlySet<Experiment>, { pointer }: Experiment): void {
  if (pointing) return; // those that follow do not lead
  pointing = true;
  for (const other of group) {
    other.pointer.setCursor(pointer.cursor);
    other.pointer.setFocus(pointer.focus);
  }
  pointing = false;
}

/** Makes an experiment a member of a group; the result ends that. */
export function join(name: string, experiment: Experiment): () => void {
  const group = groups.get(name) ?? new Set();
  groups.set(name, group.add(experiment));
  seen.set(experiment, stateOf(experiment));
  const onState = () => moved(group, experiment);
  const onCursor = () => pointed(group, experiment);
  experiment.addEventListener('state', onState);
  experiment.addEventListener('cursor', onCursor);
  return () => {
    experiment.removeEventListener('state', onState);
    experiment.removeEventListener('cursor', onCursor);
    group.delete(experiment);
    if (group.size === 0) groups.delete(name);
  };
}
