// The shape of the words of the theory and of the gradient check, which each language loads when one of
// them is asked for.

export interface ProofText {
  readonly theory: (numbers: { chi: string; sigma: string; critical: string }) => string;
  readonly shallow: string;
  readonly none: string;
  readonly title: string;
  readonly intro: string;
  readonly waiting: string;
  readonly chart: string;
  readonly layer: string;
  readonly entries: string;
  readonly step: string;
  readonly error: string;
  readonly kinks: string;
  readonly result: string;
  readonly of: (looked: string, all: string) => string;
  readonly at: (step: string) => string;
  readonly verdict: (right: number, unclear: number, wrong: number, infinite: number) => string;
}
