// The largest sentence of the page in real runs that do not learn: never green, and with the numbers of the
// panel that it names.
import { expect, test } from './instrument.ts';

/** Runs that once stood under a green word, and what is found in them after so many steps. */
const broken = [
  { hash: '#v1&activation=tanh&l2=10', learning: 'stuck', cause: 'penalty' },
  { hash: '#v1&activation=tanh&learning_rate=0', learning: 'stuck', cause: 'zero_rate' },
  { hash: '#v1&activation=tanh&init=normal(std:5)', units: 'saturated', cause: 'activation' },
] as const;

for (const { hash, ...found } of broken) {
  test(`never green: ${hash}`, async ({ instrument }) => {
    await instrument.open(hash);
    for (const step of [0, 60, 600]) {
      await instrument.goTo(step);
      await expect(instrument.verdict).not.toHaveAttribute('data-verdict', 'healthy');
    }
    expect(await instrument.do((element) => ({ ...element.diagnosis }))).toMatchObject(found);
  });
}

test('the sentence quotes the number of the panel that it names', async ({ instrument }) => {
  await instrument.open('#v1');
  await instrument.goTo(100);
  const said = await instrument.sentence.locator('> span').innerText();
  const { gradient_ratio: ratio } = await instrument.do((element) => ({ ...element.diagnosis }));
  const times = new Intl.NumberFormat('en', {
    notation: 'compact',
    compactDisplay: 'long',
    maximumSignificantDigits: 2,
  }).format(1 / Number(ratio));
  expect(said).toContain(`${times} times less gradient dL/dW`);
});

/** In the page: the word of the diagnosis and when it came, from now on. */
const watchWord = (element: Element) => {
  const seen: { word: string; at: number }[] = [];
  const look = () => {
    const verdict = (element as HTMLElement & { renderRoot: ParentNode }).renderRoot.querySelector(
      'gs-diagnosis .verdict',
    );
    const word = verdict?.getAttribute('data-verdict') ?? '';
    if (word !== '' && word !== seen.at(-1)?.word) seen.push({ word, at: performance.now() });
    requestAnimationFrame(look);
  };
  look();
  Object.assign(window, { seen });
};

for (const remedy of ['ReLU + He', 'Skip connections']) {
  test(`${remedy}: the word changes at most once a second while the run goes on`, async ({
    instrument,
    page,
  }) => {
    await instrument.open();
    await instrument.goTo(100);
    await instrument.button(remedy).click(); // another run, which starts by itself
    await expect.poll(() => instrument.step()).toBeLessThan(100);
    await instrument.root.evaluate(watchWord);
    await expect.poll(() => instrument.step(), { timeout: 20_000 }).toBeGreaterThan(900);
    const seen = await page.evaluate(
      () => (window as unknown as { seen: { word: string; at: number }[] }).seen,
    );
    const gaps = seen.slice(2).map(({ at }, i) => at - (seen[i + 1]?.at ?? 0));
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.at(-1)?.word).toBe('healthy');
    for (const gap of gaps) expect(gap).toBeGreaterThan(900);
  });
}
