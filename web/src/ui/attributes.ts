// What a page may write on <grad-scope>: its attributes, which are properties too, their defaults and
// what each may be. Anything else that is set is refused with the reason, and the old value stands.
import { LitElement, type PropertyDeclaration } from 'lit';
import { catalog } from '../config/catalog.ts';
import { unexpected } from '../config/read.ts';
import type { Ignored } from '../config/types.ts';
import type { RunMode } from '../experiment/autorun.ts';
import { goalAllowed, readGoal } from '../experiment/goal.ts';
import { canLock, lockAllowed } from '../experiment/lock.ts';
import type { Speed } from '../experiment/speed.ts';
import { type ThemeChoice, themeChoices } from './look.ts';
import { views } from './views/registry.ts';

export type Panel = 'full' | 'remedies' | 'transport' | 'none';
/** Whether remedies are offered. */
export const hasRemedies = (panel: Panel) => panel === 'full' || panel === 'remedies';

/** Whether it waits until it is nearly in sight. */
export type Loading = 'eager' | 'lazy';

export type StateSource = 'user' | 'api' | 'url';

/** What may be set. `read` gives it as the element keeps it; undefined: this may not. */
interface Rule<T> {
  readonly default: T;
  readonly allowed: string;
  read(value: unknown): T | undefined;
}

function oneOf<T extends string>(first: T, ...rest: readonly T[]): Rule<T> {
  const words = [first, ...rest];
  return {
    default: first,
    allowed: `one of ${words.filter((word) => word).join(', ')}`,
    read: (value) => words.find((word) => word === value),
  };
}

function text(allowed = 'a text', fits = (_: string) => true): Rule<string> {
  const isFitting = (value: unknown) => typeof value === 'string' && fits(value);
  return {
    default: '',
    allowed,
    read: (value) => (isFitting(value) ? (value as string) : undefined),
  };
}

/** A number, also as text; `least` and `most` are allowed. */
function amount(usual: number, least: number, most: number, whole = false): Rule<number> {
  return {
    default: usual,
    allowed: `a ${whole ? 'whole ' : ''}number from ${least} to ${most}`,
    read: (value) => {
      const number = typeof value === 'string' && value.trim() ? Number(value) : value;
      const fits = typeof number === 'number' && number >= least && number <= most;
      return fits && (!whole || Number.isInteger(number)) ? number : undefined;
    },
  };
}

const MOST_STEPS = 10_000_000;
const speed = amount(150, 0.1, 100_000);
const ids: readonly string[] = views.map(({ id }) => id);

/** No script, no data: nothing but an address to go to. */
function isAddress(value: string): boolean {
  try {
    return /^https?:$/.test(new URL(value, 'https://a').protocol);
  } catch {
    return false;
  }
}
const address = text('an address, http, https or relative', isAddress);

const panel = oneOf<Panel>('full', 'remedies', 'transport', 'none');

const rules = {
  preset: oneOf('', ...catalog.presets.map(({ id }) => id)),
  config: text(),
  lang: text(),
  theme: oneOf(...themeChoices),
  run: oneOf<RunMode>('visible', 'auto', 'manual'),
  speed: {
    ...speed,
    allowed: `${speed.allowed}, or max`,
    read: (value) => (value === 'max' ? value : speed.read(value)),
  } as Rule<Speed>,
  maxSteps: amount(2000, 1, MOST_STEPS, true),
  view: text(`some of ${ids.join(' ')}`, (value) =>
    value.split(/[\s,]+/).every((id) => !id || ids.includes(id)),
  ),
  panel,
  controls: panel,
  startStep: amount(0, 0, MOST_STEPS, true),
  compare: text(),
  lock: text(lockAllowed, canLock),
  goal: text(goalAllowed, (value) => readGoal(value) !== undefined),
  group: text(),
  loading: oneOf<Loading>('eager', 'lazy'),
  linkBase: address,
  methods: address,
  pages: address,
};

/** Another name of a property, for hosts that print `controls` as a boolean. */
const same = { controls: 'panel' } as const;
const meant = (name: string) => same[name as keyof typeof same] ?? name;

/** By property, where an attribute is written otherwise. */
const written: Readonly<Record<string, string>> = {
  maxSteps: 'max-steps',
  startStep: 'step',
  linkBase: 'link-base',
};

/** What may be set: for manifests, types and whoever wants to know. */
export const attributes = Object.entries(rules).map(([property, rule]) => ({
  property,
  attribute: written[property] ?? property,
  allowed: rule.allowed,
  default: rule.default,
}));

/** How many updates may be asked for at once. */
export const stepsRule = amount(1, 0, MOST_STEPS, true);

export abstract class Attributes extends LitElement {
  static override properties = {
    ...Object.fromEntries(attributes.map(({ property, attribute }) => [property, { attribute }])),
    pageKeys: { type: Boolean, attribute: 'page-keys' },
    singleKeys: { attribute: false },
    refused: { state: true },
  };
  /** An experiment of the catalogue. */
  declare preset: string;
  /** Settings in the grammar of links, laid over the preset. */
  declare config: string;
  declare lang: string;
  declare theme: ThemeChoice;
  declare run: RunMode;
  /** Steps a second, or "max". */
  declare speed: Speed;
  declare maxSteps: number;
  /** Which rows of views/registry.ts to show; empty: all. */
  declare view: string;
  declare panel: Panel;
  /** The same as panel. */
  declare controls: Panel;
  /** The step that the run of the attributes is taken to before it is shown. */
  declare startStep: number;
  /** Settings of the run that this one is shown beside, laid over its own. */
  declare compare: string;
  /** What a person may not change (experiment/lock.ts). */
  declare lock: string;
  /** What the run is to reach (experiment/goal.ts). */
  declare goal: string;
  /** Elements of one name move together (group.ts). */
  declare group: string;
  declare loading: Loading;
  /** Address of a page that opens links; left out: of this page. */
  declare linkBase: string;
  /** Address of the page of methods, if there is one. */
  declare methods: string;
  /** Address of the folder of all pages, if the header is to show links to them. */
  declare pages: string;
  /** Single keys act while nothing on the page has the focus. At most one element should have it. */
  declare pageKeys: boolean;
  declare singleKeys: boolean;
  /** What was set last and may not be: the old values stand. */
  declare refused: readonly Ignored[];

  constructor() {
    super();
    this.refused = [];
    for (const name of Object.keys(rules)) Object.assign(this, { [name]: null });
    this.pageKeys = false;
    this.singleKeys = true;
  }

  /** Nothing unchecked gets past the setter; what is removed, null or empty is the default. */
  protected static override getPropertyDescriptor(
    name: string,
    key: symbol,
    options: PropertyDeclaration,
  ): PropertyDescriptor | undefined {
    const descriptor = LitElement.getPropertyDescriptor(name, key, options);
    const rule: Rule<unknown> | undefined = Object.hasOwn(rules, name)
      ? rules[name as keyof typeof rules]
      : undefined;
    if (!rule) return descriptor;
    const path = typeof options.attribute === 'string' ? options.attribute : name;
    const target = meant(name);
    return {
      ...descriptor,
      ...(target !== name && {
        get(this: Attributes) {
          return this[target as 'panel'];
        },
      }),
      set(this: Attributes, value: unknown) {
        const kept = (value ?? '') === '' ? rule.default : rule.read(value);
        const others = this.refused.filter((known) => known.path !== path);
        if (kept !== undefined && target !== name) Object.assign(this, { [target]: kept });
        else if (kept !== undefined) descriptor?.set?.call(this, kept);
        if (kept === undefined) this.refused = [...others, unexpected(path, rule.allowed, value)];
        else if (others.length < this.refused.length) this.refused = others;
      },
    };
  }
}
