// The sum at the end of `npm test` is right: what runners print and report is counted as it is meant.
import assert from 'node:assert/strict';
import test from 'node:test';
import {
  countCatch,
  countNodeTests,
  countPlaywright,
  countVitest,
} from '../../web/tools/count.mjs';

const passing = `
1: All tests passed (2041 assertions in 87 test cases)
1/2 Test #1: engine_tests_float32 .............   Passed    3.20 sec
2: All tests passed (1 assertion in 1 test case)
2/2 Test #2: golden_tests_float32 .............   Passed    1.07 sec
`;

test('Catch2: cases of all programs are added up', () => {
  assert.deepEqual(countCatch(passing), { passed: 88, failed: 0 });
  const coloured = passing.replaceAll('All tests passed', '\u001b[1;32mAll tests passed\u001b[0m');
  assert.deepEqual(countCatch(coloured), { passed: 88, failed: 0 });
});

test('Catch2: failed cases count, those expected to fail do not', () => {
  const output = `
1: test cases: 12 | 9 passed | 2 failed | 1 failed as expected
1: assertions: 40 | 36 passed | 3 failed | 1 failed as expected
1/1 Test #1: engine_tests_float32 .............***Failed    3.20 sec
`;
  assert.deepEqual(countCatch(output), { passed: 10, failed: 2 });
});

test('Catch2: a program that crashes before it says anything has failed', () => {
  const output = `${passing}3/3 Test #3: engine_tests_float64 .............***Exception: SegFault  0.10 sec\n`;
  assert.deepEqual(countCatch(output), { passed: 88, failed: 1 });
});

test('CTest: failures of several programs are added up, whichever kind they are', () => {
  const output = `${passing}
3: test cases: 4 | 3 passed | 1 failed
3/5 Test #3: engine_tests_float64 .............***Failed    3.20 sec
4/5 Test #4: golden_tests_float64 .............***Timeout 1500.00 sec
5/5 Test #5: bound ............................   Passed    0.10 sec
`;
  assert.deepEqual(countCatch(output), { passed: 92, failed: 2 });
});

test('Catch2: nothing is nothing', () => {
  assert.deepEqual(countCatch('No tests were found!!!\n'), { passed: 0, failed: 0 });
});

test('Node: a skipped test has failed', () => {
  const output = '# tests 9\n# pass 5\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 1\n';
  assert.deepEqual(countNodeTests(output), { passed: 5, failed: 4 });
  assert.deepEqual(countNodeTests(''), { passed: 0, failed: 0 });
});

test('Vitest: a file that could not be loaded has failed', () => {
  const file = (status, assertions) => ({ status, assertionResults: Array(assertions).fill({}) });
  const report = {
    numTotalTests: 7,
    numPassedTests: 5, // of the others one failed, one was skipped
    testResults: [file('passed', 4), file('failed', 3), file('failed', 0)],
  };
  assert.deepEqual(countVitest(report), { passed: 5, failed: 3 });
});

test('Playwright: only a test that passes at once has passed', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 1 };
  assert.deepEqual(countPlaywright({ stats, errors: [] }), { passed: 4, failed: 3 });
  assert.deepEqual(countPlaywright({ stats, errors: [{}] }), { passed: 4, failed: 4 });
});
