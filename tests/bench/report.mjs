// From measurements to tables, to goals met or missed, and to what is wrong.
import { surroundingsText } from './machine.mjs';
import { ratio } from './measure.mjs';
import { operations, workloads } from './workloads.mjs';

/** Where a contender does something else than the workload asks. */
const different = (cell) =>
  cell.name === 'convnetjs' && workloads[cell.workload].optimizer === 'adam';

/** The largest error after the checked steps, as a share of the way: float32 gives 1e-6 to 1e-4. */
const mostError = 1e-3;

const libraries = ['tfjs-wasm', 'tfjs-cpu', 'jax-js', 'convnetjs'];
const peers = ['plain', ...libraries];

const titles = {
  gradscope: 'Gradscope',
  bound: 'bound: written by hand for these workloads',
  plain: 'plain JavaScript',
  'tfjs-wasm': 'TensorFlow.js wasm (SIMD, 1 thread)',
  'tfjs-cpu': 'TensorFlow.js cpu',
  'jax-js': 'jax-js wasm',
  convnetjs: 'ConvNetJS',
  pytorch: 'PyTorch, native, 1 thread',
};

/** What issue 4 asks for, in Chromium. */
const asked = {
  W1: { peer: 12, pytorch: 100, bound: 0.85 },
  W2: { peer: 17, pytorch: 4, bound: 0.85 },
  W2g: { peer: 17, pytorch: 4, bound: 0.85 },
  W3: { peer: 1.5, bound: 0.85 },
  W4: { peer: 5, pytorch: 0.9, bound: 0.85 },
};

/** All that did not train as it should. */
export function failures(cells) {
  return cells.flatMap((cell) => {
    const where = `${cell.name} in ${cell.host}, ${cell.workload}`;
    const [first, last] = cell.losses;
    const wrong = [];
    if (!(last < first)) wrong.push(`${where}: the loss went from ${first} to ${last}`);
    if (!different(cell) && !(cell.error < mostError)) {
      wrong.push(`${where}: ${cell.error} away from the reference`);
    }
    return wrong;
  });
}

/**
 * Each goal with what was measured: {workload, against, goal, measured, met}. Beside the best peer,
 * the best library, which has no goal: plain JavaScript is what a user could write, not what is used.
 */
export function goals(cells) {
  const find = (name, workload) =>
    cells.find(
      (cell) =>
        cell.name === name &&
        cell.workload === workload &&
        cell.host === (name === 'pytorch' ? 'native' : 'chromium'),
    );
  const best = (names, workload) =>
    names
      .map((name) => find(name, workload))
      .filter((cell) => cell && !different(cell))
      .toSorted((a, b) => b.speed - a.speed)[0];
  const rows = Object.entries(asked).flatMap(([workload, { peer, pytorch, bound }]) => {
    const first = best(peers, workload);
    const library = best(libraries, workload);
    return [
      [workload, first && `best exact peer, ${titles[first.name]}`, peer, first],
      [workload, library && `best exact library, ${titles[library.name]}`, null, library],
      [workload, titles.pytorch, pytorch, find('pytorch', workload)],
      [workload, 'bound', bound, find('bound', workload)],
    ];
  });
  rows.push(['W2g', 'Gradscope on W2', 0.97, find('gradscope', 'W2')]);
  return rows
    .filter(
      ([workload, , goal, other]) => goal !== undefined && other && find('gradscope', workload),
    )
    .map(([workload, against, goal, other]) => {
      const measured = ratio(find('gradscope', workload), other);
      return { workload, against, goal, measured, met: goal === null ? null : measured >= goal };
    });
}

const significant = (x, digits = 3) =>
  x >= 10 ** digits
    ? Math.round(x).toLocaleString('en')
    : Number(x.toPrecision(digits)).toLocaleString('en', { maximumFractionDigits: 6 });

/** A table in Markdown; the first column is text, the others are numbers. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '--:'))), ...rows.map(line)].join(
    '\n',
  );
}

function speedTable(cells, host) {
  const own = cells.filter((cell) => cell.host === host || cell.host === 'native');
  const ids = [...new Set(own.map(({ workload }) => workload))];
  const names = Object.keys(titles).filter((name) => own.some((cell) => cell.name === name));
  const rows = names.map((name) => [
    titles[name],
    ...ids.map((id) => {
      const cell = own.find((c) => c.name === name && c.workload === id);
      return cell ? `${significant(cell.speed)}${different(cell) ? '*' : ''}` : '';
    }),
  ]);
  const rates = ids.map((id) => {
    const cell = own.find((c) => c.name === 'gradscope' && c.workload === id);
    return cell ? significant((cell.speed * operations(workloads[id])) / 1e9) : '';
  });
  return table(['steps a second', ...ids], [...rows, ['Gradscope, GFLOP/s', ...rates]]);
}

function goalTable(results) {
  return table(
    ['Gradscope in Chromium against', 'workload', 'goal', 'measured', ''],
    results.goals.map(({ workload, against, goal, measured, met }) => [
      against,
      workload,
      goal === null ? '' : `>= ${goal}x`,
      `${significant(measured)}x`,
      { true: 'met', false: 'missed', null: '' }[met],
    ]),
  );
}

function checkTable(cells) {
  const ids = [...new Set(cells.map(({ workload }) => workload))];
  const names = Object.keys(titles).filter((name) => cells.some((cell) => cell.name === name));
  const rows = names.map((name) => [
    titles[name],
    ...ids.map((id) => {
      const own = cells.filter((c) => c.name === name && c.workload === id);
      const errors = own.filter((c) => !different(c));
      if (own.length === 0) return '';
      return errors.length === 0
        ? 'other optimizer'
        : Math.max(...errors.map(({ error }) => error)).toExponential(0);
    }),
  ]);
  return table(['error after 5 steps', ...ids], rows);
}

export function toMarkdown(results) {
  const { cells } = results;
  const hosts = [...new Set(cells.map(({ host }) => host))].filter((host) => host !== 'native');
  const list = Object.entries(workloads).map(([id, { title }]) => `- **${id}**: ${title}`);
  const version = (host) => results.versions.find((v) => v.toLowerCase().startsWith(host));
  return [
    '# Speed beside the peers',
    `Written by \`npm run bench\`; what the words mean stands in README.md. ${results.rounds} interleaved rounds, medians, processor time. ${surroundingsText(results)}`,
    list.join('\n'),
    ...hosts.map((host) => `## ${version(host)}\n\n${speedTable(cells, host)}`),
    '\\* with SGD and momentum: its package has no Adam. PyTorch is the same run in both tables.',
    `## Goals\n\n${goalTable(results)}`,
    `Ratios are medians over rounds of the ratio within a round.`,
    `## Checked\n\n${checkTable(cells)}`,
    'Distance of all parameters from a float64 reference, as a share of the way the reference went; the largest of all hosts. The loss of every contender fell during the measurement.',
    '',
  ].join('\n\n');
}
