// What a person prefers, kept in this browser where it allows that (a sandboxed frame does not).

export interface Preferences {
  readonly lang?: string;
  readonly theme?: string;
  /** Single keys act: Space, full stop, R. */
  readonly keys?: boolean;
}

const NAME = 'gradscope';

export function readPreferences(): Preferences {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(NAME) ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}

export function keepPreferences(changes: Preferences): void {
  try {
    localStorage.setItem(NAME, JSON.stringify({ ...readPreferences(), ...changes }));
  } catch {
    // Nothing is kept; the page works all the same.
  }
}
