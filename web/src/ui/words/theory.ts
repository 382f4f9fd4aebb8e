// The theory of a run in a sentence, or why there is none.
import type { Theory } from '../../engine/answers.ts';
import { number } from '../../i18n/format.ts';
import type { ProofText } from '../../i18n/proof-text.ts';
import type { Words } from '../../i18n/words.ts';

export function theorySentence(theory: Theory, text: ProofText, words: Words): string {
  if (theory.reason !== null) return `${text.none}${words.noTheory(theory.reason)}`;
  if (Number.isNaN(theory.chi_1)) return text.shallow;
  return text.theory({
    chi: number(theory.chi_1),
    sigma: number(theory.sigma_w),
    critical: number(theory.critical_sigma_w, 3),
  });
}
