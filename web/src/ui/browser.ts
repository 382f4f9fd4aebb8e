// The browser's time and sight, for what knows no browser.
import type { Clock } from '../experiment/world.ts';

export const screenClock: Clock = {
  requestFrame: (callback) => requestAnimationFrame(callback),
  cancelFrame: (handle) => cancelAnimationFrame(handle),
  now: () => performance.now(),
  after: (milliseconds, callback) => window.setTimeout(callback, milliseconds),
  cancel: (handle) => window.clearTimeout(handle),
};

/** In sight is a tenth of an element, or, of a tall one in a small frame, so many pixels. */
const ENOUGH = 0.1;
const TALL = 100;

/** Calls back whenever an element comes into sight or leaves it; the result ends that. */
export function watchSight(element: Element, seen: (visible: boolean) => void): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      const { intersectionRatio = 0, intersectionRect } = entries.at(-1) ?? {};
      seen(intersectionRatio >= ENOUGH || (intersectionRect?.height ?? 0) >= TALL);
    },
    { threshold: [0, 0.01, 0.02, 0.05, ENOUGH, 0.2] },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
