// How messages get to an engine and back: the shape of a worker, whatever stands behind it.
import type { Reply, Request } from './calls.ts';

/** A worker, or what stands in for one. */
export interface EnginePort {
  postMessage(message: Request): void;
  onmessage: ((event: MessageEvent<Reply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  /** Ends it; one that others share goes on for them. `forGood`: this one is not wanted again. */
  terminate(forGood?: boolean): void;
  /** The engine is in this thread. */
  readonly inPage?: boolean;
  /** Nobody else is there; left out: it cannot be shared. */
  readonly alone?: boolean;
}

let last = 0;

/** A number for a request or a run, once on a page: engines are shared. */
export function nextNumber(): number {
  last += 1;
  return last;
}

/** A way to reach an engine; may throw, reject, or give a port that fails before its first reply. */
export type Connect = () => EnginePort | Promise<EnginePort>;
