// The type of build/module/gradscope.mjs, which is gradscope.mjs of this folder.
declare module '*/gradscope.mjs' {
  type Source = import('./module.ts').Source;
  export const digits: Source['digits'];
  /** See guard.mjs. */
  export class ModuleLost extends Error {}
  export function create(
    precision?: 'float32' | 'float64',
    options?: { simd?: boolean; wasmUrl?: string | URL },
  ): ReturnType<Source['create']>;
}
