// A page under test, as somebody in front of it sees it; and the rule that no test may break: nothing
// on the console, nothing from another origin.
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import type { GradScope } from '../../web/src/ui/grad-scope.ts';

export { expect };

export class Instrument {
  readonly page: Page;
  readonly root: Locator;

  constructor(page: Page, root = page.locator('grad-scope').first()) {
    this.page = page;
    this.root = root;
  }

  /** Opens the page and waits until the first run is on screen. */
  async open(hash = ''): Promise<void> {
    await this.page.goto(`./index.html${hash}`);
    await expect(this.root.locator('[data-verdict]').first()).toBeVisible();
  }

  get sentence(): Locator {
    return this.root.locator('gs-diagnosis .sentence');
  }
  get verdict(): Locator {
    return this.root.locator('gs-diagnosis .verdict');
  }
  button(name: string | RegExp): Locator {
    return this.root.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** The element's own properties and methods, as a page uses them. */
  do<T>(action: (element: GradScope) => T | Promise<T>): Promise<T>;
  do<T, A>(action: (element: GradScope, argument: A) => T | Promise<T>, argument: A): Promise<T>;
  do<T, A>(action: (element: GradScope, argument: A) => T | Promise<T>, argument?: A): Promise<T> {
    const onElement = action as unknown as (element: Element, argument: unknown) => T | Promise<T>;
    return this.root.evaluate(onElement, argument);
  }

  step(): Promise<number> {
    return this.do((element) => element.step);
  }

  /** Pauses whatever started by itself, and goes to a step; back to the start if it went too far. */
  async goTo(step: number): Promise<void> {
    await this.do((element) => element.advance(0));
    if ((await this.step()) > step) await this.do((element) => element.reset());
    const left = step - (await this.step());
    await this.root.evaluate(
      (element, count) => (element as unknown as GradScope).advance(count),
      left,
    );
    expect(await this.step()).toBe(step);
  }

  async accuracy(): Promise<number> {
    const text = await this.root.locator('[data-value="accuracy"] b').innerText();
    return Number.parseFloat(text);
  }

  loss(): Promise<string> {
    return this.root.locator('[data-value="test-loss"]').innerText();
  }

  /** Whether something is drawn on a chart: how many colours it has. */
  colours(canvas: string): Promise<number> {
    return this.root.locator(`${canvas} canvas`).evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const c = Object.assign(document.createElement('canvas'), { width, height });
      const context = c.getContext('2d', { willReadFrequently: true });
      context?.drawImage(element as HTMLCanvasElement, 0, 0);
      const pixels = context?.getImageData(0, 0, width, height).data;
      return new Set(new Uint32Array(pixels?.buffer ?? new ArrayBuffer(0))).size;
    });
  }
}

interface Fixtures {
  readonly complaints: string[];
  readonly instrument: Instrument;
}

export const test = base.extend<Fixtures>({
  complaints: [
    async ({ page, baseURL }, use) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') {
          complaints.push(`console: ${message.text()}`);
        }
      });
      page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
      page.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        const own = origin === new URL(baseURL ?? '').origin || protocol === 'blob:';
        if (!own) complaints.push(`request: ${request.url()}`);
      });
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
  instrument: async ({ page }, use) => use(new Instrument(page)),
});
