// What a soak measures, at its start and at its end, and what counts as flat. Opens nothing itself.
import { readdirSync } from 'node:fs';

/** How much more than at the start there may be at the end: a share, and an amount besides. */
const allowed = {
  'heap, MB': [0.1, 2],
  'module, MB': [0, 0],
  'process, MB': [0.15, 30], // allocators keep what they may need again
  descriptors: [0, 2], // a connection to the browser may be open or not
  listeners: [0, 4],
  nodes: [0.1, 100],
  documents: [0, 0],
  frames: [0, 0],
};

/** Open descriptors of a process; null where there is no /proc. */
export function descriptorsOf(process) {
  try {
    return readdirSync(`/proc/${process}/fd`).length;
  } catch {
    return null;
  }
}

/** Rows of a table, {name, from, to, flat}, from two measurements of the same names. */
export function compare(from, to) {
  return Object.keys(from)
    .filter((name) => from[name] !== null && to[name] !== null)
    .map((name) => {
      const [share, amount] = allowed[name];
      const flat = to[name] <= from[name] * (1 + share) + amount;
      return { name, from: from[name], to: to[name], flat };
    });
}
