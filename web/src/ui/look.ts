// How an element looks: its theme, resolved, and a key that changes when inks have to be read anew.
import type { Theme } from '../charts/colour.ts';

/** As the system, light, dark, or as the page around. */
export const themeChoices = ['auto', 'light', 'dark', 'host'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

export interface Look {
  readonly theme: Theme;
  readonly key: string;
  /** Nothing moves by itself. */
  readonly calm: boolean;
}

const dark = () => matchMedia('(prefers-color-scheme: dark)');
const reduced = () => matchMedia('(prefers-reduced-motion: reduce)');

/** Attributes by which pages say their theme: their own, MkDocs Material's, Bootstrap's and GitHub's. */
const themeAttributes = ['data-theme', 'data-md-color-scheme', 'data-bs-theme', 'data-color-mode'];

/** Where pages say it; a page may have no body yet. */
const roots = () =>
  [document.body as HTMLElement | null, document.documentElement].filter((root) => root !== null);

/** What the page around says of its theme, if it says anything. */
function hostTheme(): Theme | undefined {
  for (const root of roots()) {
    const said = themeAttributes.map((name) => root.getAttribute(name)).find((value) => value);
    if (said === 'dark' || said === 'slate' || root.classList.contains('dark')) return 'dark';
    if (said === 'light' || said === 'default' || root.classList.contains('light')) return 'light';
  }
  return undefined;
}

export function lookOf(choice: ThemeChoice): Look {
  const system = dark().matches ? 'dark' : 'light';
  const theme = choice === 'host' ? (hostTheme() ?? system) : choice === 'auto' ? system : choice;
  return { theme, key: theme, calm: reduced().matches };
}

/** Calls back when preferences of the system or the page change; returns what ends that. */
export function watchLook(changed: () => void): () => void {
  const queries = [dark(), reduced()];
  for (const query of queries) query.addEventListener('change', changed);
  const observer = new MutationObserver(changed);
  const watched = { attributes: true, attributeFilter: ['class', ...themeAttributes] };
  for (const root of roots()) observer.observe(root, watched);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener('change', changed);
  };
}
