// What only the page of methods says, in English. No browser fetches it: that page is written when it is built.

export const methods = {
  title: 'All methods',
  intro:
    'Everything that Gradscope can train with, as its engine describes it: formula, parameters with default and range, source.',
  parameter: 'Parameter',
  default: 'Default',
  range: 'Range',
  source: 'Source',
  threshold: 'Two classes part at an output of',
  agreements: 'Results of the gradient check',
  noTheory: 'When there is no theory for a run',
  remedies: 'Remedies',
  specimensNote:
    'Formulas as four articles print them. They are wrong on purpose here, kept to be watched while they fail; each needs the switch “specimens”.',
  none: 'none',
};

export type MethodsText = typeof methods;
