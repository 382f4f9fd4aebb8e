// `npm run cost`: time per step of Gradscope by depth and width, against the arithmetic, in Node. Draws
// cost.svg. Needs the module: run `npm run module` first.
//
//   --rounds N     (7)      --dry   writes into build/bench instead of this folder
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { inRoot } from '../../web/tools/common.mjs';
import { openSession } from './contenders/gradscope.mjs';
import { drawCost } from './cost-chart.mjs';
import { surroundings, surroundingsText } from './machine.mjs';
import { measureRounds, warmUp } from './measure.mjs';
import { copyModule } from './prepare.mjs';
import { table } from './report.mjs';
import { resources } from './start.mjs';
import { operations } from './workloads.mjs';

const depths = [4, 8, 16, 32, 64];
const widths = [8, 16, 32, 64, 128, 256];
const batch = 64;
/** What a median may be off; growth beyond the arithmetic by more than that is a miss. */
const noise = 1.05;

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, dry: { type: 'boolean', default: false } },
});

const settings = (depth, width) => ({
  data: { kind: 'moons', samples: batch },
  test_fraction: 0,
  batch: 0,
  test_every: 0,
  depth,
  width,
  activation: 'tanh',
  init: 'xavier_normal',
  update: ['adam'],
  learning_rate: 1e-4,
});

function processorTime() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** A session behind the calls that measure.mjs makes. */
function contender(depth, width) {
  let session = null;
  const methods = {
    async open() {
      session = await openSession(resources, settings(depth, width));
      session.select('', '');
    },
    run(_, steps, chunk) {
      for (let left = steps; left > 0; left -= chunk) session.run(Math.min(chunk, left), chunk);
    },
    losses() {},
  };
  return {
    async call(method, ...args) {
      const began = processorTime();
      const result = await methods[method](...args);
      return { result, seconds: processorTime() - began };
    },
  };
}

function makeCell(depth, width) {
  const flop = operations({ widths: [2, ...Array(depth).fill(width), 1], batch });
  return { depth, width, flop, contender: contender(depth, width) };
}

/** How time grew from one corner to another, as a multiple of how the arithmetic grew. */
function growth(cells) {
  const at = (depth, width) => cells.find((c) => c.depth === depth && c.width === width);
  const compare = (name, a, b) => {
    const time = a.speed / b.speed;
    const arithmetic = b.flop / a.flop;
    return { name, time, arithmetic, met: time <= noise * arithmetic };
  };
  return [
    ...widths.map((w) => compare(`width ${w}, depth 4 to 64`, at(4, w), at(64, w))),
    ...depths.map((d) => compare(`depth ${d}, width 8 to 256`, at(d, 8), at(d, 256))),
  ];
}

const microseconds = ({ speed }) => 1e6 / speed;
const gigaflops = ({ speed, flop }) => (speed * flop) / 1e9;
const three = (x) =>
  x < 1000 ? String(Number(x.toPrecision(3))) : Math.round(x).toLocaleString('en');

function grid(cells, value) {
  const rows = depths.map((depth) => [
    `depth ${depth}`,
    ...cells.filter((c) => c.depth === depth).map((c) => three(value(c))),
  ]);
  return table(['', ...widths.map((w) => `width ${w}`)], rows);
}

function toMarkdown(where, cells) {
  const rows = growth(cells).map(({ name, time, arithmetic, met }) => [
    name,
    `${three(time)}x`,
    `${three(arithmetic)}x`,
    met ? 'met' : 'missed',
  ]);
  return [
    '# Cost of a step by depth and width',
    `Written by \`npm run cost\`: tanh, batch ${batch}, Adam, no statistics, float32 with SIMD, Node ${process.versions.node}. Processor time, medians of ${options.rounds} interleaved rounds. Arithmetic: 6 x batch x parameters. ${surroundingsText(where)}`,
    '![Time per step against arithmetic, and GFLOP/s by width](cost.svg)',
    `## Microseconds a step\n\n${grid(cells, microseconds)}`,
    `## GFLOP/s\n\n${grid(cells, gigaflops)}`,
    `## Growth\n\nTime per step grows no faster than the arithmetic (${Math.round((noise - 1) * 100)} % are left to noise).\n\n${table(['from ... to', 'time', 'arithmetic', ''], rows)}`,
    '',
  ].join('\n\n');
}

async function main() {
  copyModule();
  const where = surroundings();
  const cells = depths.flatMap((depth) => widths.map((width) => makeCell(depth, width)));
  for (const cell of cells) await warmUp(cell, { warm: 0.5, slice: 0.1 });
  await measureRounds(cells, Number(options.rounds));
  const folder = inRoot(options.dry ? 'build/bench' : 'tests/bench');
  mkdirSync(folder, { recursive: true });
  const points = cells.map((cell) => ({
    depth: cell.depth,
    width: cell.width,
    flop: cell.flop,
    seconds: 1 / cell.speed,
  }));
  writeFileSync(`${folder}/cost.svg`, drawCost(points));
  writeFileSync(`${folder}/cost.json`, `${JSON.stringify({ ...where, points }, null, 1)}\n`);
  writeFileSync(`${folder}/COST.md`, toMarkdown(where, cells));
  console.log(toMarkdown(where, cells));
}

await main();
