// The page of methods as HTML: every method of the catalogue, in every language, with formulas as MathML.
// Runs when the page is built; nothing of it is sent to a browser.
import temml from 'temml';
import { catalog } from '../src/config/catalog.ts';
import { membersOf } from '../src/config/members.ts';
import { references } from '../src/config/references.ts';
import type { AnyMember, Family, Field, RemedyGroup } from '../src/config/types.ts';
import { exact } from '../src/i18n/format.ts';
import type { Words } from '../src/i18n/words.ts';
import { matrices, measuredTitle } from './matrices.ts';
import { escaped, type Say, say } from './texts.ts';

/** LaTeX as MathML. Temml writes style attributes, which a strict policy forbids; they become classes. */
export function formula(latex: string): string {
  const mathml = temml.renderToString(latex, { displayMode: true, throwOnError: true });
  return mathml
    .replace(/ style="math-depth:0;"/g, ' data-depth="0"')
    .replace(/ style="[^"]*"/g, '');
}

const families = Object.keys(catalog.families) as Family[];

/** The setting that takes a member of the family. */
function settingOf(family: Family): string | undefined {
  const fields: readonly Field[] = catalog.config;
  return fields.find((field) => field.family === family)?.key;
}

function range(field: Field, words: Words): string {
  if (field.words) return field.words.map((word) => words.word(word)).join(', ');
  if (field.type === 'boolean') return `${words.text.settings.on}, ${words.text.settings.off}`;
  return `${exact(field.min ?? 0)} … ${exact(field.max ?? 0)}`;
}

function initial(field: Field, words: Words): string {
  const value = field.default;
  if (typeof value === 'number') return exact(value);
  if (typeof value === 'boolean') return value ? words.text.settings.on : words.text.settings.off;
  return Array.isArray(value) ? value.join(', ') : words.word(String(value));
}

function parameters(family: Family, member: AnyMember): string {
  if (member.fields.length === 0) return '';
  const head = (text: Say) => `<th scope="col">${say(text)}</th>`;
  const rows = member.fields.map(
    (
      field,
    ) => `<tr><th scope="row"><code>${field.key}</code> ${say((w) => w.parameter(family, member.kind, field))}</th>
      <td>${say((w) => initial(field, w))}</td><td>${say((w) => range(field, w))}</td></tr>`,
  );
  return `<table><thead><tr>${head((_, m) => m.parameter)}${head((_, m) => m.default)}${head((_, m) => m.range)}</tr></thead>
    <tbody>${rows.join('')}</tbody></table>`;
}

/** Formula and source of a method. */
function reference(family: Family, { kind }: AnyMember) {
  const known: Readonly<Record<string, { readonly formula: string; readonly source: string }>> =
    references[family];
  return known[kind] ?? { formula: '', source: '' };
}

function entry(family: Family, member: AnyMember): string {
  const written = reference(family, member);
  const link = `./index.html#v1&amp;${settingOf(family)}=${member.kind}${member.specimen ? '&amp;specimens=true' : ''}`;
  const source = written.source
    ? `<p class="source">${say((_, m) => m.source)}: ${escaped(written.source)}</p>`
    : '';
  const { threshold } = member;
  const parted =
    threshold === undefined
      ? ''
      : `<p class="source">${say((_, m) => `${m.threshold} ${exact(threshold)}`)}</p>`;
  return `<article id="${family}-${member.kind}">
    <h3>${say((w) => w.title(family, member.kind))} <a href="${link}"><code>${member.kind}</code></a></h3>
    ${written.formula ? `<p class="formula">${formula(written.formula)}</p>` : ''}
    ${say((w) => w.summary(family, member.kind), 'p')}
    ${parameters(family, member)}${parted}${source}
  </article>`;
}

function section(family: Family): string {
  const members = membersOf(family).filter((member) => !member.specimen);
  return `<section id="${family}"><h2>${say((w) => w.text.families[family])}</h2>
    ${members.map((member) => entry(family, member)).join('\n')}</section>`;
}

function specimens(): string {
  const entries = families.flatMap((family) =>
    membersOf(family)
      .filter((member) => member.specimen)
      .map((member) => entry(family, member)),
  );
  return `<section id="specimens"><h2>${say((w) => w.presetGroup('printed'))}</h2>
    ${say((_, m) => m.specimensNote, 'p')}
    ${entries.join('\n')}</section>`;
}

function remedies(): string {
  const entries = (group: RemedyGroup) =>
    catalog.remedies
      .filter((remedy) => remedy.group === group)
      .map(({ id, change, rate }) => {
        const code = escaped(change || `learning_rate × ${exact(rate)}`);
        return `<dt>${say((w) => w.remedy(id).title)} <code>${code}</code></dt>
        <dd>${say((w) => w.remedy(id).effect)}</dd>`;
      });
  const groups = catalog.remedy_groups.map(
    ({ key }) => `<h3>${say((w) => w.remedyGroup(key))}</h3><dl>${entries(key).join('')}</dl>`,
  );
  return `<section id="remedies"><h2>${say((_, m) => m.remedies)}</h2>
    ${groups.join('\n')}</section>`;
}

/** What the engine answers in a word. */
function answers(): string {
  const agreements = catalog.agreements.map(
    ({ key }) => `<dt><code>${key}</code></dt><dd>${say((w) => w.agreement(key))}</dd>`,
  );
  const reasons = catalog.no_theory.map(
    ({ key }) => `<dt><code>${key}</code></dt><dd>${say((w) => w.noTheory(key))}</dd>`,
  );
  return `<section id="answers"><h2>${say((_, m) => m.agreements)}</h2>
    <dl>${agreements.join('')}</dl>
    <h2>${say((_, m) => m.noTheory)}</h2>
    <dl>${reasons.join('')}</dl></section>`;
}

function contents(): string {
  const items = families.map(
    (family) => `<li><a href="#${family}">${say((w) => w.text.families[family])}</a></li>`,
  );
  const last = [
    `<li><a href="#remedies">${say((_, m) => m.remedies)}</a></li>`,
    `<li><a href="#answers">${say((_, m) => m.agreements)}</a></li>`,
    `<li><a href="#measured">${measuredTitle()}</a></li>`,
    `<li><a href="#specimens">${say((w) => w.presetGroup('printed'))}</a></li>`,
  ];
  return `<ul>${[...items, ...last].join('')}</ul>`;
}

export const methodsHead = () =>
  `<h1>${say((_, m) => m.title)}</h1> ${say((_, m) => m.intro, 'p')}`;

/** What the page of methods says below its head. */
export function methods(): string {
  return `<nav>${contents()}</nav>
    ${families.map(section).join('\n')}
    ${remedies()}
    ${answers()}
    ${matrices()}
    ${specimens()}`;
}
