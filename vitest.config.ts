// The tests of the page's inner rooms, in Node. Pages in a browser: playwright.config.ts.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/web/**/*.test.ts'],
    setupFiles: ['tests/web/setup.ts'],
    testTimeout: 20_000, // two cores and a debugging laptop; nothing here waits for time to pass
  },
});
