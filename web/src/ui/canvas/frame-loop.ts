// When charts are drawn: only what changed, each at most thirty times a second where it is seen and once a
// second where it is not (a page may be printed or captured as a whole), and never so many in one frame
// that the page stutters. One loop serves every chart of a page.

export interface Drawable {
  /** Draws now. */
  draw(): void;
  /** Somebody sees it. */
  readonly visible: boolean;
}

const SEEN = 1000 / 30 - 2; // milliseconds; two short, so that every second frame of 60 Hz is met
const UNSEEN = 1000;
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

/** Draws all that is out of date, now. */
export function drawWaiting(): void {
  for (const drawable of waiting) drawable.draw();
  waiting.clear();
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
    const pause = drawable.visible ? SEEN : UNSEEN;
    if (now - (drawn.get(drawable) ?? Number.NEGATIVE_INFINITY) < pause) continue;
    waiting.delete(drawable);
    drawn.set(drawable, now);
    drawable.draw();
    if (performance.now() - began > BUDGET) break;
  }
  if (waiting.size > 0) request();
}
