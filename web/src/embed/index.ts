// The package: nothing happens until it is asked for, so that servers may import it too.
import { defineAll, define as defineOne } from '../ui/define.ts';
import { GradScope } from '../ui/grad-scope.ts';
import { attributes, events, type GradScopeEvents, members } from './contract.ts';

export type { State } from '../experiment/state.ts';
export type { PictureOptions } from '../ui/picture.ts';
export { attributes, events, GradScope, type GradScopeEvents, members };

const TAG = 'grad-scope';

/** Gives the element its name; under a second name it is a class of its own. Once for each name. */
export function define(tag: string = TAG): void {
  defineAll();
  if (tag !== TAG) defineOne(tag, class extends GradScope {});
}

type Settable = Pick<
  GradScope,
  | 'preset'
  | 'config'
  | 'compare'
  | 'view'
  | 'panel'
  | 'lock'
  | 'goal'
  | 'group'
  | 'loading'
  | 'run'
  | 'speed'
  | 'maxSteps'
  | 'startStep'
  | 'lang'
  | 'theme'
  | 'linkBase'
>;

export interface EmbedOptions extends Partial<Settable> {
  /** Listeners by the name of their event. */
  readonly on?: {
    readonly [K in keyof GradScopeEvents]?: (detail: GradScopeEvents[K]) => void;
  };
}

export interface Embedded {
  readonly element: GradScope;
  /** A run is on screen; rejects with the reason if there is none. */
  readonly ready: Promise<void>;
  /** Takes the element away, with its run. */
  end(): void;
}

/** Puts a scope into an element of the page. Throws a TypeError if that is none. */
export function embed(target: Element, { on = {}, ...options }: EmbedOptions = {}): Embedded {
  if (!(target instanceof Element)) {
    throw new TypeError(`embed: target: expected an element of the page, got ${String(target)}`);
  }
  define();
  const element = document.createElement(TAG) as unknown as GradScope;
  for (const [name, value] of Object.entries(options)) {
    if (!attributes.some(({ property }) => property === name)) {
      const known = attributes.map(({ property }) => property).join(', ');
      throw new TypeError(`embed: expected some of ${known}, on; got ${name}`);
    }
    Object.assign(element, { [name]: value });
  }
  for (const [type, listener] of Object.entries(on)) {
    element.addEventListener(type, (event) =>
      (listener as (detail: unknown) => void)((event as CustomEvent).detail),
    );
  }
  target.append(element);
  return { element, ready: element.ready, end: () => element.remove() };
}
