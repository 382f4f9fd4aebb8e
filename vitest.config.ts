// The tests of the page's source in Node, without a browser. The built page: playwright.config.mjs.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/web/**/*.test.ts'],
    setupFiles: ['tests/web/setup.ts'],
    testTimeout: 20_000, // two cores and a debugging laptop; nothing here waits for time to pass
  },
});
