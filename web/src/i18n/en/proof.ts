// The words of the theory and of the gradient check in English.
import type { ProofText } from '../proof-text.ts';

export const proof: ProofText = {
  cause: {
    title: 'What changes delta on its way back',
    note: 'From each hidden layer to the one below: the change of its root mean square, in decades. The parts add up to the whole.',
    parts: {
      weights: 'weights',
      skip: 'skip',
      dropout: 'dropout',
      normalization: 'normalisation',
      activation: 'slope of the activation',
    },
    together: 'together',
    layer: (from, to) => `Layer ${from} to ${to}`,
    decades: 'Change of delta, decades',
    table: 'Numbers',
    few: 'There is no layer below the last hidden one.',
    zero: 'Somewhere delta is exactly 0 or not finite: a change of nothing has no size.',
    total: (first, last, times) =>
      `Delta of layer ${first} is ${times} times that of layer ${last}.`,
  },
  theory: ({ chi, sigma, critical }) =>
    `Theory for wide random networks, before training: each layer back multiplies the mean square of delta by χ₁ = ${chi}. Weights have σ_w = ${sigma}; χ₁ is 1 at ${critical}. Nine of ten random draws fall into the band.`,
  shallow:
    'Theory for wide random networks, before training: nine of ten draws fall into the band.',
  none: 'No theory for this run: ',
  title: 'Is the gradient right?',
  intro:
    'Backpropagation a against the central difference n = (L(w + h) − L(w − h)) / 2h, in double precision, at the present weights and on the next batch. Large h: the loss is no straight line. Small h: rounding. In between the error |a − n| / (|a| + |n|) has to dip: a V for every layer.',
  waiting: 'Checking in double precision …',
  progress: (done, all) => `${done} of ${all} layers`,
  cancel: 'Cancel',
  chart: 'Relative error over h, one line per layer',
  layer: 'Layer',
  entries: 'Weights looked at',
  step: 'Best h',
  error: 'Relative error',
  kinks: 'Kinks',
  printed: 'As article 002 prints it',
  printedNote:
    'Article 002 compares the gradient with that at the first random weights instead. That is next to 0 before training, whatever is wrong, and large afterwards, whatever is right: it passes or fails by luck.',
  result: 'Result',
  of: (looked, all) => `${looked} of ${all}`,
  at: (step) =>
    `Checked at step ${step}. Entries with a kink between w − h and w + h (as ReLU has at 0) are left out: there is no derivative. The check judges gradients, not what an optimizer makes of them.`,
  verdict: (right, unclear, wrong, infinite) =>
    wrong > 0
      ? `${wrong} layers disagree.`
      : infinite > 0
        ? `In ${infinite} layers the loss or the gradient is not finite: there is nothing to compare.`
        : unclear > 0
          ? `${right} layers agree; in ${unclear} the gradient is too small for a difference of losses to see.`
          : 'Backpropagation and differences agree in every layer.',
  measured: {
    title: 'How often the diagnosis is right',
    intro:
      'Runs of many depths, widths, activations, initialisers, normalisations, optimizers, rates and data, three seeds each. Labels come from a rule that does not use the diagnosis: for the gradient, the exact recursion over the drawn weights before the first step, in double precision; for learning, 2,000 steps of training.',
    grid: ({ runs, green, wrong }) =>
      `${runs} runs; ${green} were called healthy, ${wrong} of them wrongly.`,
    first: 'The grid on which the limits were chosen',
    second: 'Another grid, drawn when the limits could no longer move',
    caption: (finding, agreement) => `${finding}: ${agreement} as labelled`,
    corner: 'Label ↓, said →',
    gradient: 'Gradient',
    learning: 'Learning',
    words: {
      unknown: 'unknown',
      healthy: 'healthy',
      vanishing: 'vanishing',
      exploding: 'exploding',
      starved: 'starved',
      not_started: 'not started',
      learning: 'learning',
      learned: 'learned',
      stuck: 'stuck',
      rising: 'rising',
      diverged: 'diverged',
    },
  },
};
