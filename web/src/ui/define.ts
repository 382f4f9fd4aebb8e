// How elements get their names: not when their files are read, but when a page wants them. It may hold the
// same script under two addresses: the first one stays.

const waiting = new Map<string, CustomElementConstructor>();
let wanted = false;

function register(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}

/** Gives an element its name, as soon as the page wants any. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (wanted) register(tag, element);
  else waiting.set(tag, element);
}

/** The page wants them. */
export function defineAll(): void {
  wanted = true;
  for (const [tag, element] of waiting) register(tag, element);
  waiting.clear();
}
