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
    const alpha = Math.min(1, coverage) * (colour >>> 24);
    if (alpha > 254) {
      this.pixels[i] = colour;
      return;
    }
    const under = this.pixels[i] ?? 0;
    const below = ((under >>> 24) * (255 - alpha)) / 255;
    const out = alpha + below;
    const share = alpha / out;
    const red = (under & 255) + ((colour & 255) - (under & 255)) * share;
    const [g, b] = [(under >>> 8) & 255, (under >>> 16) & 255];
    const green = g + (((colour >>> 8) & 255) - g) * share;
    const blue = b + (((colour >>> 16) & 255) - b) * share;
    this.pixels[i] =
      (((out + 0.5) << 24) | ((blue + 0.5) << 16) | ((green + 0.5) << 8) | (red + 0.5)) >>> 0;
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
