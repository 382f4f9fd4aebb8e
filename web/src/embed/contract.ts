// What <grad-scope> tells a page, in words and types: documentation, types of frameworks and the manifest of
// the package (web/tools/package.mjs) come from here and from the rules of ui/attributes.ts.
import type { Ignored } from '../config/types.ts';
import type { Reached } from '../experiment/goal.ts';
import type { State } from '../experiment/state.ts';

export { attributes } from '../ui/attributes.ts';

/** What the verdict rests on stands in engine/diagnosis. */
export interface Found {
  readonly kind: string;
  readonly gradient: string;
  readonly learning: string;
  readonly units: string;
  readonly cause: string;
  readonly remedies: readonly string[];
  readonly layer: number;
  readonly ratio: number;
  readonly step: number;
}

/** The details of the events, by name. */
export interface GradScopeEvents {
  'gs-ready': Record<string, never>;
  'gs-open': { source: 'user' | 'api' | 'url' };
  'gs-statechange': { state: State; source: 'user' | 'api' | 'url' };
  'gs-playing': { playing: boolean; step: number };
  'gs-progress': { step: number; loss: number; accuracy: number };
  'gs-diagnosis': Found;
  'gs-diverged': { step?: number; layer?: number; tensor?: string };
  'gs-goal': Reached;
  'gs-runend': { step: number };
  'gs-error': { errors?: readonly Ignored[]; message?: string };
  'gs-preference': { lang?: string; theme?: string; keys?: boolean };
}

/** When each of them comes. All bubble, also out of shadow roots. */
export const events: Readonly<Record<keyof GradScopeEvents, string>> = {
  'gs-ready': 'The first run is on screen.',
  'gs-open': 'A run is on screen that attributes, a link or a state asked for.',
  'gs-statechange': 'What runs has changed.',
  'gs-playing': 'It has started or paused.',
  'gs-progress':
    'It is further: at most four times a second; numbers of the batch, NaN where there are none.',
  'gs-diagnosis': 'The verdict has changed. "healthy" is the only good one.',
  'gs-diverged': 'A number is not finite any more.',
  'gs-goal': 'The goal is reached, once in a run.',
  'gs-runend': 'The last step is made.',
  'gs-error': 'Something could not be used, or there is no engine.',
  'gs-preference': 'A person has chosen a language, a theme or the keys.',
};

/** Properties that can only be read, and methods. */
export const members: Readonly<Record<string, string>> = {
  ready: 'Promise<void>: the first run is on screen; rejects with the reason if there is none.',
  playing: 'boolean',
  step: 'number: updates made',
  diagnosis: 'the last diagnosis, or undefined',
  'play()': 'Starts, or goes on.',
  'pause()': 'Pauses.',
  'advance(count)': 'Pauses, and makes so many updates.',
  'goTo(step)': 'Pauses at a step; the run starts again if it is further.',
  'reset()': 'Starts the run again.',
  'setConfig(changes)': 'Changes some settings; resolves with what could not be used.',
  'getState()': 'All that is on screen, as data.',
  'setState(state)': 'Puts a state on screen; resolves with what could not be used.',
  'openLink(link)': 'Puts a link on screen; resolves with what could not be used.',
  'permalink()': 'A link to this run at this step.',
  'toBlob(options)': 'A picture: {view, type: png or svg, width, theme}.',
};
