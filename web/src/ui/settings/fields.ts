// A field of a config as a control, whatever its type. Stateless templates; values go up as
// ValueEvents. Knows the catalogue's types of fields and none of its members.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { memberOf, membersOf } from '../../config/config.ts';
import type { AnyChoice, AnyMember, Family, Field, FieldValue } from '../../config/types.ts';
import type { ConfigError } from '../../engine/answers.ts';
import type { Words } from '../../i18n/words.ts';
import { icon } from '../icons.ts';
import './number-field.ts';
import { type Path, pathText, ValueEvent } from './path.ts';

export interface FieldContext {
  readonly words: Words;
  /** Formulas printed wrong may be chosen. */
  readonly specimens: boolean;
  /** What the engine had against the last config. */
  readonly errors: readonly ConfigError[];
}

const send = (event: Event, path: Path, value: FieldValue | undefined) =>
  event.target?.dispatchEvent(new ValueEvent(path, value));

const idOf = (path: Path) => `f-${pathText(path).replace(/\W+/g, '-')}`;

function problemAt(context: FieldContext, path: Path) {
  const error = context.errors.find((e) => e.path === pathText(path));
  return error ? html`<p class="problem" role="alert">${error.message}</p>` : nothing;
}

export function fieldControl(
  context: FieldContext,
  field: Field,
  label: string,
  path: Path,
  value: FieldValue,
): TemplateResult {
  switch (field.type) {
    case 'real':
    case 'integer':
      return html`<gs-number
        class="field"
        .field=${field}
        .path=${path}
        .label=${label}
        .value=${value as number}
        .words=${context.words}
        .error=${context.errors.find((e) => e.path === pathText(path))?.message}
      ></gs-number>`;
    case 'boolean':
      return booleanField(context, label, path, value === true);
    case 'word':
      return wordField(context, field, label, path, String(value));
    case 'integers':
      return integersField(context, label, path, value as readonly number[]);
    case 'choice':
      return choiceField(context, field.family as Family, label, path, value as AnyChoice);
    case 'choices':
      return field.max === 1
        ? optionalField(context, field.family as Family, label, path, value as readonly AnyChoice[])
        : chainField(context, field.family as Family, label, path, value as readonly AnyChoice[]);
  }
}

function booleanField(context: FieldContext, label: string, path: Path, value: boolean) {
  return html`<div class="field">
    <label class="check">
      <input
        type="checkbox"
        .checked=${live(value)}
        @change=${(e: Event) => send(e, path, (e.target as HTMLInputElement).checked)}
      />
      <span>${label}</span>
    </label>
    ${problemAt(context, path)}
  </div>`;
}

function wordField(context: FieldContext, field: Field, label: string, path: Path, value: string) {
  const id = idOf(path);
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <select
      id=${id}
      .value=${live(value)}
      @change=${(e: Event) => send(e, path, (e.target as HTMLSelectElement).value)}
    >
      ${(field.words ?? []).map(
        (word) =>
          html`<option value=${word} ?selected=${word === value}>${context.words.word(word)}</option>`,
      )}
    </select>
    ${problemAt(context, path)}
  </div>`;
}

function integersField(context: FieldContext, label: string, path: Path, value: readonly number[]) {
  const id = idOf(path);
  const read = (text: string) => text.split(/[\s,，;]+/).filter((part) => part !== '');
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <input
      id=${id}
      type="text"
      inputmode="numeric"
      autocomplete="off"
      placeholder=${context.words.text.settings.list}
      .value=${live(value.join(', '))}
      @change=${(e: Event) => send(e, path, read((e.target as HTMLInputElement).value).map(Number))}
    />
    ${problemAt(context, path)}
  </div>`;
}

/** The menu of a family; specimens stand in their own group, and only if they are allowed. */
function options(context: FieldContext, family: Family, kind: string | undefined) {
  const option = (member: AnyMember) =>
    html`<option value=${member.kind} ?selected=${member.kind === kind}>
      ${context.words.title(family, member.kind)}
    </option>`;
  const members = membersOf(family);
  const printed = members.filter((member) => member.specimen);
  return html`${members.filter((member) => !member.specimen).map(option)}
  ${
    context.specimens && printed.length > 0
      ? html`<optgroup label=${context.words.presetGroup('printed')}>${printed.map(option)}</optgroup>`
      : nothing
  }`;
}

function parameters(context: FieldContext, family: Family, path: Path, choice: AnyChoice) {
  const fields = memberOf(family, choice.kind)?.fields ?? [];
  if (fields.length === 0) return nothing;
  return html`<div class="parameters">
    ${fields.map((field) =>
      fieldControl(
        context,
        field,
        context.words.parameter(family, choice.kind, field),
        [...path, field.key],
        choice[field.key] ?? field.default,
      ),
    )}
  </div>`;
}

function choiceField(
  context: FieldContext,
  family: Family,
  label: string,
  path: Path,
  choice: AnyChoice,
) {
  const id = idOf(path);
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <select
      id=${id}
      .value=${live(choice.kind)}
      @change=${(e: Event) => send(e, path, { kind: (e.target as HTMLSelectElement).value })}
    >
      ${options(context, family, choice.kind)}
    </select>
    <p class="summary">${context.words.summary(family, choice.kind)}</p>
    ${problemAt(context, path)} ${parameters(context, family, path, choice)}
  </div>`;
}

/** A list of at most one: the choice, or what is taken without one. */
function optionalField(
  context: FieldContext,
  family: Family,
  label: string,
  path: Path,
  list: readonly AnyChoice[],
) {
  const id = idOf(path);
  const [chosen] = list;
  const pick = (e: Event) => {
    const kind = (e.target as HTMLSelectElement).value;
    send(e, path, kind === '' ? [] : [{ kind }]);
  };
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <select id=${id} .value=${live(chosen?.kind ?? '')} @change=${pick}>
      <option value="" ?selected=${!chosen}>${context.words.text.settings.automatic}</option>
      ${options(context, family, chosen?.kind)}
    </select>
    ${problemAt(context, path)} ${chosen ? parameters(context, family, [...path, 0], chosen) : nothing}
  </div>`;
}

/** A list in which order matters: each entry can be changed, moved and removed. */
function chainField(
  context: FieldContext,
  family: Family,
  label: string,
  path: Path,
  list: readonly AnyChoice[],
) {
  const id = idOf(path);
  const { settings } = context.words.text;
  const add = (e: Event) => {
    const menu = e.target as HTMLSelectElement;
    const kind = menu.value;
    menu.value = '';
    send(e, path, [...list, { kind }]);
  };
  return html`<div class="field" role="group" aria-labelledby=${id}>
    <span class="label" id=${id}>${label}</span>
    ${
      list.length === 0
        ? html`<p class="summary">${settings.plain}</p>`
        : html`<ol class="chain">
            ${list.map((choice, i) => chainEntry(context, family, path, list, choice, i))}
          </ol>`
    }
    <select aria-label=${`${settings.add}: ${label}`} .value=${live('')} @change=${add}>
      <option value="">＋ ${settings.add} …</option>
      ${options(context, family, undefined)}
    </select>
    ${problemAt(context, path)}
  </div>`;
}

function chainEntry(
  context: FieldContext,
  family: Family,
  path: Path,
  list: readonly AnyChoice[],
  choice: AnyChoice,
  i: number,
) {
  const { settings } = context.words.text;
  const here = [...path, i];
  const title = context.words.title(family, choice.kind);
  const swapped = () => {
    const moved = [...list];
    [moved[i - 1], moved[i]] = [moved[i] as AnyChoice, moved[i - 1] as AnyChoice];
    return moved;
  };
  return html`<li>
    <div class="row">
      <strong>${title}</strong>
      <span class="buttons">
        ${
          i > 0
            ? html`<button
                type="button"
                class="icon"
                aria-label=${`${settings.earlier}: ${title}`}
                title=${settings.earlier}
                @click=${(e: Event) => send(e, path, swapped())}
              >
                ${icon('up')}
              </button>`
            : nothing
        }
        <button
          type="button"
          class="icon"
          aria-label=${`${settings.remove}: ${title}`}
          title=${settings.remove}
          @click=${(e: Event) => send(e, here, undefined)}
        >
          ${icon('close')}
        </button>
      </span>
    </div>
    ${problemAt(context, here)} ${parameters(context, family, here, choice)}
  </li>`;
}
