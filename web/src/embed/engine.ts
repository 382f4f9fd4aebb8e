// The types of engine.mjs.
import type { EngineModule } from '../engine/module.ts';

export type * from '../engine/answers.ts';
export type { EngineModule as Engine, Session } from '../engine/module.ts';

export interface EngineOptions {
  /** float32 by default. */
  readonly precision?: 'float32' | 'float64';
  /** What the machine has, by default. Without, the same numbers come more slowly. */
  readonly simd?: boolean;
  /** Where the .wasm file is, where a bundler does not see it by itself. */
  readonly wasmUrl?: string | URL;
}

/** An engine with a memory of its own. Rejects with a TypeError that names what is not allowed. */
export declare function create(options?: EngineOptions): Promise<EngineModule>;
/** An engine that has the handwritten digits. */
export declare function createWithDigits(options?: EngineOptions): Promise<EngineModule>;
/** The text of the handwritten digits, for provideDigits(). */
export declare function digits(): Promise<string>;
/** Almost always: no memory left. The engine is over, and all its runs. */
export declare class ModuleLost extends Error {}
