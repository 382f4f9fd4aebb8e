// What could not be done, is slow or does not answer, and what can be done about it: in a row above the
// views. What is seldom shown is fetched when it is: until then, and if it does not come, a line stands
// for it.
import { html, nothing } from 'lit';
import type { Words } from '../i18n/words.ts';
import { type Action, type Notice, type NoticeHost, notice } from './notice.ts';

export function notices(host: NoticeHost) {
  const { experiment, words } = host;
  const { errors } = words.text;
  const ignored = [...host.refused, ...host.ignored];
  const { recovery } = experiment;
  const { missing, fault } = recovery;
  const forgive = () => experiment.forgive();
  const actions: readonly Action[] = [[errors.again, () => recovery.again()]];
  const show = (what: Notice) => notice(words, what);
  const forget = () => {
    host.ignored = [];
    host.refused = [];
  };
  const problem = (message: string) => [{ path: '', message }];
  return html`
    ${ignored.length > 0 ? show({ title: errors.ignored(ignored.length), items: ignored, dismiss: forget }) : nothing}
    ${
      experiment.errors.length > 0
        ? show({ title: errors.refused, items: experiment.errors, dismiss: forgive })
        : nothing
    }
    ${
      missing
        ? show({
            title: errors.missing,
            items: problem(missing.message),
            dismiss: forgive,
            actions,
          })
        : nothing
    }
    ${
      experiment.info && recovery.detour
        ? show({ title: errors.detour, items: problem(recovery.detour), dismiss: forgive })
        : nothing
    }
    ${watch(host, actions)}
    ${
      fault === undefined
        ? nothing
        : show({
            title: experiment.info ? errors.failed : errors.engine,
            items: problem(fault),
            actions,
          })
    }
  `;
}

type Full = (host: NoticeHost) => Notice;

/** By language; null while it is fetched. */
const fetched = new Map<Words, Full | null>();

/** The question before a slow run, and an engine that is late or was stopped. */
function watch(host: NoticeHost, actions: readonly Action[]) {
  const { experiment, words } = host;
  const { question } = experiment.gate;
  const { late, halted } = experiment.recovery;
  if (!question && !late && !halted) return nothing;
  const full = fetched.get(words);
  if (full) return notice(words, full(host));
  if (full === undefined) void fetchFull(host);
  const { errors, transport } = words.text;
  const go: Action | undefined = question && [
    transport.play,
    () => question.answer(question.config),
  ];
  return notice(
    words,
    go ? { title: errors.slow, actions: [go] } : { title: errors.late, actions },
  );
}

async function fetchFull(host: NoticeHost): Promise<void> {
  const { words } = host;
  fetched.set(words, null);
  try {
    const [view, text] = await Promise.all([import('./views/watch-notice.ts'), words.watch()]);
    fetched.set(words, (of) => view.watchNotice(of, text));
    host.requestUpdate();
  } catch {
    fetched.delete(words); // the line that stands for it has to do, until the next try
  }
}
