// The type of the loader that Emscripten writes beside each module (build/module/*.mjs).
declare module '*.mjs' {
  const create: (options: object) => Promise<import('./module.ts').EngineModule>;
  export default create;
}
