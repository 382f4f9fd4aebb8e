// What `setup` asks for: `npm start` and the command line need less than the tests do. On a PATH
// without any program, so that every one is missing; nothing is installed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../web/tools/setup.mjs', import.meta.url));
const module = ['CMake', 'Ninja', 'Emscripten'];
const programs = ['g++'];
const tests = ['clang++', "clang++'s sanitizers", 'clang-format', 'Chromium', 'a Chinese font'];

/** Of these programs, those that `setup` calls missing. */
function missing(...flags) {
  const env = { PATH: dirname(script) };
  const { status, stderr } = spawnSync(process.execPath, [script, '--check', ...flags], { env });
  assert.equal(status, 1);
  const lines = stderr.toString().split('\n');
  return [...module, ...programs, ...tests].filter((name) =>
    lines.some(
      (line) =>
        line === `  ${name}` ||
        ([' ', ';'].includes(line.slice(`  ${name}`.length)[0]) && line.startsWith(`  ${name}`)),
    ),
  );
}

test('npm start needs what builds the module, no other compiler', () => {
  assert.deepEqual(missing(), module);
});

test('the command line needs g++ as well', () => {
  assert.deepEqual(missing('--programs'), [...module, ...programs]);
});

test('npm test needs everything', () => {
  assert.deepEqual(missing('--test'), [...module, ...programs, ...tests]);
});
