// The two colour scales, drawn as bars beneath the charts that use them. Colours come from the charts'
// own tables; they are set through the style object, which a strict policy allows.
import { html } from 'lit';
import { ref } from 'lit/directives/ref.js';
import {
  css,
  depthRamp,
  MAGNITUDE_DECADES,
  MagnitudeScale,
  type Theme,
} from '../../charts/colour.ts';
import type { Text } from '../../i18n/en/text.ts';
import type { Look } from '../look.ts';

const STOPS = 24;

function gradient(colour: (share: number) => number): string {
  const stops = Array.from({ length: STOPS }, (_, i) => css(colour(i / (STOPS - 1))));
  return `linear-gradient(90deg, ${stops.join(', ')})`;
}

const paint = (background: string) =>
  ref((element) => {
    (element as HTMLElement | undefined)?.style.setProperty('background', background);
  });

const depths: Record<Theme, string> = {
  light: depthGradient('light'),
  dark: depthGradient('dark'),
};
const magnitudes: Record<Theme, string> = {
  light: magnitudeGradient('light'),
  dark: magnitudeGradient('dark'),
};

function depthGradient(theme: Theme): string {
  const colours = depthRamp(theme);
  return gradient((share) => colours[Math.round(share * 255)] ?? 0);
}

function magnitudeGradient(theme: Theme): string {
  const scale = new MagnitudeScale(theme);
  const band = 2; // decades of the picture that stand for the healthy band
  const reach = MAGNITUDE_DECADES + band / 2;
  return gradient((share) => scale.at((2 * share - 1) * reach, -band / 2, band / 2));
}

interface Looked {
  readonly look: Look;
}

export function depthLegend(view: Looked, time: Text['time']) {
  return html`<p class="legend ramp">
    <span>${time.inputSide}</span>
    <span class="bar" ${paint(depths[view.look.theme])}></span>
    <span>${time.outputSide}</span>
  </p>`;
}

export function magnitudeLegend(view: Looked, time: Text['time']) {
  return html`<p class="legend ramp">
    <span>${time.smaller}</span>
    <span class="bar" ${paint(magnitudes[view.look.theme])}><span>${time.healthy}</span></span>
    <span>${time.larger}</span>
  </p>`;
}
