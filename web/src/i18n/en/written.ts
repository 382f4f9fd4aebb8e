// English words of the pages that are written when they are built. This object is the type: every other
// language must have every key.

export const written = {
  /** What stands in the place of the instrument until its script has run. */
  start:
    'Gradscope has not started. Browsers load its modules from a web server (npm start), not from a file; ' +
    'into a sandboxed frame only with allow-same-origin or Access-Control-Allow-Origin; ' +
    'and only where JavaScript is on and nothing blocks it. Then load the page again.',
};

/** Writable strings: a translation has the same keys, not the same words. */
export type WrittenText = typeof written;
