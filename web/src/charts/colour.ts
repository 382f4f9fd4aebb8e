// Colours as packed pixels, and the scales made of them. Two scales that must not be confused:
// depth (which layer: sequential) and magnitude (how far outside the healthy band: diverging).

/** A pixel as it lies in an ImageData's memory on a little-endian machine: 0xAABBGGRR. */
export type Pixel = number;
export type Theme = 'light' | 'dark';

export function pack(r: number, g: number, b: number, a = 255): Pixel {
  return ((a << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

/** "#rrggbb" or "rrggbb" to a pixel. */
export function parse(hex: string): Pixel {
  const n = Number.parseInt(hex.replace('#', ''), 16);
  return pack((n >> 16) & 255, (n >> 8) & 255, n & 255);
}

/** A pixel to "#rrggbb". */
export function css(pixel: Pixel): string {
  const rgb = ((pixel & 255) << 16) | (pixel & 0xff00) | ((pixel >> 16) & 255);
  return `#${rgb.toString(16).padStart(6, '0')}`;
}

/** From `a` to `b`; each channel on its own. */
export function mix(a: Pixel, b: Pixel, share: number): Pixel {
  const channel = (shift: number) => {
    const from = (a >>> shift) & 255;
    return Math.round(from + (((b >>> shift) & 255) - from) * share);
  };
  return pack(channel(0), channel(8), channel(16), channel(24));
}

/** `size` colours through evenly spaced stops. */
export function ramp(stops: readonly Pixel[], size = 256): Uint32Array {
  const colours = new Uint32Array(size);
  for (let i = 0; i < size; ++i) {
    const place = (i / (size - 1)) * (stops.length - 1);
    const left = Math.min(Math.floor(place), stops.length - 2);
    colours[i] = mix(stops[left] ?? 0, stops[left + 1] ?? 0, place - left);
  }
  return colours;
}

const stops = (text: string) => text.split(' ').map(parse);

// Inferno and viridis (Smith and van der Walt, CC0), cut where they keep a contrast of 3:1 to the
// background. Sixteen stops come within 3% of the originals.
const DEPTH: Record<Theme, Uint32Array> = {
  light: ramp(
    stops(
      '000004 060419 120a32 230c4c 380962 4a0c6b 5c126e 6d186e 801f6c 922568 a32c61 b43359 c63d4d d44842 e15635 eb6628',
    ),
  ),
  dark: ramp(
    stops(
      '2e6f8e 29798e 25838e 228d8d 1f978b 1fa187 25ac82 32b67a 44bf70 5ac864 73d056 8ed645 aadc32 c8e020 e5e419 fde725',
    ),
  ),
};

/** The colour of layer `layer` (from 0) of `layers`: which one it is, never how large it is. */
export function depthColour(layer: number, layers: number, theme: Theme): Pixel {
  return DEPTH[theme][layers < 2 ? 128 : Math.round((layer / (layers - 1)) * 255)] ?? 0;
}

/** The whole depth scale, for its legend. */
export const depthRamp = (theme: Theme): Uint32Array => DEPTH[theme];

interface Magnitude {
  readonly cold: readonly Pixel[]; // from the edge of the band outwards
  readonly band: readonly [Pixel, Pixel]; // from its lower to its upper edge
  readonly hot: readonly Pixel[];
}

const MAGNITUDE: Record<Theme, Magnitude> = {
  light: {
    cold: stops('a9cbe4 6fa8d3 3d82bd 205d9e 123c78 0a2050'),
    band: [parse('cfe2d3'), parse('e8efdc')],
    hot: stops('f3c48f ec9a52 dd6f27 bd4a12 8f300b 5c1a06'),
  },
  dark: {
    cold: stops('31506a 2f6a98 3787c4 5aa7e4 92cbf7 d3ecff'),
    band: [parse('22402f'), parse('384431')],
    hot: stops('7a5122 ad6622 dd7f2a f79d4b ffc48a ffe9d2'),
  },
};

/** Decades outside the band at which the magnitude scale ends. */
export const MAGNITUDE_DECADES = 8;

/**
 * The colours of log10 values, relative to a healthy band [lo, hi] of log10 values: neutral inside
 * with a slight ramp, cold below, hot above.
 */
export class MagnitudeScale {
  private readonly cold: Uint32Array;
  private readonly hot: Uint32Array;
  private readonly band: readonly [Pixel, Pixel];

  constructor(theme: Theme) {
    this.cold = ramp(MAGNITUDE[theme].cold, 128);
    this.hot = ramp(MAGNITUDE[theme].hot, 128);
    this.band = MAGNITUDE[theme].band;
  }

  at(log10: number, lo: number, hi: number): Pixel {
    if (log10 < lo) return outside(this.cold, lo - log10);
    if (log10 > hi) return outside(this.hot, log10 - hi);
    if (Number.isNaN(log10)) return 0; // not measured: transparent
    return mix(this.band[0], this.band[1], hi > lo ? (log10 - lo) / (hi - lo) : 0.5);
  }
}

function outside(colours: Uint32Array, decades: number): Pixel {
  const place = Math.min(1, decades / MAGNITUDE_DECADES);
  return colours[Math.round(place * (colours.length - 1))] ?? 0;
}

/** WCAG's contrast ratio, from 1 to 21. */
export function contrast(a: Pixel, b: Pixel): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

function luminance(pixel: Pixel): number {
  const linearise = (shift: number) => {
    const c = ((pixel >>> shift) & 255) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linearise(0) + 0.7152 * linearise(8) + 0.0722 * linearise(16);
}
