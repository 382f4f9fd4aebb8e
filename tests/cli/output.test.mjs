// How the program `gradscope` ends when its output fails, its reader leaves or a signal comes, and what
// never reaches a terminal: whole lines, a message, a status.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../build/native/gradscope', import.meta.url));

const commands = ['train', 'check', 'theory', 'remedies', 'catalog'];

/** Everything that the program can print, each of them in a moment. */
const printing = [
  [],
  ['help'],
  ['--help'],
  ['--version'],
  ...commands.map((command) => [command, '--help']),
  ...[[], ['--json']].flatMap((json) => [
    ['train', 'v1&depth=2', '--steps', '3', ...json],
    ['train', 'v1&depth=2', '--steps', '0', '--float64', ...json],
    ['check', 'v1&depth=2', ...json],
    ['theory', 'v1&depth=2', ...json],
    ['theory', 'v1&normalization=batch_norm', ...json],
    ['catalog', ...json],
  ]),
];

/** Places that cannot be written to, by what a shell calls them. */
const lost = ['>&-', ...(existsSync('/dev/full') ? ['>/dev/full'] : [])];

for (const place of lost) {
  test(`output to ${place} ends with an error`, () => {
    for (const args of printing) {
      const { status, stderr } = spawnSync(
        'sh',
        ['-c', `exec "$0" "$@" ${place}`, program, ...args],
        { encoding: 'utf8' },
      );
      assert.equal(status, 1, args.join(' '));
      assert.match(stderr, /^gradscope: standard output cannot be written: \w[\w ]+\n$/);
    }
  });
}

test('a closed standard error changes no status', () => {
  const status = (...args) =>
    spawnSync('sh', ['-c', 'exec "$0" "$@" 2>&-', program, ...args]).status;
  assert.equal(status('theory', 'v1'), 0);
  assert.equal(status('train', 'v1&depth=99'), 2);
  assert.equal(status('check', 'v1&depth=2&activation=tanh&loss=bce'), 1);
});

/** A run that prints for as long as it is let, in lines that no pipe takes at once. */
function endless() {
  const args = ['train', 'v1&depth=64&width=2&data=xor', '--steps', '100000000', '--every', '1'];
  const child = spawn(program, [...args, '--json']);
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (data) => (text[name] += data));
  }
  const ended = new Promise((resolve) => {
    child.on('close', (status, signal) => resolve({ status, signal, ...text }));
  });
  return { child, ended };
}

test('a reader that goes away ends the run, with an error', async () => {
  const { child, ended } = endless();
  child.stdout.once('data', () => child.stdout.destroy());
  const { status, stderr } = await ended;
  assert.equal(status, 1);
  // Node's pipe is a socket, which may say it in its own words.
  const reason =
    /^gradscope: standard output cannot be written: (Broken pipe|Connection reset by peer)\n$/;
  assert.match(stderr, reason);
});

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  test(`${name} ends the run behind a whole line, as that signal`, async () => {
    for (let chunks = 1; chunks <= 8; chunks++) {
      const { child, ended } = endless();
      let seen = 0;
      child.stdout.on('data', () => {
        if (++seen === chunks) child.kill(name);
      });
      const { signal, stdout, stderr } = await ended;
      assert.equal(signal, name);
      assert.equal(stderr, `gradscope: stopped by ${name}\n`);
      assert.ok(stdout.endsWith('}\n'));
      for (const line of stdout.trimEnd().split('\n')) JSON.parse(line);
    }
  });
}

test('every command has its help', () => {
  for (const command of commands) {
    const help = (...args) => spawnSync(program, args, { encoding: 'utf8' });
    const { status, stdout } = help(command, '--help');
    assert.equal(status, 0);
    assert.ok(stdout.startsWith(`gradscope ${command}`));
    for (const other of commands) {
      if (other !== command) assert.doesNotMatch(stdout, new RegExp(`^gradscope ${other}`, 'm'));
    }
    assert.equal(help(command, '-h').stdout, stdout);
    assert.equal(help('help', command).stdout, stdout);
    assert.equal(help(command, 'v1', '--help').stdout, stdout);
  }
});

/** Bytes that a terminal obeys, or that change what a reader believes to see. */
const hostile = [
  ['escape sequences', Buffer.from('\u001B[2J\u001B]0;title\u0007')],
  ['control characters', Buffer.from([...Array(32).keys()].slice(1))],
  ['zeros', Buffer.from([0, 0])],
  ['delete', Buffer.from([0x7f])],
  ['C1 controls', Buffer.from('\u009B2J\u0085')],
  ['C1 controls as bytes', Buffer.from([0x9b, 0x32, 0x4a])],
  ['text that runs backwards', Buffer.from('\u202Egpj.exe\u2066')],
  ['line separators', Buffer.from('a\u2028b\u2029')],
  ['half a character', Buffer.from([0xe6, 0xa2])],
  ['an overlong zero', Buffer.from([0xc0, 0x80])],
  ['a surrogate', Buffer.from([0xed, 0xa0, 0x80])],
  ['a character beyond all', Buffer.from([0xf4, 0x90, 0x80, 0x80])],
];

const around = (before, bytes, after) =>
  Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);

for (const [name, bytes] of hostile) {
  test(`a terminal never gets ${name} from a config`, () => {
    for (const input of [
      around('v1&', bytes, '=3'),
      around('v1&activation=', bytes, ''),
      around('v1&update=adam(beta1:', bytes, ')'),
      around('', bytes, ''),
      around('{"', bytes, '": 3}'),
      around('{"activation": "', bytes, '"}'),
      around('{"activation": {"kind": "relu", "', bytes, '": 1}}'),
      Buffer.from(`v1&activation=${[...bytes].map((b) => `%${b.toString(16)}`).join('')}`),
    ]) {
      const { status, stdout, stderr } = spawnSync(program, ['train', '-'], { input });
      assert.equal(status, 2);
      assert.equal(stdout.length, 0);
      assert.match(stderr.toString('latin1'), /^(gradscope: [\x20-\x7E]+\n)+$/);
    }
  });
}

test('a terminal never gets them from a name or an option either', () => {
  for (const args of [
    ['train', 'no\u001B[2Jfile'],
    ['\u001B[2J'],
    ['train', '--\u009Bx'],
    ['train', 'v1', 'v1\u202E'],
  ]) {
    const { status, stderr } = spawnSync(program, args);
    assert.equal(status, 2);
    assert.match(stderr.toString('latin1'), /^(gradscope: [\x20-\x7E]+\n)+$/);
  }
});

test('other writing is shown as it is', () => {
  const { stderr } = spawnSync(program, ['train', '{"层": 1, "é😀": 2}'], { encoding: 'utf8' });
  assert.match(stderr, /^gradscope: 层: is not a setting/);
  assert.match(stderr, /^gradscope: é😀: is not a setting/m);
});

const refused = [
  ['a zero behind JSON', '{"depth": 3}\0', /is not JSON/],
  ['a zero and more behind JSON', '{"depth": 3}\0{"depth": 4}', /is not JSON/],
  ['a key twice in JSON', '{"depth": 3, "depth": 4}', /^gradscope: depth: is given twice$/m],
  [
    'a parameter twice in JSON',
    '{"update": [{"kind": "adam", "beta1": 0.5, "beta1": 0.6}]}',
    /^gradscope: update\[0\]\.beta1: is given twice$/m,
  ],
  ['a setting twice in a link', 'v1&depth=3&depth=3', /^gradscope: depth: is given twice$/m],
  [
    'a parameter twice in a link',
    'v1&activation=leaky_relu(alpha:0.1;alpha:0.2)',
    /^gradscope: activation\.alpha: is given twice$/m,
  ],
];
for (const [name, input, message] of refused) {
  test(`refused: ${name}`, () => {
    const { status, stdout, stderr } = spawnSync(program, ['train', '-'], {
      input,
      encoding: 'utf8',
    });
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, message);
  });
}

test('refused: an option twice', () => {
  for (const args of [
    ['train', 'v1', '--steps', '3', '--steps=4'],
    ['theory', 'v1', '--json', '--json'],
  ]) {
    const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    assert.equal(status, 2);
    assert.match(stderr, /^gradscope: --\w+ is given twice$/m);
  }
});
