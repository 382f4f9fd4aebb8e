// When charts are drawn: at most thirty times a second, only what changed, only what is on screen.
// One loop serves every chart of every element on the page.

export interface Drawable {
  /** Draws now. */
  draw(): void;
}

const LEAST_MILLISECONDS = 1000 / 30 - 2; // two short, so that every second frame of 60 Hz is met

const waiting = new Set<Drawable>();
let requested = false;
let last = Number.NEGATIVE_INFINITY;

/** Draws the chart with the next frame that is due; asking twice draws once. */
export function requestDraw(drawable: Drawable): void {
  waiting.add(drawable);
  if (!requested) {
    requested = true;
    requestAnimationFrame(frame);
  }
}

export function forget(drawable: Drawable): void {
  waiting.delete(drawable);
}

function frame(now: number): void {
  if (now - last < LEAST_MILLISECONDS) {
    requestAnimationFrame(frame);
    return;
  }
  last = now;
  requested = false;
  const due = [...waiting];
  waiting.clear();
  for (const drawable of due) drawable.draw();
}
