// Colours: packing, the two scales, and that neither can be mistaken for the other or for nothing.
import { expect, test } from 'vitest';
import {
  contrast,
  css,
  depthColour,
  MAGNITUDE_DECADES,
  MagnitudeScale,
  mix,
  pack,
  parse,
  ramp,
  type Theme,
} from '../../../web/src/charts/colour.ts';

const themes: readonly Theme[] = ['light', 'dark'];
const surfaces = { light: parse('#ffffff'), dark: parse('#171b1e') };

test('parse and css: undo each other, and pixels are in the order of ImageData', () => {
  expect(css(parse('#12abef'))).toBe('#12abef');
  expect([...new Uint8Array(Uint32Array.of(parse('#12abef')).buffer)]).toEqual([
    0x12, 0xab, 0xef, 0xff,
  ]);
});

test('mix: goes from one colour to the other, channel by channel', () => {
  expect(mix(pack(0, 100, 200), pack(100, 0, 200), 0)).toBe(pack(0, 100, 200));
  expect(mix(pack(0, 100, 200), pack(100, 0, 200), 0.5)).toBe(pack(50, 50, 200));
});

test('ramp: begins and ends with its stops', () => {
  const colours = ramp([pack(0, 0, 0), pack(0, 0, 90), pack(90, 0, 90)], 5);
  expect([...colours]).toEqual([
    pack(0, 0, 0),
    pack(0, 0, 45),
    pack(0, 0, 90),
    pack(45, 0, 90),
    pack(90, 0, 90),
  ]);
});

test('depth: every layer has a contrast of 3 to the surface, and no two are the same', () => {
  for (const theme of themes) {
    const colours = Array.from({ length: 20 }, (_, layer) => depthColour(layer, 20, theme));
    expect(new Set(colours).size).toBe(20);
    for (const colour of colours) {
      expect(contrast(colour, surfaces[theme])).toBeGreaterThanOrEqual(3);
    }
  }
});

test('magnitude: the further outside of the band, the more it stands out from the surface', () => {
  for (const theme of themes) {
    const scale = new MagnitudeScale(theme);
    for (const side of [-1, 1]) {
      const ratios = [0.1, 1, 2, 4, 6, 8].map((decades) =>
        contrast(scale.at(side * (1 + decades), -1, 1), surfaces[theme]),
      );
      expect([...ratios].sort((a, b) => a - b)).toEqual(ratios);
    }
  }
});

test('magnitude: cold is blue, hot is red, and beyond the scale nothing changes', () => {
  const channels = (pixel: number) => [pixel & 255, (pixel >> 16) & 255] as const;
  for (const theme of themes) {
    const scale = new MagnitudeScale(theme);
    const [coldRed, coldBlue] = channels(scale.at(-5, -1, 1));
    const [hotRed, hotBlue] = channels(scale.at(5, -1, 1));
    expect(coldBlue).toBeGreaterThan(coldRed);
    expect(hotRed).toBeGreaterThan(hotBlue);
    const end = scale.at(1 + MAGNITUDE_DECADES, -1, 1);
    expect(scale.at(300, -1, 1)).toBe(end);
    expect(scale.at(Number.POSITIVE_INFINITY, -1, 1)).toBe(end);
  }
});

test('magnitude: what was not measured has no colour; a gradient of zero has the coldest', () => {
  const scale = new MagnitudeScale('light');
  expect(scale.at(Number.NaN, -1, 1)).toBe(0);
  expect(scale.at(Math.log10(0), -1, 1)).toBe(scale.at(-100, -1, 1));
});

test('contrast: black on white is 21, a colour on itself 1', () => {
  expect(contrast(pack(0, 0, 0), pack(255, 255, 255))).toBeCloseTo(21);
  expect(contrast(pack(90, 120, 30), pack(90, 120, 30))).toBeCloseTo(1);
});
