// Frames a second, and what a frame costs the main thread, from Chromium's own trace. The cost is
// processor time, so that other work on the machine does not count; slowing the processor does.
import { median } from '../measure.mjs';
import { openPage, startTraining, stepOf } from './page.mjs';

const categories = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];

const quantile = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, (sorted.length * share) | 0)];

/** From a trace: when frames began, and the tasks of the same thread, in milliseconds. */
function readTrace(buffer) {
  const { traceEvents } = JSON.parse(buffer.toString());
  const begins = traceEvents.filter(({ name, ph }) => name === 'AnimationFrame' && ph === 'b');
  const tasks = traceEvents.filter(
    ({ name, pid, tid }) => name === 'RunTask' && pid === begins[0].pid && tid === begins[0].tid,
  );
  const inMilliseconds = ({ ts, tdur = 0 }) => ({ at: ts / 1000, cost: tdur / 1000 });
  const byTime = (a, b) => a.at - b.at;
  return {
    frames: begins.map(inMilliseconds).sort(byTime),
    tasks: tasks.map(inMilliseconds).sort(byTime),
  };
}

/** What the main thread did between the beginnings of two frames. */
function costs({ frames, tasks }) {
  let next = tasks.findIndex(({ at }) => at >= frames[0].at);
  return frames.slice(1).map(({ at }) => {
    let cost = 0;
    for (; next < tasks.length && tasks[next].at < at; next++) cost += tasks[next].cost;
    return cost;
  });
}

/** Trains at full speed for `seconds`; an empty loop asks for every frame that there can be. */
export async function measureFrames(browser, address, screen, seconds) {
  const { context, page } = await openPage(browser, screen);
  await startTraining(page, address, 3);
  await page.evaluate(() => {
    const again = () => requestAnimationFrame(again);
    again();
  });
  const before = await stepOf(page);
  await browser.startTracing(page, { categories });
  await page.waitForTimeout(seconds * 1000);
  const trace = readTrace(await browser.stopTracing());
  const steps = (await stepOf(page)) - before;
  await context.close();
  const { frames } = trace;
  const each = costs(trace).sort((a, b) => a - b);
  const milliseconds = frames.at(-1).at - frames[0].at;
  return {
    framesPerSecond: ((frames.length - 1) / milliseconds) * 1000,
    median: median(each),
    p95: quantile(each, 0.95),
    longest: each.at(-1),
    stepsPerSecond: (steps / milliseconds) * 1000,
  };
}
