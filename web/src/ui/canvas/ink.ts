// The inks of the charts, read from the custom properties of the theme (styles/theme.css): colours
// are decided in one place, and a page that restyles the element restyles its charts.

import { css, pack, type Theme } from '../../charts/colour.ts';
import type { Ink } from '../../charts/stage.ts';

const cache = new WeakMap<Element, { readonly key: string; readonly ink: Ink }>();

/** Any colour of CSS as "#rrggbb", as it looks on `paper`; `ink` if it is no colour. */
function hexOf(colour: string, ink: string, paper: string): string {
  if (/^#[0-9a-f]{6}$/i.test(colour)) return colour;
  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
  const context = canvas.getContext('2d');
  if (!context) return ink;
  context.fillStyle = paper;
  context.fillRect(0, 0, 1, 1);
  context.fillStyle = ink;
  context.fillStyle = colour; // keeps the ink if this is none
  context.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
  return css(pack(r, g, b));
}

/** The inks at an element. `key` changes whenever the theme does. */
export function inkOf(element: Element, theme: Theme, key: string): Ink {
  const known = cache.get(element);
  if (known?.key === key) return known.ink;
  const style = getComputedStyle(element);
  const value = (name: string) => style.getPropertyValue(name).trim();
  // A page may choose these; colours are mixed as numbers.
  const paper = theme === 'dark' ? '#171b1e' : '#ffffff';
  const surface = hexOf(value('--surface'), paper, paper);
  const ink: Ink = {
    theme,
    text: value('--text'),
    muted: value('--muted'),
    grid: value('--grid'),
    band: value('--band'),
    surface,
    accent: hexOf(value('--accent'), value('--muted'), surface),
    ghost: value('--ghost'),
    font: style.fontFamily,
  };
  cache.set(element, { key, ink });
  return ink;
}
