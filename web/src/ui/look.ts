// How an element looks: its theme, resolved, and a key that changes when inks have to be read anew.
import type { Theme } from '../charts/colour.ts';

export type ThemeChoice = 'auto' | Theme;

export interface Look {
  readonly theme: Theme;
  readonly key: string;
  /** Nothing moves by itself. */
  readonly calm: boolean;
}

const dark = () => matchMedia('(prefers-color-scheme: dark)');
const reduced = () => matchMedia('(prefers-reduced-motion: reduce)');

export function lookOf(choice: ThemeChoice): Look {
  const theme = choice === 'auto' ? (dark().matches ? 'dark' : 'light') : choice;
  return { theme, key: theme, calm: reduced().matches };
}

/** Calls back when the system's preferences change; returns what ends that. */
export function watchSystem(changed: () => void): () => void {
  const queries = [dark(), reduced()];
  for (const query of queries) query.addEventListener('change', changed);
  return () => {
    for (const query of queries) query.removeEventListener('change', changed);
  };
}
