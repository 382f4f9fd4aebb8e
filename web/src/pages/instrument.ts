// The page of the instrument: one element, and its link in the address. Nothing else.
import '../styles/page.css';
import type { State } from '../experiment/state.ts';
import { presetOf, writeLink } from '../experiment/state.ts';
import type { StateSource } from '../ui/attributes.ts';
import '../ui/element.ts';
import type { GradScope } from '../ui/grad-scope.ts';
import { frame } from './frame.ts';
import type { Preferences } from './preferences.ts';

const element = document.querySelector('grad-scope') as GradScope;

const prefer = frame(({ language, theme, keys }) => {
  element.lang = language.code;
  element.theme = theme;
  element.singleKeys = keys;
});
element.addEventListener('gs-preference', (event) =>
  prefer((event as CustomEvent<Preferences>).detail),
);

// The address follows what a person decides; a link that is opened decides what is shown.
element.addEventListener('gs-statechange', (event) => {
  const { state, source } = (event as CustomEvent<{ state: State; source: StateSource }>).detail;
  const { config, ui: { step, ...ui } = {} } = state; // whoever reloads begins at the start
  const link = `#${writeLink({ v: 1, config, ui })}`;
  if (source !== 'user' || link === location.hash) return;
  // Another experiment is a page of its own to Back; a change of a setting is not.
  if (presetOf(state.config)) history.pushState(null, '', link);
  else history.replaceState(null, '', link);
});
window.addEventListener('hashchange', () => void element.openLink(location.hash));
if (location.hash.length > 1) void element.openLink(location.hash);
