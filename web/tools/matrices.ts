// The section of the page of methods on how often the diagnosis is right: the confusion matrices of the
// labelled grids, as `npm run grid` wrote them. Nothing of it is sent to a browser.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FindingKey } from '../src/config/types.ts';
import { count } from '../src/i18n/format.ts';
import { proofOf, say } from './texts.ts';

const results = fileURLToPath(new URL('../../tests/grid/results/', import.meta.url));

type Finding = 'gradient' | 'learning';
type Word = FindingKey<Finding>;

interface Matrix {
  readonly words: readonly Word[];
  /** [label][what was said]. */
  readonly counts: readonly (readonly number[])[];
  readonly agreement: number;
}

interface Grid extends Readonly<Record<Finding, Matrix>> {
  readonly runs: number;
  readonly green: number;
  readonly false_green: number;
}

function read(grid: string): Grid {
  return JSON.parse(readFileSync(`${results}${grid}.json`, 'utf8'));
}

/** "97.8%": a digit more than elsewhere, because the rest is what counts. */
const share = (value: number, lang: string) =>
  new Intl.NumberFormat(lang, { style: 'percent', maximumFractionDigits: 1 }).format(value);

function table(finding: Finding, { words, counts, agreement }: Matrix): string {
  const name = (word: Word) => say((w) => proofOf(w).measured.words[word]);
  const rows = words.map((label, i) => {
    const cells = counts[i]?.map((runs, j) => `<td${i === j ? ' class="same"' : ''}>${runs}</td>`);
    return `<tr><th scope="row">${name(label)}</th>${cells?.join('')}</tr>`;
  });
  const caption = say((w) => {
    const text = proofOf(w).measured;
    return text.caption(text[finding], share(agreement, w.lang));
  });
  return `<table class="matrix" data-finding="${finding}"><caption>${caption}</caption>
    <thead><tr><th>${say((w) => proofOf(w).measured.corner)}</th>${words
      .map((word) => `<th scope="col">${name(word)}</th>`)
      .join('')}</tr></thead>
    <tbody>${rows.join('')}</tbody></table>`;
}

function section(grid: 'first' | 'second'): string {
  const { runs, green, false_green: wrong, gradient, learning } = read(grid);
  const numbers = say((w) => {
    const [all, good, bad] = [runs, green, wrong].map((n) => count(n, w.lang));
    return proofOf(w).measured.grid({ runs: all ?? '', green: good ?? '', wrong: bad ?? '' });
  }, 'p');
  return `<h3>${say((w) => proofOf(w).measured[grid])}</h3>${numbers}
    ${table('gradient', gradient)}${table('learning', learning)}`;
}

export const measuredTitle = () => say((w) => proofOf(w).measured.title);

export function matrices(): string {
  return `<section id="measured" tabindex="0" aria-labelledby="measured-title"><h2 id="measured-title">${measuredTitle()}</h2>
    ${say((w) => proofOf(w).measured.intro, 'p')}
    ${section('first')}${section('second')}</section>`;
}
