// The inks of the charts, read from the custom properties of the theme (styles/theme.css): colours
// are decided in one place, and a page that restyles the element restyles its charts.

import type { Theme } from '../charts/colour.ts';
import type { Ink } from '../charts/stage.ts';

const cache = new WeakMap<Element, { readonly key: string; readonly ink: Ink }>();

/** The inks at an element. `key` changes whenever the theme does. */
export function inkOf(element: Element, theme: Theme, key: string): Ink {
  const known = cache.get(element);
  if (known?.key === key) return known.ink;
  const style = getComputedStyle(element);
  const value = (name: string) => style.getPropertyValue(name).trim();
  const ink: Ink = {
    theme,
    text: value('--text'),
    muted: value('--muted'),
    grid: value('--grid'),
    band: value('--band'),
    surface: value('--surface'),
    accent: value('--accent'),
    ghost: value('--ghost'),
    font: style.fontFamily,
  };
  cache.set(element, { key, ink });
  return ink;
}
