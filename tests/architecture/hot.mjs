// What a step of training runs is compiled for speed in the module: every file with a function that
// Trainer::step can reach says "// Hot:", and no other does. A program for CTest, not a test of Node: it
// reads who refers to whom out of the objects of a native build, in which every function has a section
// of its own, and in which file it stands out of the lines that they keep.
//
//   node hot.mjs FILE...      the objects among these files
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { read, tracked } from './sources.mjs';

/** Reached by a step and cold nevertheless, each with its reason. One that is not reached must leave. */
const cold = {
  'engine/core/numerics.cpp': 'a few numbers a step: powers and cosines of rates',
  'engine/data/batches.cpp': 'with whole.cpp 1.4 kB gzipped at -O2, above the limit of the module',
  'engine/nn/initializer.cpp': 'only where a unit is reset',
  'engine/nn/loss_value.cpp': 'only where a row is asked for',
  'engine/nn/parts/delta_trace.cpp':
    'only where the change of delta is asked for: a null pointer in a step',
  'engine/nn/parts/normalizer.cpp': 'a few calls a layer; its loops are in normalization.cpp',
  'engine/optim/chain_setup.cpp': 'a few numbers a step; its loops are in chain.cpp',
  'engine/optim/muon.cpp': '0.6 kB gzipped at -O2, as above; its products are kernels',
  'engine/optim/schedule.cpp': 'one number a step',
  'engine/optim/whole.cpp': 'see batches.cpp',
  'engine/train/evaluator.cpp': 'only at the steps that look at the test set; its passes are hot',
  'engine/train/reset.cpp': 'only at the steps that reset units',
};

/** Where each symbol lies, and what each section refers to: symbols, or sections of its own object. */
function readObjects(dump) {
  const homes = new Map();
  const references = new Map();
  let object = '';
  let list = [];
  for (const line of dump.split('\n')) {
    const file = line.match(/^(.+): +file format/);
    const table = line.match(/^RELOCATION RECORDS FOR \[(.+)\]:/);
    const symbol = line.match(/^[0-9a-f]{16} (..).{5} (\.\S+)\t[0-9a-f]+ +(?:\.hidden )?(\S+)$/);
    const reference = line.match(/^[0-9a-f]{16} R_\S+ +([^\s+-]\S*?)(?:[+-]0x[0-9a-f]+)?$/);
    if (file) object = file[1];
    else if (table) {
      list = [];
      references.set(`${object}:${table[1]}`, list);
    } else if (symbol && !symbol[1].includes('l')) {
      const home = { section: `${object}:${symbol[2]}`, fromHeader: symbol[1].includes('w') };
      if (!homes.has(symbol[3])) homes.set(symbol[3], home);
    } else if (reference) {
      const [, target] = reference;
      list.push(target.startsWith('.') ? `${object}:${target}` : target);
    }
  }
  return { homes, references };
}

/** Every section that can be reached from a symbol. */
function reachable({ homes, references }, start) {
  const reached = new Set();
  const waiting = [start];
  while (waiting.length > 0) {
    const target = waiting.pop();
    const section = target.includes(':') ? target : homes.get(target)?.section;
    if (section === undefined || reached.has(section)) continue;
    reached.add(section);
    waiting.push(...(references.get(section) ?? []));
  }
  return reached;
}

/** By symbol: the file that defines it, from the root. */
function readFiles(lines) {
  const defined = /^[0-9a-f]+ [A-Za-z] (\S+)\t.*\/(engine\/.*\.cpp):\d+$/;
  const found = lines.split('\n').flatMap((line) => [line.match(defined) ?? []]);
  return new Map(found.map(([, symbol, file]) => [symbol, file]));
}

const run = (program, ...args) =>
  execFileSync(program, [...args, ...objects], { encoding: 'utf8', maxBuffer: 1 << 30 });

const objects = process.argv.slice(2).filter((path) => path.endsWith('.o'));
const graph = readObjects(run('objdump', '-t', '-r', '-w'));
const files = readFiles(run('nm', '-l', '--defined-only'));
const starts = [...graph.homes.keys()].filter((name) => /7Trainer4stepE/.test(name));
assert.equal(starts.length, 1, 'the objects hold one Trainer::step');

// Every object that uses a function of a header has a copy of it.
const inHeader = new Set(
  [...graph.homes].filter(([, { fromHeader }]) => fromHeader).map(([symbol]) => symbol),
);
const byFile = new Map();
for (const section of reachable(graph, starts[0])) {
  const [, name] = section.split(/:(?=\.)/);
  const symbol = name.match(/^\.text\.(?:unlikely\.|startup\.)?(.+)/)?.[1];
  const file = files.get(symbol);
  if (file === undefined || inHeader.has(symbol)) continue;
  byFile.set(file, [...(byFile.get(file) ?? []), symbol]);
}

const isHot = (file) => /^\/\/ Hot: -O[23] in the module/m.test(read(file));
const unmarked = [...byFile.keys()].filter((file) => !isHot(file)).sort();
for (const file of unmarked.filter((path) => !(path in cold))) {
  console.log(`${file} is reached by a step, by`, byFile.get(file).slice(0, 5));
}
assert.ok(byFile.size > 5, 'a step reaches several files');
assert.deepEqual(unmarked, Object.keys(cold).sort());
const marked = tracked(/^engine\/.*\.cpp$/).filter(isHot);
assert.deepEqual(
  marked.filter((file) => !byFile.has(file)),
  [],
  'nobody calls this in a step',
);
console.log(`A step reaches ${byFile.size} files.`);
