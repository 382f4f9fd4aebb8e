// The files of build/module in Node itself, without a bundler, and with a V8 that has no SIMD.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import * as gradscope from '../../../build/module/gradscope.mjs';

const address = new URL('../../../build/module/gradscope.mjs', import.meta.url).href;

const script = `
import { create } from '${address}';
const trained = [];
for (const precision of ['float32', 'float64']) {
  const { name, module } = await create(precision);
  const session = module.open({ depth: 3, precision });
  session.run(50, 50);
  trained.push({ name, weights: Array.from(session.values('W1')) });
}
console.log(JSON.stringify(trained));`;

/** What the script prints, in a Node of its own. */
function train(...flags: string[]): { name: string; weights: number[] }[] {
  const args = [...flags, '--input-type=module', '--eval', script];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

test('load: Node imports the module as it is', () => {
  const [float32, float64] = train();
  expect([float32?.name, float64?.name]).toEqual(['float32', 'float64']);
  expect(float32?.weights.length).toBe(64);
  expect(float32?.weights).not.toEqual(float64?.weights);
  expect(float32?.weights).toEqual(float32?.weights.map(Math.fround));
});

test('load: where there is no SIMD, the scalar modules train to the same bits', () => {
  // V8 needs SSE 4.1 for SIMD on x86-64. Elsewhere the flag does nothing, and SIMD is there.
  const lacking = process.arch === 'x64' ? '-scalar' : '';
  const scalar = train('--no-enable-sse4-1');
  expect(scalar.map(({ name }) => name)).toEqual([`float32${lacking}`, `float64${lacking}`]);
  expect(scalar.map(({ weights }) => weights)).toEqual(train().map(({ weights }) => weights));
});

test('load: instances have memories of their own', async () => {
  const [first, second] = await Promise.all([gradscope.create(), gradscope.create()]);
  const open = ({ module }: typeof first) => module.open({ depth: 1 });
  const [a, b] = [open(first), open(second)];
  a?.run(10, 10);
  expect([a?.stepCount(), b?.stepCount()]).toEqual([10, 0]);
});

test('load: a precision that does not exist is named', async () => {
  await expect(gradscope.create('float16' as never)).rejects.toThrow('there is no module float16');
});
