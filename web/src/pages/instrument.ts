// The page: one element, its link in the address, and what a person prefers. Nothing else.
import '../styles/page.css';
import '../ui/grad-scope.ts';
import { type State, writeLink } from '../experiment/state.ts';
import type { StateSource } from '../ui/attributes.ts';
import type { GradScope } from '../ui/grad-scope.ts';
import { keepPreferences, type Preferences, readPreferences } from './preferences.ts';

const scope = document.querySelector('grad-scope') as GradScope;

function prefer({ lang, theme, keys }: Preferences): void {
  const chosen = lang ?? (navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');
  scope.lang = chosen;
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en';
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  scope.theme = theme === 'light' || theme === 'dark' ? theme : 'auto';
  scope.singleKeys = keys ?? true;
}

prefer(readPreferences());
scope.addEventListener('gs-preference', (event) => {
  keepPreferences((event as CustomEvent<Preferences>).detail);
  prefer(readPreferences());
});

// The address follows what a person decides; a link that is opened decides what is shown.
scope.addEventListener('gs-statechange', (event) => {
  const { state, source } = (event as CustomEvent<{ state: State; source: StateSource }>).detail;
  if (source === 'user') history.replaceState(null, '', `#${writeLink(state)}`);
});
window.addEventListener('hashchange', () => void scope.openLink(location.hash));
if (location.hash.length > 1) void scope.openLink(location.hash);
