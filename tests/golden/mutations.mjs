// Does the golden runner notice mistakes? Breaks one line of the engine at a time, in a copy of the
// tree, and replays the recorded data in float64: node tests/golden/mutations.mjs
//
// All mutations are compiled into one program and an environment variable picks one, so that ten of
// them cost one build. Fails if a mutation is not caught, or if the program fails without one.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, inRoot } from '../../web/tools/common.mjs';

/** In `file`, behind `inside`, the expression `from` that follows `before` becomes `to`. */
const mutations = [
  {
    what: 'Adam: no bias correction of v',
    file: 'engine/optim/transforms/adaptive.hpp',
    inside: 'struct Adam {',
    before: 'const double root = ',
    from: 'std::sqrt(a.correct2)',
    to: '1.0',
  },
  {
    what: 'Nesterov: mu g + b',
    file: 'engine/optim/transforms/momentum.hpp',
    inside: 'struct Momentum {',
    before: 'return nesterov ? ',
    from: 'g + mu * b[0]',
    to: 'b[0] + mu * g',
  },
  {
    what: 'RMSprop: eps inside the root',
    file: 'engine/optim/transforms/adaptive.hpp',
    inside: 'struct Rmsprop {',
    before: 'const T u = g / ',
    from: '(sqrt(v + eps_inside) + eps_outside)',
    to: '(sqrt(v + eps_inside + eps_outside))',
  },
  {
    what: 'RAdam: rectifies from rho > 4',
    file: 'engine/optim/transforms/adaptive.hpp',
    inside: 'struct Radam {',
    before: 'if (',
    from: 'rho <= 5',
    to: 'rho <= 4',
  },
  {
    what: 'Weight decay: the wrong sign',
    file: 'engine/optim/transforms/momentum.hpp',
    inside: 'struct AddDecayedWeights {',
    before: 'return ',
    from: 'u + decay * param',
    to: 'u - decay * param',
  },
  {
    what: 'Clipping by norm: no eps',
    file: 'engine/optim/whole.cpp',
    inside: 'void detail::NormClip::clip',
    before: 'const double limit = ',
    from: 'norm.value() + epsilon',
    to: 'norm.value()',
  },
  {
    what: 'Plateau: one step too early',
    file: 'engine/optim/schedule.cpp',
    inside: 'Plateau::observe',
    before: 'if (',
    from: 'memory.bad <= patience',
    to: 'memory.bad < patience',
  },
  {
    what: "tanh' = 1 - a",
    file: 'engine/nn/activation.hpp',
    inside: 'struct Tanh {',
    before: 'T slope(T, T a) const {\n    return ',
    from: 'splat<T>(1) - a * a',
    to: 'splat<T>(1) - a',
  },
  {
    what: "GELU': the density left out",
    file: 'engine/nn/activation.hpp',
    inside: 'struct Gelu {',
    before: 'return ',
    from: 'normal_cdf(z) + z * density',
    to: 'normal_cdf(z)',
  },
  {
    what: 'Label smoothing over C - 1 classes',
    file: 'engine/nn/loss.cpp',
    inside: 'void gradient(const CrossEntropy',
    before: 'const Vec off = splat<Vec>(loss.label_smoothing / ',
    from: 'static_cast<double>(y.features)',
    to: 'static_cast<double>(y.features - 1)',
  },
  {
    what: 'Batch norm gradient: mean not subtracted',
    file: 'engine/nn/normalization.cpp',
    inside: 'void batch_norm_backward',
    before: 'store(dx.panel(p) + i, factor * ',
    from: '(load(dy.panel(p) + i) - mean - xhat * slope)',
    to: '(load(dy.panel(p) + i) - xhat * slope)',
  },
  {
    what: 'Running variance: biased',
    file: 'engine/nn/parts/normalizer.cpp',
    inside: 'void Normalizer::update_running',
    before: 'const double unbiased = ',
    from: 'tape_.variance[f] * n / (n - 1)',
    to: 'tape_.variance[f]',
  },
  {
    what: 'Residual: gradient only through f',
    file: 'engine/nn/layers/dense.cpp',
    inside: 'Dense::Pass::backward',
    before: 'product_.backward(',
    from: 'skip_.backward(values_)',
    to: 'nullptr',
  },
  {
    what: 'He uniform: fan-in and fan-out exchanged',
    file: 'engine/nn/initializer.hpp',
    inside: 'struct HeUniform {',
    before: 'static_cast<double>(',
    from: 'mode == 0 ? f.in : f.out',
    to: 'mode == 0 ? f.out : f.in',
  },
  {
    what: 'Gain of leaky ReLU: slope not squared',
    file: 'engine/nn/activation.hpp',
    inside: 'struct LeakyRelu {',
    before: 'double gain() const { return ',
    from: 'std::sqrt(2 / (1 + alpha * alpha))',
    to: 'std::sqrt(2 / (1 + alpha))',
  },
];

const variable = 'GRADSCOPE_MUTATION';
const header = `#pragma once
#include <cstdlib>
inline bool mutated(int number) {
  static const char* chosen = std::getenv("${variable}");
  return chosen != nullptr && std::atoi(chosen) == number;
}
`;

/** Copies what the suite is built from, and builds every mutation into it. */
function copyAndMutate(folder) {
  const parts = [
    'CMakeLists.txt',
    'cmake',
    'engine',
    'tests/CMakeLists.txt',
    'tests/catch_main.cpp',
  ];
  mkdirSync(join(folder, 'tests'));
  for (const part of [...parts, 'tests/engine', 'tests/golden']) {
    cpSync(inRoot(part), join(folder, part), { recursive: true });
  }
  const include = '#include "mutated.hpp"\n';
  writeFileSync(join(folder, 'mutated.hpp'), header);
  for (const [i, { what, file, inside, before, from, to }] of mutations.entries()) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    const start = text.indexOf(inside);
    const at = text.indexOf(before + from, start);
    if (start < 0 || at < 0) fail(`${what}: the line is not in ${file} any more`);
    const begin = at + before.length;
    const choice = `(mutated(${i + 1}) ? ${to} : (${from}))`;
    const mutant = text.slice(0, begin) + choice + text.slice(begin + from.length);
    writeFileSync(path, mutant.startsWith(include) ? mutant : include + mutant);
  }
}

function execute(command, args, env = {}) {
  const options = { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, ...env } };
  const result = spawnSync(command, args, options);
  if (result.error) fail(`${command}: ${result.error.message}`);
  return result;
}

function build(folder) {
  const target = join(folder, 'build');
  const jobs = String(availableParallelism());
  for (const args of [
    ['-S', folder, '-B', target, '-G', 'Ninja'],
    ['--build', target, '--parallel', jobs, '--target', 'golden_tests_float64'],
  ]) {
    const { status, stdout, stderr } = execute('cmake', args);
    if (status !== 0) fail(stdout + stderr);
  }
  return join(target, 'tests/golden_tests_float64');
}

/** How many cases of each recorded file failed; networks together. */
function failures(output) {
  const counts = new Map();
  for (const [, file, cases, passed] of output.matchAll(
    /^(\S+)\.json +(\d+) cases +(\d+) passed/gm,
  )) {
    const kind = file.startsWith('networks/') ? 'networks' : file;
    const failed = Number(cases) - Number(passed);
    if (failed > 0) counts.set(kind, (counts.get(kind) ?? 0) + failed);
  }
  return [...counts].map(([kind, count]) => `${kind} ${count}`).join(', ');
}

const folder = mkdtempSync(join(tmpdir(), 'gradscope-mutations-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
copyAndMutate(folder);
const program = build(folder);

const unbroken = execute(program, [], { [variable]: '' });
if (unbroken.status !== 0) fail(`fails without a mutation:\n${unbroken.stdout}`);
console.log('mutation'.padEnd(44), 'cases that fail');
let missed = 0;
for (const [i, { what }] of mutations.entries()) {
  const { status, stdout } = execute(program, [], { [variable]: String(i + 1) });
  const caught = status !== 0;
  missed += caught ? 0 : 1;
  console.log(what.padEnd(44), caught ? failures(stdout) || 'the program itself' : 'NOT CAUGHT');
}
console.log(`${mutations.length - missed} of ${mutations.length} caught`);
if (missed > 0) process.exitCode = 1;
