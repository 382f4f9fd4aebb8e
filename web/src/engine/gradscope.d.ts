// The type of build/module/gradscope.mjs, which is gradscope.mjs of this folder.
declare module '*/gradscope.mjs' {
  type Source = import('./module.ts').Source;
  export const digits: Source['digits'];
  /** See guard.mjs. */
  export class ModuleLost extends Error {}
  type Compiled = import('./carried.ts').Compiled;
  /** What another worker of the page has compiled, and who is told of what this one compiles. */
  export function carry(between: {
    readonly given: Promise<Compiled | null> | undefined;
    readonly tell: (compiled: Compiled) => void;
  }): void;
  export function create(
    precision?: 'float32' | 'float64',
    options?: { simd?: boolean; wasmUrl?: string | URL },
  ): ReturnType<Source['create']>;
}
