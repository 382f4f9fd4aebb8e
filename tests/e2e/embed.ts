// A page with elements in the place of the page's own, as an author writes them.
import type { Instrument } from './instrument.ts';

type Given = Readonly<Record<string, string>>;

/** What is around the elements that take the place of the page's own. */
interface Around {
  /** Slots and texts in each element. */
  readonly inside?: readonly (readonly [string, string])[];
  /** Pixels above each element. */
  readonly above?: number;
}

export async function embed(
  instrument: Instrument,
  given: readonly Given[],
  { inside = [], above = 0 }: Around = {},
) {
  const { page } = instrument;
  await page.goto('./index.html');
  await page.evaluate(
    ([given, inside, above]) => {
      const all = given.map((attributes) => {
        const element = document.createElement('grad-scope');
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        for (const [slot, textContent] of inside) {
          element.append(Object.assign(document.createElement('p'), { slot, textContent }));
        }
        element.style.marginTop = `${above}px`;
        return element;
      });
      document.querySelector('grad-scope')?.replaceWith(...all);
    },
    [given, inside, above] as const,
  );
}

export const ready = (instrument: Instrument) => instrument.do(({ ready }) => ready);
