// What a command gives and shows, and above all one that cannot be started.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { inRoot } from '../../web/tools/common.mjs';

/** What execute() resolves to for a command, and what it shows. */
function executed(command, args, options) {
  const script = `
    import { execute } from ${JSON.stringify(inRoot('web/tools/runner.mjs'))};
    const result = await execute(...${JSON.stringify([command, args, options])});
    console.error(JSON.stringify(result));`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script],
    { encoding: 'utf8' },
  );
  return { ...JSON.parse(stderr), shown: stdout };
}

for (const quiet of [false, true]) {
  test(`a command that cannot be started has failed and is told once, quiet: ${quiet}`, () => {
    const { ok, output, shown } = executed('no-such-program', [], { quiet });
    assert.equal(ok, false);
    assert.equal(output, 'no-such-program: spawn no-such-program ENOENT\n');
    assert.equal(shown, `$ no-such-program\n${output}`);
  });
}

test('a quiet command shows its output only where it fails', () => {
  const says = (code) => ['-c', `echo words; exit ${code}`];
  const good = executed('sh', says(0), { quiet: true });
  assert.deepEqual([good.ok, good.output], [true, 'words\n']);
  assert.ok(!good.shown.endsWith('words\n'));
  const bad = executed('sh', says(3), { quiet: true });
  assert.deepEqual([bad.ok, bad.output], [false, 'words\n']);
  assert.ok(bad.shown.endsWith('words\n'));
});
