// Tests of the built page in the Chromium of this machine; nothing is downloaded. Serves dist with the
// headers of web/tools/serve.mjs.
import { defineConfig } from '@playwright/test';
import { findProgram, inRoot } from './web/tools/common.mjs';

const root = process.getuid?.() === 0;
const chromium = findProgram('chromium', 'chromium-browser', 'google-chrome') ?? undefined;

export default defineConfig({
  testDir: inRoot('tests/e2e'),
  outputDir: inRoot('build/test-results'),
  globalSetup: inRoot('tests/e2e/serve.mjs'),
  reporter: [['list'], ['json', { outputFile: inRoot('build/reports/playwright.json') }]],
  workers: 3, // of which, on two cores, one waits
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  use: {
    baseURL: process.env.GRADSCOPE_ADDRESS, // set by globalSetup, before the tests are loaded
    browserName: 'chromium',
    launchOptions: { executablePath: chromium, args: root ? ['--no-sandbox'] : [] },
  },
});
