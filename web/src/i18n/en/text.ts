// The page's own words in English. This object is the type: every other language must have every
// key. The texts of methods and settings come from the catalogue (words.ts).
import type { Family } from '../../config/types.ts';
import { broken, causes, verdicts } from './diagnosis.ts';

/** The numbers that a sentence of the diagnosis may rest on, already written for people. */
export interface Finding {
  readonly times: string;
  readonly layer: string;
  readonly first: string;
  readonly last: string;
  readonly norm: string;
  readonly share: string;
  readonly lossTimes: string;
  /** Loss over that of the best constant guess. */
  readonly guess: string;
}

/** A run with a remedy and the run without it. */
export interface Comparison {
  readonly remedy: string;
  /** What is compared: accuracy or loss. */
  readonly score: string;
  readonly before: string;
  readonly now: string;
  readonly verdictBefore: string;
}

const families: Record<Family, string> = {
  data: 'Data',
  activation: 'Activation',
  initializer: 'Initialisation',
  normalization: 'Normalisation',
  loss: 'Loss',
  transform: 'Optimizer, clipping, decay',
  schedule: 'Learning-rate schedule',
  reset: 'Resetting units',
};

export const text = {
  tagline: 'Watch gradients vanish, then fix them',
  families,
  verdicts,

  diagnosis: {
    waiting: 'Starting the engine …',
    vanishing: (f: Finding) =>
      `Layer ${f.first} gets ${f.times} times less gradient dL/dW than layer ${f.last}.`,
    vanishingDelta: (f: Finding) =>
      `Layer ${f.first} gets ${f.times} times less delta than layer ${f.last}.`,
    noneAtAll: 'No hidden layer gets any gradient: it is exactly 0.',
    none: (f: Finding) => `Layer ${f.first} gets no gradient at all: it is exactly 0.`,
    explodingRatio: (f: Finding) =>
      `The gradient grows towards the input: layer ${f.first} gets ${f.times} times that of layer ${f.last}.`,
    explodingNorm: (f: Finding) =>
      `The gradient of layer ${f.layer} has norm ${f.norm}: a step that large throws its weights away.`,
    starved: (f: Finding) => `No layer gets a gradient larger than ${f.norm}.`,
    saturated: (f: Finding) =>
      `${f.share} of the units of layer ${f.layer} sit on the flat part of their activation.`,
    dead: (f: Finding) =>
      `${f.share} of the units of layer ${f.layer} pass no gradient for any sample.`,
    rising: (f: Finding) => `The loss of the data rises: ${f.guess} times the best constant guess.`,
    stuck: (f: Finding) =>
      `The loss does not fall. Over that of the best constant guess it is ${f.guess}.`,
    specimen: (f: Finding) => `The loss is ${f.guess} times that of the best constant guess.`,
    suggested: 'Worth trying:',
    undecided: 'The gradient is usable so far.',
    causes,
    broken,
    because: (finding: string, cause: string) => `${finding} ${cause}`,
    divergedLoss: (f: Finding) => `The loss is ${f.lossTimes} times what it was at the start.`,
    healthy: (f: Finding) =>
      `Layer ${f.first} gets ${f.times} times the gradient of layer ${f.last}.`,
    learned: (f: Finding) => `The loss is ${f.guess} times that of the best constant guess.`,
    single: 'There is one layer; its gradient is usable.',
    trouble: (step: string, layer: string, tensor: string) =>
      `Stopped at step ${step}: in layer ${layer} the first number that is not finite appeared, in ${tensor}.`,
    tensors: {
      params: 'the weights',
      z: 'z, the sums before the activation',
      u: 'u, the normalised sums before the activation',
      a: 'the activations',
      delta: 'delta = dL/dz',
      gradient: 'the gradient dL/dW',
    } as Record<string, string>,
    atStep: (step: string) => `Step ${step}`,
    why: 'Why?',
    whyTitle: 'What the diagnosis rests on',
    whyNote:
      'Averages of the logarithms over the last ten measured steps and of the hidden layers; losses without the odd ones. The word is the first that holds of:',
    quantity: 'Measured',
    now: 'Now',
    limit: 'Limit',
    quantities: {
      largestNorm: 'Largest norm of dL/dW',
      deltaRatio: 'delta, first hidden layer over last',
      gradientRatio: 'dL/dW, first hidden layer over last',
      lossRatio: 'Loss of the data over its first',
      guessRatio: 'Loss of the data over that of the best constant guess',
      share: 'Largest share of saturated or dead units',
      slope: 'Slope of delta, decades per layer',
    },
  },

  profile: {
    title: 'How large the gradient is, layer by layer',
    gradient: 'Gradient  dL/dW',
    delta: 'Delta  dL/dz',
    activation: 'Activations',
    input: 'input',
    output: 'output',
    layer: (n: string) => `Layer ${n}`,
    band: 'healthy band',
    below: 'too small',
    above: 'too large',
    theory: 'Theory',
    check: 'Check gradient',
    ghost: 'the run before',
    right: 'the right formula',
    table: 'Table',
    tableTitle: (step: string) => `All numbers at step ${step}`,
    at: (step: string) => `step ${step}`,
    before: 'before training',
    help: 'Left and right arrow: move through the steps. Up and down: choose a layer. Escape: back to now.',
  },

  time: {
    title: 'The same, over time',
    lines: 'Lines',
    heatmap: 'Heatmap',
    metric: 'Show',
    steps: 'steps',
    step: 'step',
    layer: 'layer',
    inputSide: 'input',
    outputSide: 'output',
    smaller: 'too small by 10⁸',
    larger: 'too large by 10⁸',
    healthy: 'healthy',
  },

  learned: {
    title: 'What the network learned',
    boundary: 'Decision over the plane',
    curve: 'Fitted curve',
    confusion: 'Confusion: true class against answer',
    agreement: 'Prediction against truth',
    classOne: 'class 0',
    classTwo: 'class 1',
    held: 'outlined: test points',
    truth: 'true',
    answer: 'answered',
    accuracy: 'correct',
  },

  loss: {
    title: 'Loss and accuracy',
    loss: 'Loss',
    accuracy: 'Accuracy',
    batch: 'batch',
    test: 'test',
  },

  remedies: {
    title: 'Change one thing',
    note: 'Same data, same seed. Not all of them help: that is the lesson.',
    compared: (c: Comparison) =>
      `With ${c.remedy}. ${c.score} ${c.now}; before ${c.before} (${c.verdictBefore.toLowerCase()}).`,
    baseline: 'As it was',
    board: 'What helped?',
    run: 'Run',
    steps: 'Steps',
    loss: 'Loss',
    accuracy: 'Correct',
    ratio: 'dL/dW, first / last layer',
    verdict: 'Diagnosis',
  },

  goal: {
    wanted: (what: string) => `Goal: ${what}`,
    reached: (what: string, step: string) => `Goal reached at step ${step}: ${what}`,
  },

  transport: {
    label: 'Run',
    play: 'Run',
    pause: 'Pause',
    step: 'Step',
    reset: 'Reset',
    speed: 'Steps per second',
    max: 'max',
    of: (step: string, most: string) => `step ${step} of ${most}`,
    seed: 'Seed',
    reseed: 'Another seed',
    more: 'Run on',
    resetUnits: 'Reset units now',
    unitsReset: (n: number, text: string) =>
      n === 1 ? '1 unit was reset' : `${text} units were reset`,
    keys: 'Keys',
  },

  keys: {
    title: 'Keys',
    list: [
      ['Space', 'run, pause'],
      ['.', 'one step'],
      ['R', 'reset'],
      ['← →', 'on a chart: move through the steps'],
      ['↑ ↓', 'on a chart: choose a layer'],
      ['Esc', 'on a chart: back to now'],
    ] as readonly (readonly [string, string])[],
    single: 'Use single keys (Space, ., R)',
  },

  settings: {
    title: 'Settings',
    show: 'Settings',
    data: 'Data',
    network: 'Network',
    training: 'Training',
    more: 'More',
    automatic: 'what suits the data',
    plain: 'Plain gradient descent',
    perLayer: 'One activation per layer',
    add: 'Add',
    remove: 'Remove',
    earlier: 'Earlier',
    later: 'Later',
    specimensNote: 'Formulas as the articles print them. They are wrong; watch how they fail.',
    on: 'on',
    off: 'off',
    list: 'whole numbers, separated by commas',
    locked: 'This page keeps it as it is',
  },

  errors: {
    notNumber: (text: string) => `“${text}” is not a number.`,
    notWhole: (text: string) => `${text} is not a whole number.`,
    outside: (text: string, min: string, max: string) =>
      `${text} is outside ${min} … ${max}. The run on screen goes on.`,
    refused: 'The engine refused this run. The run on screen goes on.',
    ignored: (n: number) => (n === 1 ? 'One thing was not used:' : `${n} things were not used:`),
    engine: 'The engine could not start.',
    failed: 'The engine stopped.',
    detour:
      'No worker can start here. The engine shares the thread of the page, which may stutter.',
    missing: 'A part of the page could not be loaded.',
    late: 'The engine does not answer.',
    slow: 'This run is slow here.',
    again: 'Try again',
    dismiss: 'Dismiss',
  },

  page: {
    presets: 'Experiments',
    articles: 'Articles …',
    theme: 'Theme',
    themes: { auto: 'Auto', light: 'Light', dark: 'Dark', host: 'As the page' },
    share: 'Share',
    copied: 'Link copied',
    copyFailed: 'Copy it yourself:',
  },

  /** The pages, in the order of the links between them, by the names of their files. */
  pages: { index: 'Gradscope', methods: 'Methods' },
};

/** Writable strings: a translation has the same keys, not the same words. */
export type Text = typeof text;
