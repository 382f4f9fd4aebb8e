// Where everything stands in <grad-scope>: which views and controls are shown, and what their events
// mean for the element. Templates only.
import { html, nothing } from 'lit';
import type { Config, Ignored, PresetId, RemedyId } from '../config/types.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { Goal } from '../experiment/goal.ts';
import type { Lock } from '../experiment/lock.ts';
import { presetOf, type TimeKind } from '../experiment/state.ts';
import { count } from '../i18n/format.ts';
import type { Lang } from '../i18n/languages.ts';
import type { Words } from '../i18n/words.ts';
import { hasRemedies, type Panel } from './attributes.ts';
import type { Look, ThemeChoice } from './look.ts';
import { notices } from './notices.ts';
import type { CommitEvent } from './settings/commit.ts';
import type { HeaderChoice } from './views/header-view.ts';
import { cardsOf, type ViewRow, views, viewsOf } from './views/registry.ts';
import './views/diagnosis-view.ts';
import './views/header-view.ts';
import './views/remedies-view.ts';
import './views/transport-view.ts';

/** What is laid out: the element, as far as this file knows it. */
export interface Host {
  readonly experiment: Experiment;
  readonly words: Words;
  readonly look: Look;
  readonly panel: Panel;
  readonly view: string;
  readonly theme: ThemeChoice;
  readonly methods: string;
  readonly pages: string;
  readonly singleKeys: boolean;
  readonly settingsShown: boolean;
  readonly copied: string;
  readonly locked: Lock;
  readonly aim: Goal;
  /** Whether a page has put something into that slot. */
  fills(slot: string): boolean;
  time: TimeKind;
  ignored: readonly Ignored[];
  refused: readonly Ignored[];
  readonly onKey: (event: KeyboardEvent) => void;
  touched(): void;
  commit(config: Config): Promise<void>;
  applyRemedy(id: RemedyId | undefined): Promise<void>;
  choosePreset(id: PresetId): Promise<void>;
  showSettings(shown: boolean): Promise<void>;
  share(): void;
  /** The dialog that shares the run, while it is open. */
  readonly sharing: unknown;
  prefer(choice: { lang?: Lang; theme?: ThemeChoice; keys?: boolean }): void;
  requestUpdate(): void;
}

function choose(host: Host, choice: HeaderChoice): void {
  if ('preset' in choice) void host.choosePreset(choice.preset);
  else if ('settings' in choice) void host.showSettings(choice.settings);
  else if ('share' in choice) host.share();
  else host.prefer(choice);
}

export function layout(host: Host) {
  const { panel, words, look } = host;
  const shown = viewsOf(host.view);
  const full = panel === 'full';
  return html`<div
    class="root"
    data-theme=${look.theme}
    data-controls=${panel}
    data-views=${shown.length === views.length ? 'all' : 'some'}
    data-panel=${full && host.settingsShown ? 'open' : 'closed'}
    lang=${words.lang}
    @keydown=${host.onKey}
    @gs-remedy=${(e: CustomEvent<RemedyId | null>) => void host.applyRemedy(e.detail ?? undefined)}
  >
    ${full ? header(host) : nothing} ${notices(host)} ${instead(host) ?? body(host, shown)} ${host.sharing}
  </div>`;
}

/** What the page wants to be seen until there is a run, or where there will be none. */
function instead(host: Host) {
  const { info, recovery } = host.experiment;
  const slot = recovery.fault === undefined ? 'poster' : 'fallback';
  return !info && host.fills(slot) ? html`<slot name=${slot}></slot>` : undefined;
}

function body(host: Host, shown: readonly ViewRow[]) {
  const { panel, experiment, words, look } = host;
  return html`<gs-diagnosis
      part="diagnosis"
      class="card"
      .experiment=${experiment}
      .words=${words}
      .look=${look}
      .suggests=${hasRemedies(panel)}
    ></gs-diagnosis>
    ${host.aim.text === '' ? nothing : goal(host)}
    <div class="cards">
      ${panel === 'full' && host.settingsShown ? settings(host) : nothing} ${cards(host, shown)}
    </div>
    ${panel === 'none' ? nothing : transport(host)}`;
}

function goal({ aim, words }: Host) {
  const { text, reached } = aim;
  const { goal } = words.text;
  return html`<p class="card goal" part="goal" role="status" data-reached=${reached !== undefined}>
    ${reached ? goal.reached(text, count(reached.step, words.lang)) : goal.wanted(text)}
  </p>`;
}

function cards(host: Host, shown: readonly ViewRow[]) {
  const { experiment, words, look } = host;
  const placed = (here: (area: ViewRow['area']) => boolean) =>
    cardsOf(shown.filter(({ area }) => here(area))).map((rows) => card(host, rows));
  const more = placed((area) => area === 'more');
  return html`
    ${placed((area) => area === 'profile')}
    ${hasRemedies(host.panel) ? remedies(host) : nothing}
    ${placed((area) => area !== 'profile' && area !== 'more')}
    ${
      experiment.trials.board.length > 1
        ? html`<section class="card board">
            <gs-board .experiment=${experiment} .words=${words} .look=${look}></gs-board>
          </section>`
        : nothing
    }
    ${more.length > 0 ? html`<div class="below">${more}</div>` : nothing}
  `;
}

function card(host: Host, rows: readonly [ViewRow, ...ViewRow[]]) {
  const [{ area, tag, title }] = rows;
  const ids = rows.map(({ id }) => id);
  return html`<section
    class=${`card ${area}`}
    part=${ids.join(' ')}
    @gs-view=${(e: CustomEvent<TimeKind>) => {
      host.time = e.detail;
    }}
  >
    ${element(tag, {
      experiment: host.experiment,
      words: host.words,
      look: host.look,
      heading: title(host.words.text, host.experiment),
      views: ids,
      chosen: host.time,
    })}
  </section>`;
}

/** By tag: Lit knows a template by its strings. */
const templates: Record<string, TemplateStringsArray> = {};

/** A view whose tag is a value, of the registry. Lit's own way (static-html.js) is larger. */
function element(tag: string, properties: Readonly<Record<string, unknown>>) {
  const strings = Object.keys(properties).map((name) => ` .${name}=`);
  strings[0] = `<${tag} class="view"${strings[0]}`;
  strings.push(`></${tag}>`);
  templates[tag] ??= Object.assign(strings, { raw: strings });
  return html(templates[tag], ...Object.values(properties));
}

function remedies(host: Host) {
  return html`<section class="card remedies" part="remedies">
    <gs-remedies
      .experiment=${host.experiment}
      .words=${host.words}
      .look=${host.look}
    ></gs-remedies>
  </section>`;
}

function transport(host: Host) {
  return html`<gs-transport
    part="transport"
    .experiment=${host.experiment}
    .words=${host.words}
    .look=${host.look}
    .singleKeys=${host.singleKeys}
    .locked=${host.locked}
    @gs-commit=${(e: Event) => void host.commit((e as CommitEvent).config)}
    @gs-keys=${(e: CustomEvent<boolean>) => host.prefer({ keys: e.detail })}
    @click=${() => host.touched()}
  ></gs-transport>`;
}

function header(host: Host) {
  return html`<gs-header
    .experiment=${host.experiment}
    .words=${host.words}
    .look=${host.look}
    .preset=${presetOf(host.experiment.config)}
    .theme=${host.theme}
    .settings=${host.settingsShown}
    .copied=${host.copied}
    .locked=${host.locked}
    .methods=${host.methods}
    .pages=${host.pages}
    @gs-choice=${(e: CustomEvent<HeaderChoice>) => choose(host, e.detail)}
  ></gs-header>`;
}

function settings(host: Host) {
  const { experiment, words } = host;
  return html`<aside id="settings" class="card settings" part="controls" aria-label=${words.text.settings.title}>
    <h2>${words.text.settings.title}</h2>
    <gs-settings
      .config=${experiment.config}
      .errors=${experiment.errors}
      .locked=${host.locked}
      .words=${words}
      @gs-commit=${(e: Event) => void host.commit((e as CommitEvent).config)}
    ></gs-settings>
  </aside>`;
}
