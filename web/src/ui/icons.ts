// Icons as inline SVG: fonts and emoji differ between machines, shapes do not. The verdicts' icons are
// small profiles, so the picture says what the word says.
import { html, svg, type TemplateResult } from 'lit';
import type { VerdictKey } from '../config/types.ts';

const shapes = {
  play: svg`<path d="M5 3.5v9l7.5-4.5z" fill="currentColor" />`,
  pause: svg`<path d="M4 3h3v10H4zM9 3h3v10H9z" fill="currentColor" />`,
  step: svg`<path d="M3.5 3.5v9L10 8zM11 3.5h2v9h-2z" fill="currentColor" />`,
  reset: svg`<path d="M3.2 8a4.8 4.8 0 1 0 1.6-3.6M4.6 1.8v3h3" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />`,
  dice: svg`<rect x="2.5" y="2.5" width="11" height="11" rx="2.5" fill="none" stroke="currentColor" stroke-width="1.5" /><circle cx="5.7" cy="5.7" r="1.1" fill="currentColor" /><circle cx="10.3" cy="5.7" r="1.1" fill="currentColor" /><circle cx="8" cy="8" r="1.1" fill="currentColor" /><circle cx="5.7" cy="10.3" r="1.1" fill="currentColor" /><circle cx="10.3" cy="10.3" r="1.1" fill="currentColor" />`,
  link: svg`<path d="M6.6 9.4 9.4 6.6M7.2 4.6l1.5-1.5a3 3 0 0 1 4.2 4.2l-1.5 1.5M8.8 11.4l-1.5 1.5a3 3 0 0 1-4.2-4.2l1.5-1.5" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" />`,
  close: svg`<path d="m4 4 8 8m0-8-8 8" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" />`,
  up: svg`<path d="m4 9.5 4-4 4 4" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" />`,
  sliders: svg`<path d="M2 5h5m4 0h3M2 11h2m4 0h6" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" /><circle cx="9" cy="5" r="1.8" fill="none" stroke="currentColor" stroke-width="1.5" /><circle cx="6" cy="11" r="1.8" fill="none" stroke="currentColor" stroke-width="1.5" />`,
} as const;

export type IconName = keyof typeof shapes;

export function icon(name: IconName): TemplateResult {
  return html`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${shapes[name]}</svg>`;
}

const bars = (heights: readonly number[]) =>
  heights.map(
    (height, i) =>
      svg`<rect x=${3 + i * 4.6} y=${21 - height} width="3.2" height=${height} rx="1" fill="currentColor" />`,
  );

const verdicts: Readonly<Record<VerdictKey, unknown>> = {
  vanishing: bars([2, 5, 10, 18]),
  exploding: bars([18, 10, 5, 2]),
  healthy: bars([11, 12, 11, 12]),
  starved: bars([2.5, 2.5, 2.5, 2.5]),
  saturated: svg`<path d="M3 19.5h4.5c5 0 4-15 9-15H21" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" />`,
  dead: svg`<path d="M3 18.5h9.5l8-13" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-dasharray="3.4 4" />`,
  rising: svg`<path d="M3 18c6 0 11-4 14-12m-6 1 6-2.5L20 10" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round" />`,
  stuck: svg`<path d="M3 12h18" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" />`,
  specimen: svg`<path d="M6 6l12 12M18 6 6 18" fill="none" stroke="currentColor" stroke-width="2.6" stroke-linecap="round" />`,
  undecided: svg`<path d="M5 12h.1M12 12h.1M19 12h.1" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" />`,
  diverged: svg`<path d="M12 3 22 20.5H2zM12 9.5v5M12 17.4v.4" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" />`,
};

export function verdictIcon(verdict: VerdictKey): TemplateResult {
  return html`<svg class="verdict-icon" viewBox="0 0 24 24" width="28" height="28" aria-hidden="true">
    ${verdicts[verdict]}
  </svg>`;
}
