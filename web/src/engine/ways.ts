// Where a page finds an engine: in a worker, or else in its own thread.
import { withModule } from './carried.ts';
import type { Connect } from './port.ts';
import { shared } from './shared.ts';
import workerAddress from './worker.ts?worker&url';

type Policy = { createScriptURL(url: string): string };
export type Policies = { createPolicy(name: string, rules: Policy): Policy };

let policy: Policy | undefined;

/** Where Trusted Types are required, a worker starts from no address but that of a policy, allowed by name. */
function trusted(address: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: Policies };
  policy ??= trustedTypes?.createPolicy('gradscope', { createScriptURL: (url) => url });
  return policy?.createScriptURL(address) ?? address;
}

/** A script of the single file is complete, and where there is no origin a worker may not be a module. */
const type = workerAddress.startsWith('blob:') ? 'classic' : 'module';

const connectWorker: Connect = () =>
  withModule((name) => new Worker(trusted(workerAddress), { type, name }));

/** Where no worker may start (a sandboxed frame, a strict host), the page's own thread must do. */
const connectLocal: Connect = async () => (await import('./local.ts')).connect();

/** To be tried in this order until one works; a worker twice: one request may be lost. */
export const waysToAnEngine: readonly Connect[] = [connectWorker, connectWorker, connectLocal];

/** Engines in workers for all elements of a page. */
const ENGINES = 2;

/** The same, to engines that are shared. */
export const sharedWays: readonly Connect[] = waysToAnEngine.map((way) =>
  shared(way, way === connectLocal ? 1 : ENGINES),
);
