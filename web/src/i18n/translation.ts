// What a language consists of. English has no catalogue of its own: the engine's registry is English.
import type { CatalogText } from './catalog-text.ts';
import type { MethodsText } from './en/methods.ts';
import type { Text } from './en/text.ts';
import type { ProofText } from './proof-text.ts';
import type { ShareText } from './share-text.ts';
import type { WatchText } from './watch-text.ts';

export interface Original {
  /** The page's own words. */
  readonly text: Text;
  /** Words that few look at, in a part of their own. */
  readonly proof: () => Promise<ProofText>;
  /** Of the page of methods, while it is built. */
  readonly methods: () => Promise<MethodsText>;
  readonly watch: () => Promise<WatchText>;
  readonly share: () => Promise<ShareText>;
}

/** Every other language: a text for everything that the engine's registry names, too. */
export interface Translation extends Original {
  readonly catalog: CatalogText;
}
