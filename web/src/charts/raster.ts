// A rectangle of pixels that curves are written into. Stroking paths with thousands of points falls
// off a cliff on screens with two device pixels per CSS pixel (web/README.md); writing pixels does not.
import type { Pixel } from './colour.ts';

export class Raster {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint32Array<ArrayBuffer>;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint32Array(width * height);
  }

  clear(): void {
    this.pixels.fill(0);
  }

  /** Lays `colour` over the pixel (x, y) with the given coverage, from 0 to 1. */
  blend(x: number, y: number, colour: Pixel, coverage: number): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height || coverage <= 0) return;
    const i = y * this.width + x;
    const under = this.pixels[i] ?? 0;
    const alpha = Math.min(1, coverage) * ((colour >>> 24) / 255);
    if (alpha > 0.996) {
      this.pixels[i] = colour;
      return;
    }
    const below = (under >>> 24) / 255;
    const out = alpha + below * (1 - alpha);
    const channel = (shift: number) => {
      const top = ((colour >>> shift) & 255) * alpha;
      const bottom = ((under >>> shift) & 255) * below * (1 - alpha);
      return Math.round((top + bottom) / out) << shift;
    };
    this.pixels[i] = ((Math.round(out * 255) << 24) | channel(16) | channel(8) | channel(0)) >>> 0;
  }

  /** Fills column x from `top` to `bottom` (real numbers); the two end pixels by their coverage. */
  run(x: number, top: number, bottom: number, colour: Pixel): void {
    const from = Math.max(0, top);
    const to = Math.min(this.height, bottom);
    if (!(to > from)) return;
    const first = Math.floor(from);
    const last = Math.ceil(to) - 1;
    if (first === last) {
      this.blend(x, first, colour, to - from);
      return;
    }
    this.blend(x, first, colour, first + 1 - from);
    const opaque = colour >>> 24 === 255;
    for (let y = first + 1; y < last; ++y) {
      if (opaque) this.pixels[y * this.width + x] = colour;
      else this.blend(x, y, colour, 1);
    }
    this.blend(x, last, colour, to - last);
  }

  /** As the canvas wants it; shares the memory. */
  image(): ImageData {
    const bytes = new Uint8ClampedArray(this.pixels.buffer);
    return new ImageData(bytes, this.width, this.height);
  }
}
