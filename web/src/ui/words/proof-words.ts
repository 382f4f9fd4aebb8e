// The words of the theory and of the gradient check, for a view that shows one of them: loaded once for
// each language. What to do when they come, or cannot be loaded, is the view's.
import type { ProofText } from '../../i18n/proof-text.ts';
import type { Words } from '../../i18n/words.ts';

export class ProofWords {
  private readonly asked = new Set<Words>();
  private readonly known = new Map<Words, ProofText>();

  constructor(
    private readonly loaded: () => void,
    private readonly failed: (error: unknown, again: () => void) => void,
  ) {}

  /** The texts in this language; undefined until they are here. */
  of(words: Words): ProofText | undefined {
    if (!this.asked.has(words)) {
      this.asked.add(words);
      const again = () => {
        this.asked.delete(words);
        this.loaded();
      };
      void words.proof().then(
        (text) => {
          this.known.set(words, text);
          this.loaded();
        },
        (error) => this.failed(error, again),
      );
    }
    return this.known.get(words);
  }
}
