// What every page shares: the language and the theme that a person prefers, applied to the document and
// kept for the other pages. Links between pages: web/tools/pages.ts writes them, <grad-scope> shows them.
import { type Language, languageFor } from '../i18n/languages.ts';
import { keepPreferences, type Preferences, readPreferences } from './preferences.ts';

export interface Shown {
  readonly language: Language;
  readonly theme: 'auto' | 'light' | 'dark';
  /** Single keys act: Space, full stop, R. */
  readonly keys: boolean;
}

const root = document.documentElement;
/** The languages to choose from, on a page that was written in all of them. */
const choices = document.querySelectorAll<HTMLElement>('[data-language]');

/** Shows one of the languages that the page was written in. */
function speak({ tag, code }: Language): void {
  root.lang = tag;
  if (choices.length === 0) return;
  for (const text of document.body.querySelectorAll<HTMLElement>('[lang]:not([data-language])')) {
    text.hidden = text.lang !== tag;
  }
  for (const choice of choices) choice.hidden = choice.dataset.language === code;
}

function shownBy({ lang, theme, keys }: Preferences): Shown {
  return {
    language: languageFor(lang ?? navigator.language),
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    keys: keys ?? true,
  };
}

/**
 * Makes the page look and speak as a person prefers, now and whenever that changes; `show` does what the
 * page itself has to do for it. The result keeps what somebody chooses.
 */
export function frame(show: (shown: Shown) => void = () => {}): (chosen: Preferences) => void {
  let preferred = readPreferences();
  const apply = () => {
    const shown = shownBy(preferred);
    speak(shown.language);
    if (shown.theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = shown.theme;
    show(shown);
  };
  const prefer = (chosen: Preferences) => {
    preferred = { ...preferred, ...chosen }; // storage may refuse it
    keepPreferences(chosen);
    apply();
  };
  for (const choice of choices) {
    choice.addEventListener('click', () => prefer({ lang: choice.dataset.language ?? '' }));
  }
  apply();
  return prefer;
}
