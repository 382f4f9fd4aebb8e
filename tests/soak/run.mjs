// `npm run soak`: whether anything grows in time. Needs build/module and dist: `npm run build`.
//
//   --minutes N    for the page (10)
//   --steps N      in Node (10000000)
//   --only WHAT    node or page
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fail, inRoot } from '../../web/tools/common.mjs';
import { dateOf, surroundings, surroundingsText } from '../bench/machine.mjs';
import { table } from '../bench/report.mjs';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    steps: { type: 'string', default: '10000000' },
    only: { type: 'string', default: 'node page' },
  },
});

const number = (x) => x.toLocaleString('en', { maximumFractionDigits: x < 100 ? 1 : 0 });

function show(title, rows) {
  const cells = rows.map(({ name, from, to, flat }) => [
    name,
    number(from),
    number(to),
    flat ? 'flat' : 'grows',
  ]);
  console.log(`\n${title}\n\n${table(['', 'at first', 'at last', ''], cells)}`);
  return rows.every(({ flat }) => flat);
}

async function node() {
  const { soakNode } = await import('./node.mjs');
  const { rows, steps, visits } = await soakNode(Number(options.steps));
  return show(`Node: ${number(steps)} steps, ${number(visits)} other runs`, rows);
}

async function page() {
  const folder = inRoot('dist');
  if (!statSync(`${folder}/index.html`, { throwIfNoEntry: false })) {
    fail('There is no built page: run `npm run build`.');
  }
  const { soakPage } = await import('./page.mjs');
  const { rows, steps, restarts, guests, errors } = await soakPage(folder, Number(options.minutes));
  for (const error of new Set(errors)) console.log(`in the page: ${error}`);
  const title = `Page: ${options.minutes} min, ${number(steps)} steps, ${number(restarts)} restarts, ${number(guests)} other elements`;
  return show(title, rows) && errors.length === 0;
}

const where = surroundings();
where.module = dateOf(statSync(inRoot('build/module/gradscope-float32.wasm')).mtimeMs);
console.log(surroundingsText(where));
let good = true;
for (const [name, soak] of Object.entries({ node, page })) {
  if (options.only.includes(name)) good = (await soak()) && good;
}
process.exitCode = good ? 0 : 1;
