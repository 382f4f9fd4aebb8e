// How messages get to an engine and back: the shape of a worker, whatever stands behind it.
import type { Reply, Request } from './calls.ts';

/** A worker, or what stands in for one. */
export interface EnginePort {
  postMessage(message: Request): void;
  onmessage: ((event: MessageEvent<Reply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
  /** The engine is in this thread. */
  readonly inPage?: boolean;
}

/** A way to reach an engine; may throw, reject, or give a port that fails before its first reply. */
export type Connect = () => EnginePort | Promise<EnginePort>;
