// How elements get their names. A page may hold the same script under two addresses: the first one stays.

export function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
