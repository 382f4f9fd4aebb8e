// One compiled module for all workers of a page: the first one compiles it and tells the page, the others
// wait for that. Knows workers, and nothing of what is asked of them.

export interface Compiled {
  readonly address?: string;
  readonly module: WebAssembly.Module;
}

/** What passes beside requests and replies: a module; to a worker that waits, null if there will be none. */
export interface Carried {
  readonly compiled: Compiled | null;
}

/** The name of a worker that waits for a module. */
export const WAITING = 'gradscope, waiting';

export const isCarried = (data: unknown): data is Carried =>
  typeof data === 'object' && data !== null && 'compiled' in data;

let first: Promise<Compiled | null> | undefined;

/** Makes a worker that has the module of the first one, or is the first. */
export function withModule(make: (name: string) => Worker): Worker {
  if (first) return waiting(make(WAITING), first);
  const worker = make('gradscope');
  let known = false;
  first = new Promise((resolve) => {
    const settle = (compiled: Compiled | null) => {
      if (known) return;
      known = true;
      if (compiled === null) first = undefined; // the next one is the first
      resolve(compiled);
    };
    worker.addEventListener('message', (event) => {
      if (!isCarried(event.data)) return;
      event.stopImmediatePropagation();
      settle(event.data.compiled);
    });
    worker.addEventListener('error', () => settle(null));
    const { terminate } = worker;
    worker.terminate = () => {
      settle(null);
      terminate.call(worker);
    };
  });
  return worker;
}

/** Milliseconds after which a worker does not wait any more: the first one may be stuck. */
const PATIENCE = 5000;

function waiting(worker: Worker, module: Promise<Compiled | null>): Worker {
  const give = (compiled: Compiled | null) => worker.postMessage({ compiled } satisfies Carried);
  void module.then(give);
  setTimeout(give, PATIENCE, null); // has no effect once there is one
  worker.addEventListener('message', (event) => {
    if (isCarried(event.data)) event.stopImmediatePropagation(); // of another precision
  });
  return worker;
}
