// Where a value stands in a config: ["update", 1, "beta2"], written "update[1].beta2" as the engine's
// messages do.
import type { FieldValue } from '../../config/types.ts';

export type Path = readonly (string | number)[];

export function pathText(path: Path): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? part : `.${part}`))
    .join('');
}

/** A copy of `tree` with another value at `path`; undefined removes an entry of a list. */
export function setIn(tree: unknown, path: Path, value: FieldValue | undefined): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (Array.isArray(tree)) {
    const list = [...tree];
    const index = Number(head);
    if (rest.length === 0 && value === undefined) list.splice(index, 1);
    else list[index] = setIn(list[index], rest, value);
    return list;
  }
  const object = { ...(tree as Record<string, unknown>) };
  object[head] = setIn(object[head], rest, value);
  return object;
}

/** What a field sends up when a person has decided on a value. */
export class ValueEvent extends Event {
  static readonly type = 'gs-value';
  readonly path: Path;
  readonly value: FieldValue | undefined;

  constructor(path: Path, value: FieldValue | undefined) {
    super(ValueEvent.type, { bubbles: true });
    this.path = path;
    this.value = value;
  }
}
