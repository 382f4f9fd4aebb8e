// The diagnosis as a sentence, with the numbers that it rests on.
import type { RemedyId, VerdictKey } from '../../config/types.ts';
import type { Diagnosis } from '../../engine/answers.ts';
import type { Experiment } from '../../experiment/experiment.ts';
import { threshold } from '../../experiment/metrics.ts';
import type { Outcome } from '../../experiment/outcome.ts';
import { count, loss, number, percent, times } from '../../i18n/format.ts';
import type { Words } from '../../i18n/words.ts';

/** Accuracy where there is one, otherwise the loss. */
export function scoreOf({ accuracy, loss: value }: Outcome, words: Words): string {
  return Number.isNaN(accuracy) ? loss(value) : percent(accuracy, words.lang);
}

/** What a remedy has changed, once there is something to compare with. */
export function comparison(board: readonly Outcome[], remedy: RemedyId, words: Words): string {
  const before = board.find((outcome) => outcome.remedy === undefined);
  const now = board.find((outcome) => outcome.remedy === remedy);
  if (!before) return '';
  const { text } = words;
  const score = Number.isNaN(before.accuracy) ? text.remedies.loss : text.remedies.accuracy;
  return text.remedies.compared({
    remedy: words.remedy(remedy).title,
    score,
    verdictBefore: text.verdicts[before.verdict],
    before: scoreOf(before, words),
    now: now ? scoreOf(now, words) : '–',
  });
}

/** People count layers from 1. */
export const layerName = (layer: number): string => String(layer + 1);

/** What is wrong with the run on screen, in a sentence; empty without a run. */
export const sentenceOf = ({ steady, layers }: Experiment, words: Words): string =>
  steady.diagnosis ? sentence(steady.diagnosis, layers, words) : '';

/** What is found, and behind it what it comes from. */
export function sentence(diagnosis: Diagnosis, layers: number, words: Words): string {
  const { because } = words.text.diagnosis;
  const { verdict, gradient } = diagnosis;
  // Where units are what shows most, the gradient is said as well.
  const both = verdict === 'dead' || verdict === 'saturated';
  const other = both && gradient !== 'healthy' && gradient !== 'unknown' ? gradient : undefined;
  const parts = [
    found(verdict, diagnosis, layers, words),
    other ? found(other, diagnosis, layers, words) : '',
    causeOf(diagnosis, words),
  ];
  return parts.filter((part) => part !== '').reduce(because);
}

function causeOf(diagnosis: Diagnosis, words: Words): string {
  const { broken: brokenWords, causes } = words.text.diagnosis;
  const { broken, cause, cause_decades: decades, steepest } = diagnosis;
  if (broken && Number.isFinite(diagnosis[broken])) {
    return brokenWords[broken](number(diagnosis[broken]));
  }
  const measured = decades !== 0;
  return causes[cause]({
    factor: measured ? number(10 ** decades) : '',
    steepest: measured && steepest > 0 ? number(steepest) : '',
  });
}

function found(verdict: VerdictKey, diagnosis: Diagnosis, layers: number, words: Words): string {
  const text = words.text.diagnosis;
  const { lang } = words;
  // The panel that it shows in: dL/dW if that vanishes, otherwise delta.
  const inGradient = diagnosis.gradient_ratio < threshold('vanishing_ratio');
  const ratio = inGradient ? diagnosis.gradient_ratio : diagnosis.delta_ratio;
  const many = (factor: number) => times(factor, lang);
  const finding = {
    layer: layerName(diagnosis.layer),
    first: layerName(0),
    last: layerName(Math.max(0, layers - 2)), // the last hidden layer
    norm: number(diagnosis.largest_norm),
    share: percent(diagnosis.share, lang),
    lossTimes: many(diagnosis.loss_ratio),
    guess: number(diagnosis.guess_ratio),
    times: many(diagnosis.gradient_ratio),
  };
  switch (verdict) {
    case 'vanishing':
      return ratio === 0
        ? text.none(finding)
        : text[inGradient ? 'vanishing' : 'vanishingDelta']({ ...finding, times: many(1 / ratio) });
    case 'exploding':
      return diagnosis.largest_norm > threshold('exploding_norm')
        ? text.explodingNorm(finding)
        : text.explodingRatio({ ...finding, times: many(diagnosis.delta_ratio) });
    case 'starved':
      return diagnosis.largest_norm === 0 ? text.noneAtAll : text.starved(finding);
    case 'saturated':
      return text.saturated(finding);
    case 'dead':
      return text.dead(finding);
    case 'diverged':
      return diagnosis.trouble ? troubleSentence(diagnosis, words) : text.divergedLoss(finding);
    case 'rising':
      return text.rising(finding);
    case 'stuck':
      return text.stuck(finding);
    case 'specimen':
      return Number.isFinite(diagnosis.guess_ratio)
        ? text.specimen(finding)
        : text.divergedLoss(finding);
    case 'undecided':
      return text.undecided;
    case 'healthy':
      if (diagnosis.learning === 'learned') return text.learned(finding);
      return layers < 2 ? text.single : text.healthy(finding);
  }
}

function troubleSentence(diagnosis: Diagnosis, words: Words): string {
  const text = words.text.diagnosis;
  const { step = 0, layer = 0, tensor = '' } = diagnosis.trouble ?? {};
  return text.trouble(count(step, words.lang), layerName(layer), text.tensors[tensor] ?? tensor);
}

/** A row of the "why?" table: what was measured, and the limits it is held against. */
export interface Evidence {
  readonly label: string;
  readonly value: string;
  readonly limits: readonly { readonly text: string; readonly broken: boolean }[];
}

/** In the order in which the verdicts are tried. */
export function evidence(diagnosis: Diagnosis, words: Words): Evidence[] {
  const { quantities } = words.text.diagnosis;
  const limit = (key: Parameters<typeof threshold>[0], value: number, side: '<' | '>') => {
    const at = threshold(key);
    const broken = side === '<' ? value < at : value > at;
    return { text: `${side} ${number(at)}  ${words.threshold(key)}`, broken };
  };
  const { largest_norm: norm, delta_ratio: delta, gradient_ratio: gradient } = diagnosis;
  const { loss_ratio: lossRatio, guess_ratio: guessRatio, share } = diagnosis;
  return [
    {
      label: quantities.lossRatio,
      value: number(lossRatio),
      limits: [limit('diverged_loss', lossRatio, '>')],
    },
    {
      label: quantities.largestNorm,
      value: number(norm),
      // Starved is measured against what is left of the loss.
      limits: [
        limit('exploding_norm', norm, '>'),
        limit('starved_norm', norm / Math.min(1, guessRatio), '<'),
      ],
    },
    {
      label: quantities.deltaRatio,
      value: number(delta),
      limits: [limit('exploding_ratio', delta, '>'), limit('vanishing_ratio', delta, '<')],
    },
    {
      label: quantities.share,
      value: percent(share, words.lang),
      // What depth explains depends on the width as well, so the engine says which is broken.
      limits: [
        { ...limit('dead_share', share, '>'), broken: diagnosis.units === 'dead' },
        { ...limit('saturated_share', share, '>'), broken: diagnosis.units === 'saturated' },
      ],
    },
    {
      label: quantities.gradientRatio,
      value: number(gradient),
      limits: [limit('vanishing_ratio', gradient, '<')],
    },
    {
      label: quantities.guessRatio,
      value: number(guessRatio),
      limits: [limit('rising_loss', guessRatio, '>')],
    },
    { label: quantities.slope, value: number(diagnosis.decades_per_layer), limits: [] },
  ];
}
