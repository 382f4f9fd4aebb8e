// The list of suites: short names, what stands on what, and what is refused.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { inRoot } from '../../web/tools/common.mjs';
import { chosen, suites } from '../../web/tools/suites.mjs';

const names = (list) => list.map(({ name }) => name);

test('a name is short and belongs to one suite, which stands only on suites before it', () => {
  assert.ok(suites.length > 10);
  suites.forEach(({ name, needs = [] }, i) => {
    assert.match(name, /^[a-z]+$/);
    const before = names(suites.slice(0, i));
    assert.ok(!before.includes(name), name);
    for (const needed of needs) assert.ok(before.includes(needed), `${name} needs ${needed}`);
  });
});

test('a suite brings what it stands on, once and first', () => {
  const from = [
    { name: 'a' },
    { name: 'b', needs: ['a'] },
    { name: 'c', needs: ['b'] },
    { name: 'd' },
  ];
  assert.deepEqual(names(chosen(['d', 'c', 'b'], from)), ['a', 'b', 'c', 'd']);
  assert.deepEqual(names(chosen(['a'], from)), ['a']);
  assert.deepEqual(names(chosen(['page'])), ['module', 'build', 'page']);
});

function run(...args) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [inRoot('web/tools/test.mjs'), ...args],
    { encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

test('a name that is unknown is refused with the list, before anything runs', () => {
  const { status, stdout, stderr } = run('page', 'pages');
  assert.equal(status, 1);
  assert.equal(stdout, '');
  for (const name of ['There is no suite "pages".', ...names(suites)])
    assert.ok(stderr.includes(name));
});

test('--list names every suite', () => {
  const { status, stdout } = run('--list');
  assert.equal(status, 0);
  assert.deepEqual(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s/)[0]),
    names(suites),
  );
});
