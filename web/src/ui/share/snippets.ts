// A run as something to paste: what is written for each kind of host. Pure texts; the recipes that they
// follow stand in docs/EMBED.md, where each is tried.
import { complete } from '../../config/config.ts';
import { formatSettings } from '../../config/link.ts';
import { differences } from '../../experiment/runs.ts';
import { presetOf, type State, writeLink } from '../../experiment/state.ts';

/** What an author may choose; a text that is empty is the default. */
export interface ShareOptions {
  readonly panel: string;
  readonly view: string;
  readonly theme: string;
  readonly lang: string;
  readonly lock: string;
  readonly goal: string;
  /** Begin at the step on screen. */
  readonly atStep: boolean;
}

export type Snippet = 'link' | 'html' | 'frame' | 'myst' | 'jupyter' | 'markdown';

export interface Shared {
  readonly state: State;
  readonly options: ShareOptions;
  /** The folder that Gradscope is served from, with a slash at its end. */
  readonly base: string;
  /** The page that opens links. */
  readonly page: string;
  /** What a picture of it says. */
  readonly title: string;
}

type Attributes = Readonly<Record<string, string>>;

const written = (attributes: Readonly<Record<string, string | undefined>>): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value)) as Attributes;

/** What the element is given to show it. */
export function attributesOf({ state, options }: Shared): Attributes {
  const { config, compare, ui = {} } = state;
  const preset = presetOf(config);
  const { panel, view, theme, lang, lock, goal, atStep } = options;
  return written({
    preset,
    config: preset ? '' : formatSettings(config, differences({}, config)),
    compare: compare && formatSettings(compare, differences(compare, config)),
    panel: panel === 'full' ? '' : panel,
    view,
    theme: theme === 'auto' ? '' : theme,
    lang,
    lock,
    goal,
    step: atStep && ui.step ? String(ui.step) : '',
  });
}

/** The single file has no float64 and no digits. */
const needsFolder = (state: State) => {
  const { precision, data } = complete(state.config);
  return precision === 'float64' || data.kind === 'digits';
};

const escaped = (text: string) =>
  text.replace(
    /[&<>"]/g,
    (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c,
  );

const linkOf = ({ state, options, page }: Shared) => {
  const { step, ...ui } = state.ui ?? {};
  const kept = options.atStep && step ? { ...ui, step } : ui;
  return `${page}#${writeLink({ ...state, ui: kept })}`;
};

function html(shared: Shared): string {
  const script = needsFolder(shared.state) ? 'grad-scope.js' : 'standalone.js';
  const attributes = Object.entries(attributesOf(shared)).map(
    ([name, value]) => ` ${name}="${escaped(value)}"`,
  );
  return `<script type="module" src="${shared.base}${script}"></script>
<grad-scope${attributes.join('')}></grad-scope>`;
}

function frame(shared: Shared): string {
  const query = new URLSearchParams(attributesOf(shared)).toString();
  const own = needsFolder(shared.state) ? ' allow-same-origin' : '';
  return `<iframe src="${escaped(`${shared.base}embed.html?${query}`)}" title="Gradscope"
  loading="lazy" sandbox="allow-scripts${own}" style="width: 100%; height: 600px; border: 0"></iframe>
<script src="${shared.base}embed.js"></script>`;
}

function myst(shared: Shared): string {
  const traits = JSON.stringify(attributesOf(shared), null, 2);
  return `:::{anywidget} ${shared.base}standalone.js\n${traits}\n:::`;
}

function jupyter(shared: Shared): string {
  const { panel, theme } = shared.options; // its own defaults are others
  const traits = Object.entries({ ...attributesOf(shared), panel, theme }).map(([name, value]) =>
    name === 'step' ? `step=${value}` : `${name}=${JSON.stringify(value)}`,
  );
  return `from gradscope import Gradscope\n\nGradscope(${traits.join(', ')})`;
}

const markdown = (shared: Shared) =>
  `[![${shared.title.replace(/[[\]]/g, '')}](gradscope.png)](${linkOf(shared)})`;

const kinds: Readonly<Record<Snippet, (shared: Shared) => string>> = {
  link: linkOf,
  html,
  frame,
  myst,
  jupyter,
  markdown,
};

export const snippet = (kind: Snippet, shared: Shared): string => kinds[kind](shared);
