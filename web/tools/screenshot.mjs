// Writes docs/screenshot.png, the README's picture: the default run after some steps. Needs the built
// page.
import { mkdirSync, statSync } from 'node:fs';
import { chromium } from '@playwright/test';
import playwrightConfig from '../../playwright.config.mjs';
import { inRoot } from './common.mjs';
import { serve } from './serve.mjs';

const file = inRoot('docs/screenshot.png');
const STEPS = 800;

const { server, address } = await serve(inRoot('dist'), 0);
const browser = await chromium.launch(playwrightConfig.use.launchOptions);
const page = await browser.newPage({
  viewport: { width: 1440, height: 900 },
  reducedMotion: 'reduce', // nothing starts by itself
});
await page.goto(address);
await page.locator('grad-scope [data-verdict]').first().waitFor();
await page.locator('grad-scope').evaluate((element, steps) => element.advance(steps), STEPS);
await page.waitForTimeout(1000); // the decision is drawn a little later than the rest
mkdirSync(inRoot('docs'), { recursive: true });
await page.screenshot({ path: file });
await browser.close();
server.close();
console.log(`${file}: ${Math.round(statSync(file).size / 1000)} kB`);
