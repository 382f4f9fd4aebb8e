// The browser's time and sight, for what knows no browser.
import type { Clock } from '../experiment/world.ts';

export const screenClock: Clock = {
  requestFrame: (callback) => requestAnimationFrame(callback),
  cancelFrame: (handle) => cancelAnimationFrame(handle),
  now: () => performance.now(),
  after: (milliseconds, callback) => window.setTimeout(callback, milliseconds),
  cancel: (handle) => window.clearTimeout(handle),
};

/** Calls back whenever an element comes into sight or leaves it; the result ends that. */
export function watchSight(element: Element, seen: (visible: boolean) => void): () => void {
  const observer = new IntersectionObserver(
    (entries) => seen(entries.at(-1)?.isIntersecting === true),
    { threshold: 0.1 },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
