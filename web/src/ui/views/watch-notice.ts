// The question before a slow run; an engine that is late, or was stopped: what is said of it, and what can
// be done. Fetched when it is needed; notices.ts shows it.
import { expected, narrower } from '../../experiment/cost.ts';
import type { Experiment } from '../../experiment/experiment.ts';
import type { Question } from '../../experiment/gate.ts';
import { duration } from '../../i18n/duration.ts';
import type { WatchText } from '../../i18n/watch-text.ts';
import type { Action, Notice, NoticeHost } from '../notice.ts';

/** Seconds from which a step is said to be slow, not the engine stuck. */
const SLOW = 1;

type Actions = Action[];

export function watchNotice(host: NoticeHost, text: WatchText): Notice {
  const { gate, recovery } = host.experiment;
  if (gate.question) return ask(host, text, gate.question);
  if (recovery.halted) {
    return {
      title: text.halted,
      lines: host.experiment.info ? [text.haltedNote] : [],
      actions: [[text.again, () => recovery.again()], ...others(host, text)],
    };
  }
  return {
    title: text.late,
    lines: [reason(host, text), text.choices],
    actions: lateActions(host, text),
  };
}

function ask({ words, experiment }: NoticeHost, text: WatchText, question: Question): Notice {
  const { config, cost, width, answer } = question;
  const time = (seconds: number) => duration(seconds, words.lang);
  const actions: Actions = [[text.start, () => answer(config)]];
  if (width) actions.push([text.narrower(String(width)), () => answer({ ...config, width })]);
  if (experiment.info) actions.push([text.keep, () => answer()]);
  return {
    title: text.slow,
    lines: [text.cost(time(cost.step), time(cost.start))],
    actions,
  };
}

/** Why it may be late, as far as the page can tell. */
function reason({ experiment, words }: NoticeHost, text: WatchText): string {
  const { gate } = experiment;
  const { step, start } = expected(gate.wantedInFull, gate.timed);
  const starting = isStarting(experiment);
  const seconds = starting ? start : step;
  const time = duration(seconds, words.lang);
  if (starting) return seconds < SLOW ? text.loading : text.preparing(time);
  return seconds < SLOW ? text.stuck(time) : text.working(time);
}

const isStarting = ({ slot }: Experiment) => slot.connection.owed[0] === 'start';

function lateActions(host: NoticeHost, text: WatchText): Actions {
  const { experiment, words } = host;
  const again: Actions = isStarting(experiment)
    ? [[words.text.errors.again, () => experiment.recovery.again()]]
    : [];
  return [...again, [text.stop, () => experiment.recovery.halt()], ...others(host, text)];
}

/** Other runs than the one that is wanted. */
function others(host: NoticeHost, text: WatchText): Actions {
  const { experiment } = host;
  const { before, info, gate } = experiment;
  const actions: Actions = [];
  const back = () => {
    experiment.recovery.halt(); // the run on screen lives in the engine that is late
    void experiment.reset();
  };
  if (info && isStarting(experiment)) actions.push([text.back, back]);
  else if (before) actions.push([text.back, () => void host.commit(before)]);
  const width = narrower(gate.wantedInFull, gate.timed);
  const narrow = () => void host.commit({ ...gate.wanted, width: width ?? 1 });
  if (width) actions.push([text.narrower(String(width)), narrow]);
  return actions;
}
