// The program `gradscope` as a user meets it: what it prints, what it refuses, how it ends.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../build/native/gradscope', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gradscope-'));
after(() => rmSync(folder, { recursive: true }));

const gradscope = (args, input) =>
  spawnSync(program, args, { encoding: 'utf8', input: input ?? '', maxBuffer: 1 << 26 });

/** The output of a command that must succeed. */
function output(...args) {
  const { status, stdout, stderr } = gradscope(args);
  assert.equal(status, 0, stderr);
  assert.equal(stderr, ''); // no terminal, no progress bar
  return stdout;
}

const lines = (text) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

function file(name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test('the default run vanishes and stays at chance', () => {
  const rows = lines(output('train', 'v1', '--json'));
  const end = rows.at(-1);
  assert.equal(end.type, 'end');
  assert.equal(end.steps, 1000);
  assert.equal(end.diagnosis.verdict, 'vanishing');
  assert.ok(end.diagnosis.delta_ratio < 1e-5);
  assert.ok(Math.abs(end.train.loss - Math.LN2) < 0.01);
  assert.ok(Math.abs(end.test.accuracy - 0.5) < 0.1);
  const { layers } = rows.at(-2);
  assert.equal(layers.length, 11);
  assert.ok(layers[0].delta_rms / layers[10].delta_rms < 1e-5);
});

test('real digits are learned with tanh', () => {
  const link = 'v1&data=digits&depth=5&width=32&activation=tanh&update=adam&learning_rate=0.003';
  const end = lines(output('train', link, '--steps', '500', '--json')).at(-1);
  assert.ok(end.test.accuracy > 0.9, `test accuracy ${end.test.accuracy}`);
  assert.equal(end.diagnosis.verdict, 'healthy');
});

test('JSON lines: the run, every measured step, the end', () => {
  const rows = lines(output('train', 'v1&depth=2', '--steps=100', '--every=25', '--json'));
  assert.deepEqual(
    rows.map((row) => row.type),
    ['run', 'row', 'row', 'row', 'row', 'row', 'end'],
  );
  assert.equal(rows[0].config.depth, 2);
  assert.equal(rows[0].layers.length, 3);
  assert.deepEqual(
    rows.slice(1, -1).map((row) => row.step),
    [0, 25, 50, 75, 99],
  );
  for (const row of rows.slice(1, -1)) {
    assert.equal(typeof row.loss, 'number');
    for (const layer of row.layers) assert.ok(layer.gradient_norm > 0);
  }
});

test('a table for people, with the diagnosis in words', () => {
  const text = output('train', 'v1&depth=3', '--steps', '20');
  for (const word of ['layer', '|dL/dW|', 'rms delta', 'rms a', 'update:W', 'saturated', 'dead']) {
    assert.ok(text.includes(word), word);
  }
  assert.match(text, /^4 +1 +identity/m);
  assert.match(text, /test: loss \d\.\d+, accuracy \d+\.\d %/);
  assert.match(
    text,
    /Undecided\. Nothing is wrong so far; whether the run learns is not known yet\./,
  );
  assert.match(
    text,
    /Gradient: healthy;\s+learning: not_started;\s+units: working;\s+cause: none\./,
  );
});

test('--steps 0 looks at the gradient before training', () => {
  const rows = lines(output('train', 'v1', '--steps', '0', '--json'));
  assert.equal(rows.length, 3);
  assert.equal(rows[1].step, 0);
  assert.equal(rows[1].layers[0].update_ratio, null);
  assert.ok(rows[1].layers[0].delta_rms > 0);
});

test('a config is a link, JSON, a file or standard input, and means the same', () => {
  const run = (config, input) => {
    const { status, stdout } = gradscope(['train', config, '--steps', '30', '--json'], input);
    assert.equal(status, 0);
    return stdout;
  };
  const link = 'v1&depth=2&activation=leaky_relu(alpha:0.2)';
  const json = '{"depth": 2, "activation": {"kind": "leaky_relu", "alpha": 0.2}}';
  const expected = run(link);
  assert.equal(run(`https://example.org/#${link}`), expected);
  assert.equal(run(json), expected);
  assert.equal(run(file('config.json', json)), expected);
  assert.equal(run(file('link.txt', `${link}\n`)), expected);
  assert.equal(run('-', json), expected);
  assert.equal(run('-', `${link}\r\n`), expected);
});

test('float64 by option and by config', () => {
  const train = (...args) => output('train', ...args, '--steps', '5', '--json');
  const narrow = lines(train('v1')).at(-1).train.loss;
  const wide = lines(train('v1', '--float64')).at(-1).train.loss;
  assert.notEqual(narrow, wide);
  assert.ok(Math.abs(narrow - wide) < 1e-5);
  assert.equal(lines(train('v1&precision=float64')).at(-1).train.loss, wide);
  assert.match(output('train', 'v1', '--float64', '--steps', '1'), /float64/);
});

test('a run that diverges ends with its trouble', () => {
  const link = 'v1&activation=relu&width=32&init=normal(std:2)&depth=20&learning_rate=1000';
  const end = lines(output('train', link, '--steps', '50', '--json')).at(-1);
  assert.equal(end.diagnosis.verdict, 'diverged');
  assert.ok(end.diagnosis.trouble.step < 50);
  assert.match(output('train', link, '--steps', '50'), /Diverged\..*Stopped\s+at\s+step/s);
});

test('check: right gradients, the V over h, and a wrong one', () => {
  const checked = JSON.parse(output('check', 'v1&depth=3&activation=tanh', '--json'));
  assert.equal(checked.layers.length, 4);
  for (const { agreement, errors, best, entries, parameters } of checked.layers) {
    assert.equal(agreement, 'right');
    assert.equal(entries, parameters);
    assert.ok(errors[best] < 1e-8);
    assert.ok(errors[0] > 100 * errors[best] && errors.at(-1) > 100 * errors[best]);
  }
  assert.match(output('check', 'v1&depth=2&activation=relu&init=he_normal'), /\*.*right/s);
  const wrong = gradscope(['check', 'v1&depth=2&activation=tanh&loss=bce']);
  assert.equal(wrong.status, 1);
  assert.match(wrong.stdout, /WRONG/);
});

test('theory: fixed point, chi_1 and a band per layer, or why not', () => {
  const theory = JSON.parse(output('theory', 'v1&depth=10', '--json'));
  assert.equal(theory.reason, null);
  assert.equal(theory.status, 'finite');
  assert.ok(Math.abs(theory.q_star - 0.264687) < 1e-5);
  assert.ok(Math.abs(theory.chi_1 - 0.055721) < 1e-5);
  assert.equal(theory.layers.length, 11);
  for (const { low, delta_rms, high } of theory.layers)
    assert.ok(low <= delta_rms && delta_rms <= high);
  assert.match(output('theory', 'v1'), /chi_1 0\.0557/);
  const not = JSON.parse(output('theory', 'v1&normalization=batch_norm', '--json'));
  assert.deepEqual(not, { reason: 'normalization' });
});

test('catalog: every member of every family, as JSON and to read', () => {
  const { families, config } = JSON.parse(output('catalog', '--json'));
  const text = output('catalog');
  for (const members of Object.values(families)) {
    for (const { kind, title, formula, fields } of members) {
      assert.ok(text.includes(`  ${kind}  ${title}\n`), kind);
      if (formula.length < 90) assert.ok(text.includes(formula), formula);
      for (const { key } of fields) assert.match(text, new RegExp(`^ {8}${key} = `, 'm'));
    }
  }
  for (const { key } of config) assert.match(text, new RegExp(`^  ${key} = `, 'm'));
});

test('help and version', () => {
  const help = output('help');
  assert.equal(output('--help'), help);
  for (const command of ['train', 'check', 'theory', 'remedies', 'catalog']) {
    assert.ok(help.includes(`gradscope ${command}`), command);
  }
  assert.match(output('--version'), /^gradscope \d+\.\d+\.\d+\n$/);
  assert.equal(gradscope([]).status, 2);
});

const megabytes = (n) => '1'.repeat(n * (1 << 20));
const refused = [
  ['no such file', ['train', 'missing.json'], /there is no file "missing\.json"/],
  ['a folder', ['train', tmpdir()], /is a folder/],
  ['no config', ['train'], /a config is missing/],
  ['two configs', ['train', 'v1', 'v1'], /is too much/],
  ['an unknown command', ['trian', 'v1'], /there is no command "trian"/],
  ['an unknown option', ['train', 'v1', '--stepz', '3'], /there is no option --stepz/],
  [
    'steps that are no number',
    ['train', 'v1', '--steps', 'many'],
    /--steps: "many" is not a whole/,
  ],
  ['half a step', ['train', 'v1', '--steps', '1.5'], /--steps/],
  ['negative steps', ['train', 'v1', '--steps', '-1'], /--steps/],
  ['endless steps', ['train', 'v1', '--steps', '99999999999999999999'], /--steps/],
  ['steps without a number', ['train', 'v1', '--steps'], /--steps needs a value/],
  [
    'an unknown kind',
    ['train', 'v1&activation=nonsense'],
    /activation: "nonsense" is no activation/,
  ],
  ['an unknown setting', ['train', 'v1&deptj=3'], /deptj/],
  ['out of range', ['train', '{"depth": 99}'], /depth: 99 is outside \[0, 64\]/],
  ['NaN', ['train', 'v1&learning_rate=nan'], /learning_rate/],
  ['NaN in JSON', ['train', '{"learning_rate": NaN}'], /is not JSON/],
  ['a wrong type', ['train', '{"width": "wide"}'], /width/],
  ['junk', ['train', 'v1&%%%&&==;('], /gradscope: /],
  ['too much memory', ['train', 'v1&data=moons(samples:20000)&batch=0&width=256&depth=64'], /MB/],
  [
    'too much memory for float64',
    ['train', 'v1&data=moons(samples:2000)&batch=600&width=256&depth=64', '--float64'],
    /MB/,
  ],
  ['a specimen by accident', ['train', 'v1&init=article_he'], /specimen/],
  ['a bad config to check', ['check', 'v1&depth=-1'], /depth/],
  ['a bad config for theory', ['theory', 'v1&width=0'], /width/],
  ['a file of 10 MB', ['train', file('big.txt', `v1&depth=${megabytes(10)}`)], /larger than 1 MB/],
  ['a link of 100 kB', ['train', file('long.txt', `v1&depth=${'1'.repeat(1e5)}`)], /gradscope: /],
];
for (const [name, args, message] of refused) {
  test(`refused: ${name}`, () => {
    const { status, stdout, stderr } = gradscope(args);
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, message);
    assert.ok(stderr.length < 2000);
  });
}

test('refused: 10 MB on standard input', () => {
  const { status, stderr } = gradscope(['train', '-'], megabytes(10));
  assert.equal(status, 2);
  assert.match(stderr, /larger than 1 MB/);
});

test('every fault of a config is named at once', () => {
  const { stderr } = gradscope(['train', 'v1&depth=99&width=0&activation=nonsense']);
  for (const key of ['depth', 'width', 'activation'])
    assert.match(stderr, new RegExp(`^gradscope: ${key}:`, 'm'));
});
