// How long it takes from navigation until something is drawn on a chart, and what is loaded for that.
import { median } from '../measure.mjs';
import { openPage, screens, waitForRun } from './page.mjs';

/** Runs in the page, from the beginning: the time at which a canvas has a pixel on it. */
function watch() {
  const canvases = (root) =>
    [...root.querySelectorAll('*')].flatMap((element) => [
      ...(element.localName === 'canvas' ? [element] : []),
      ...(element.shadowRoot ? canvases(element.shadowRoot) : []),
    ]);
  const drawn = ({ width, height }, context) =>
    width > 0 &&
    height > 0 &&
    context?.getImageData(0, 0, width, height).data.some((value) => value !== 0);
  globalThis.firstChart = new Promise((resolve) => {
    const look = () => {
      const found = canvases(document).some((canvas) => drawn(canvas, canvas.getContext('2d')));
      if (found) resolve(performance.now());
      else requestAnimationFrame(look);
    };
    document.addEventListener('DOMContentLoaded', async () => {
      await document.querySelector('grad-scope').ready;
      look();
    });
  });
}

/** Milliseconds of several loads, each in a fresh browser, and the paths that were asked for. */
export async function measureFirstChart(launch, address, loads) {
  const times = [];
  const paths = new Set();
  for (let i = 0; i < loads; i++) {
    const browser = await launch();
    const { page } = await openPage(browser, screens.desktop);
    page.on('response', (response) => paths.add(new URL(response.url()).pathname));
    await page.addInitScript(watch);
    await page.goto(address);
    await waitForRun(page);
    times.push(await page.evaluate(() => globalThis.firstChart));
    await page.waitForLoadState('networkidle');
    await browser.close();
  }
  return { milliseconds: median(times), times, paths: [...paths] };
}
