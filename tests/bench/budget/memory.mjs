// What the page holds in memory while it trains: the page's JavaScript heap after a collection, and
// all that its process keeps resident, which includes the worker and the module's memory (Linux only).
import { readFileSync } from 'node:fs';
import { median } from '../measure.mjs';
import { openPage, screens, startTraining, stepOf } from './page.mjs';

const megabyte = 1e6;

/** The process of the only page: the renderer that has worked most. */
export async function rendererOf(browser) {
  const debug = await browser.newBrowserCDPSession();
  const { processInfo } = await debug.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  return renderers.sort((a, b) => b.cpuTime - a.cpuTime)[0].id;
}

/** What a process keeps resident, in MB; null where there is no /proc. */
export function residentOf(process) {
  try {
    const [, kilobytes] = readFileSync(`/proc/${process}/status`, 'utf8').match(/VmRSS:\s*(\d+)/);
    return (Number(kilobytes) * 1024) / megabyte;
  } catch {
    return null;
  }
}

/** What a page holds after a collection, in MB. */
export async function heapOf(debug) {
  await debug.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = await debug.send('Runtime.getHeapUsage');
  return (usedSize + backingStorageSize) / megabyte;
}

/** The first and the last fifth of some samples, as medians. */
function ends(samples) {
  if (samples.some((sample) => sample === null)) return null;
  const fifth = Math.max(1, Math.floor(samples.length / 5));
  return { from: median(samples.slice(0, fifth)), to: median(samples.slice(-fifth)) };
}

/** Trains at full speed for `minutes`, looking 20 times. Sizes are in MB. */
export async function measureMemory(launch, address, minutes) {
  const browser = await launch();
  const { page, debug } = await openPage(browser, screens.desktop);
  await startTraining(page, address, 5);
  const process = await rendererOf(browser);
  const heap = [];
  const resident = [];
  for (let i = 0; i < 20; i++) {
    await page.waitForTimeout((minutes * 60_000) / 20);
    heap.push(await heapOf(debug));
    resident.push(residentOf(process));
  }
  const steps = await stepOf(page);
  await browser.close();
  return {
    minutes,
    steps,
    heap: ends(heap),
    resident: ends(resident),
    samples: { heap, resident },
  };
}
