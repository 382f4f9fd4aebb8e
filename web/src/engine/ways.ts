// Where a page finds an engine: in a worker, or else in its own thread.
import type { Connect } from './port.ts';

const connectWorker: Connect = () =>
  new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'gradscope' });

/** Where no worker may start (a sandboxed frame, a strict host), the page's own thread must do. */
const connectLocal: Connect = async () => (await import('./local.ts')).connect();

/** To be tried in this order until one works. */
export const waysToAnEngine: readonly Connect[] = [connectWorker, connectLocal];
