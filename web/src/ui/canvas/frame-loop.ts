// When charts are drawn: each at most thirty times a second, only what changed, only what is on screen,
// and never so many in one frame that the page stutters. One loop serves every chart of a page.

export interface Drawable {
  /** Draws now. */
  draw(): void;
}

const LEAST_MILLISECONDS = 1000 / 30 - 2; // two short, so that every second frame of 60 Hz is met
/** After this long the charts that are still due wait for the next frame. */
const BUDGET = 5;

const waiting = new Set<Drawable>();
const drawn = new WeakMap<Drawable, number>();
let requested = false;

/** Draws the chart with the next frame that is due; asking twice draws once. */
export function requestDraw(drawable: Drawable): void {
  waiting.add(drawable);
  request();
}

export function forget(drawable: Drawable): void {
  waiting.delete(drawable);
}

function request(): void {
  if (requested) return;
  requested = true;
  requestAnimationFrame(frame);
}

function frame(now: number): void {
  requested = false;
  const began = performance.now();
  for (const drawable of [...waiting]) {
    if (now - (drawn.get(drawable) ?? Number.NEGATIVE_INFINITY) < LEAST_MILLISECONDS) continue;
    waiting.delete(drawable);
    drawn.set(drawable, now);
    drawable.draw();
    if (performance.now() - began > BUDGET) break;
  }
  if (waiting.size > 0) request();
}
