// Where everything stands in <grad-scope>: which views and controls are shown, and what their events
// mean for the element. Templates only.
import { html, nothing } from 'lit';
import type { Ignored, RemedyId } from '../config/types.ts';
import type { ConfigError } from '../engine/answers.ts';
import { presetOf } from '../experiment/state.ts';
import type { GradScope } from './grad-scope.ts';
import { icon } from './icons.ts';
import type { CommitEvent } from './settings/settings-panel.ts';
import type { HeaderChoice } from './views/header-view.ts';
import type { TimeKind } from './views/time-view.ts';
import './settings/settings-panel.ts';
import './views/diagnosis-view.ts';
import './views/header-view.ts';
import './views/learned-view.ts';
import './views/loss-view.ts';
import './views/profile-view.ts';
import './views/remedies-view.ts';
import './views/time-view.ts';
import './views/transport-view.ts';

const VIEWS = ['profile', 'heatmap', 'lines', 'loss', 'boundary'] as const;
type View = (typeof VIEWS)[number];

function viewsOf(text: string): ReadonlySet<View> {
  const asked = text.split(/[\s,]+/).filter((name): name is View => VIEWS.includes(name as View));
  return new Set(asked.length > 0 ? asked : VIEWS);
}

function choose(host: GradScope, choice: HeaderChoice): void {
  if ('preset' in choice) void host.choosePreset(choice.preset);
  else if ('panel' in choice) void host.showPanel(choice.panel);
  else if ('copy' in choice) void host.copyLink();
  else host.prefer(choice);
}

export function bench(host: GradScope) {
  const { controls, scope, words, look } = host;
  const views = viewsOf(host.view);
  const full = controls === 'full';
  return html`<div
    class="root"
    data-theme=${look.theme}
    data-controls=${controls}
    data-views=${views.size === VIEWS.length ? 'all' : 'some'}
    data-panel=${full && host.panel ? 'open' : 'closed'}
    lang=${words.lang}
    @keydown=${host.onKey}
  >
    ${full ? header(host) : nothing} ${notices(host)}
    <gs-diagnosis part="diagnosis" class="card" .scope=${scope} .words=${words} .look=${look}></gs-diagnosis>
    <div class="bench">
      ${full && host.panel ? settings(host) : nothing} ${cards(host, views)}
    </div>
    ${controls === 'none' ? nothing : transport(host)}
  </div>`;
}

function cards(host: GradScope, views: ReadonlySet<View>) {
  const { controls, scope, words, look } = host;
  const times = (['heatmap', 'lines'] as const).filter((kind) => views.has(kind));
  return html`
    ${
      views.has('profile')
        ? html`<section class="card profile" part="profile">
            <gs-profile .scope=${scope} .words=${words} .look=${look}></gs-profile>
          </section>`
        : nothing
    }
    ${controls === 'full' || controls === 'remedies' ? remedies(host) : nothing}
    ${times.length > 0 ? timeCard(host, times) : nothing}
    ${
      views.has('boundary')
        ? html`<section class="card learned" part="boundary">
            <gs-learned .scope=${scope} .words=${words} .look=${look}></gs-learned>
          </section>`
        : nothing
    }
    ${
      views.has('loss')
        ? html`<section class="card loss" part="loss">
            <gs-loss .scope=${scope} .words=${words} .look=${look}></gs-loss>
          </section>`
        : nothing
    }
    ${
      scope.trials.board.length > 1
        ? html`<section class="card board">
            <gs-board .scope=${scope} .words=${words} .look=${look}></gs-board>
          </section>`
        : nothing
    }
  `;
}

function remedies(host: GradScope) {
  return html`<section class="card remedies" part="remedies">
    <gs-remedies
      .scope=${host.scope}
      .words=${host.words}
      .look=${host.look}
      @gs-remedy=${(e: CustomEvent<RemedyId | null>) => void host.applyRemedy(e.detail ?? undefined)}
    ></gs-remedies>
  </section>`;
}

function transport(host: GradScope) {
  return html`<gs-transport
    part="transport"
    .scope=${host.scope}
    .words=${host.words}
    .look=${host.look}
    .singleKeys=${host.singleKeys}
    @gs-commit=${(e: Event) => void host.commit((e as CommitEvent).config)}
    @gs-keys=${(e: CustomEvent<boolean>) => host.prefer({ keys: e.detail })}
    @click=${() => host.touched()}
  ></gs-transport>`;
}

function header(host: GradScope) {
  return html`<gs-header
    .scope=${host.scope}
    .words=${host.words}
    .look=${host.look}
    .preset=${presetOf(host.scope.config)}
    .theme=${host.theme}
    .panel=${host.panel}
    .copied=${host.copied}
    .methods=${host.methods}
    .pages=${host.pages}
    @gs-choice=${(e: CustomEvent<HeaderChoice>) => choose(host, e.detail)}
  ></gs-header>`;
}

function settings(host: GradScope) {
  const { scope, words } = host;
  return html`<aside id="settings" class="card settings" part="controls" aria-label=${words.text.settings.title}>
    <h2>${words.text.settings.title}</h2>
    <gs-settings
      .config=${scope.config}
      .errors=${scope.errors}
      .words=${words}
      @gs-commit=${(e: Event) => void host.commit((e as CommitEvent).config)}
    ></gs-settings>
  </aside>`;
}

function timeCard(host: GradScope, kinds: readonly TimeKind[]) {
  return html`<section class="card time" part=${kinds.join(' ')}>
    <gs-time
      .scope=${host.scope}
      .words=${host.words}
      .look=${host.look}
      .kinds=${kinds}
      .kind=${host.time}
      @gs-time=${(e: CustomEvent<TimeKind>) => {
        host.time = e.detail;
      }}
    ></gs-time>
  </section>`;
}

/** What could not be done, as far as no field says so itself. */
function notices(host: GradScope) {
  const { scope, words, ignored } = host;
  const { errors } = words.text;
  return html`
    ${
      ignored.length > 0
        ? notice(words.text.errors.ignored(ignored.length), ignored, errors.dismiss, () => {
            host.ignored = [];
          })
        : nothing
    }
    ${
      scope.errors.length > 0
        ? notice(errors.refused, scope.errors, errors.dismiss, () => scope.forgive())
        : nothing
    }
    ${
      scope.missing
        ? notice(errors.missing, [{ path: '', message: scope.missing }], errors.dismiss, () =>
            scope.forgive(),
          )
        : nothing
    }
    ${scope.fault ? notice(scope.info ? errors.failed : errors.engine, [{ path: '', message: scope.fault }]) : nothing}
  `;
}

function notice(
  title: string,
  items: readonly (Ignored | ConfigError)[],
  dismiss?: string,
  close?: () => void,
) {
  return html`<div class="notice" role="alert">
    <div>
      <strong>${title}</strong>
      <ul>
        ${items.map(
          ({ path, message }) =>
            html`<li>${path ? html`<code>${path}</code> ` : nothing}${message}</li>`,
        )}
      </ul>
    </div>
    ${
      close
        ? html`<button type="button" class="icon" aria-label=${dismiss ?? ''} title=${dismiss ?? ''} @click=${close}>
            ${icon('close')}
          </button>`
        : nothing
    }
  </div>`;
}
