// The words about runs that are slow and engines that do not answer, in English.
import type { WatchText } from '../watch-text.ts';

export const watch: WatchText = {
  slow: 'This run is slow here.',
  cost: (step, start) =>
    `A step will take about ${step}, the start about ${start}. A narrower network is faster.`,
  start: 'Start it anyway',
  narrower: (width) => `Use width ${width}`,
  keep: 'Keep the run on screen',
  late: 'The engine has not answered for some seconds.',
  loading: 'It has not started yet: its files are slow to come, or the network is gone.',
  working: (step) => `It is at work: a step of this network takes about ${step}.`,
  preparing: (start) => `It is preparing the run, which takes about ${start}.`,
  stuck: (step) =>
    `A step of this network takes about ${step}: the engine is stuck, was ended, or gets no time.`,
  choices: 'You can wait. Another link, experiment or setting starts a new engine.',
  stop: 'Stop',
  back: 'Back to the run before',
  halted: 'The engine was stopped.',
  haltedNote: 'The run on screen stays to be looked at; it can only start again.',
  again: 'Start again',
};
