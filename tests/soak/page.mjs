// The built page in Chromium for minutes: one element at full speed that starts again and again, and
// twelve that come and go beside it.
import { serve } from '../../web/tools/serve.mjs';
import { heapOf, rendererOf, residentOf } from '../bench/budget/memory.mjs';
import { openPage, screens, startTraining, stepOf } from '../bench/budget/page.mjs';
import { launch } from '../bench/hosts/chromium.mjs';
import { compare, descriptorsOf } from './flat.mjs';

const elements = 12;

async function measure(page, debug, renderer) {
  await page.waitForTimeout(10_000); // what has just been removed is not collected at once
  const heap = await heapOf(debug); // collects what is not reachable, which would be counted below
  const { metrics } = await debug.send('Performance.getMetrics');
  const metric = (wanted) => metrics.find(({ name }) => name === wanted).value;
  return {
    'heap, MB': heap,
    'process, MB': residentOf(renderer),
    descriptors: descriptorsOf(renderer),
    listeners: metric('JSEventListeners'),
    nodes: metric('Nodes'),
    documents: metric('Documents'),
    frames: metric('Frames'),
  };
}

/** In the page: the run starts again, alternately as A and as B. */
async function restart(turn) {
  const element = document.querySelector('grad-scope');
  const [a, b] = [
    { depth: 20, width: 32 },
    { depth: 6, width: 16 },
  ];
  element.setConfig(turn % 2 === 0 ? a : b);
  await element.updateComplete;
  element.play();
}

/** In the page: so many more elements, each trained a little, and gone. */
async function visit(count) {
  const presets = ['vanishing', 'exploding', 'starved', 'healthy'];
  const guests = Array.from({ length: count }, (_, i) => {
    const guest = document.createElement('grad-scope');
    guest.setAttribute('preset', presets[i % presets.length]);
    guest.setAttribute('run', 'manual');
    document.body.append(guest);
    return guest;
  });
  await Promise.all(guests.map((guest) => guest.ready));
  await Promise.all(guests.map((guest) => guest.advance(20)));
  for (const guest of guests) guest.remove();
}

/** One round of all that happens, which takes some seconds: steps made meanwhile. */
async function round(page, turn, pause) {
  await page.evaluate(restart, turn);
  await page.waitForTimeout(pause);
  const steps = await stepOf(page);
  await page.evaluate(visit, elements);
  return steps;
}

/** Soaks the page in a folder for some minutes: {rows, steps, restarts, guests, frames}. */
export async function soakPage(folder, minutes) {
  const { server, address } = await serve(folder, 0);
  const browser = await launch();
  const errors = [];
  try {
    const { page, debug } = await openPage(browser, screens.desktop);
    page.on('pageerror', (error) => errors.push(error.message));
    await debug.send('Performance.enable');
    await startTraining(page, address, 5);
    const renderer = await rendererOf(browser);
    for (let turn = 0; turn < 6; turn++) await round(page, turn, 1000); // caches are full
    const own = () => ({ descriptors: descriptorsOf('self') });
    const [from, ownFrom] = [await measure(page, debug, renderer), own()];
    const end = performance.now() + minutes * 60_000;
    let [steps, turn] = [0, 0];
    while (performance.now() < end) steps += await round(page, turn++, 3000);
    const [to, ownTo] = [await measure(page, debug, renderer), own()];
    const rows = [
      ...compare(from, to),
      ...compare(ownFrom, ownTo).map((row) => ({ ...row, name: 'descriptors of the server' })),
    ];
    return { rows, steps, restarts: turn, guests: turn * elements, errors };
  } finally {
    await browser.close();
    server.close();
  }
}
