// Counts tests in what the runners print or report. A skipped test counts as failed: it ran nothing.
import { stripVTControlCharacters } from 'node:util';

const all = (text, pattern) => [...text.matchAll(pattern)];
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

/** What a Catch2 program says at its end; null if it says nothing. */
function countCases(text) {
  const clean = text.match(/^All tests passed \(\d+ assertions? in (\d+) test cases?\)/m);
  if (clean) return { passed: Number(clean[1]), failed: 0 };
  const mixed = text.match(/^test cases:\s+(\d+) \|(?:.*?(\d+) failed(?! as))?/m);
  if (!mixed) return null;
  const failed = Number(mixed[2] ?? 0);
  return { passed: Number(mixed[1]) - failed, failed };
}

/**
 * CTest --verbose: the cases of Catch2 programs, and one test for any other program. A program that
 * ends badly without naming a failed case is one failure more.
 */
export function countCatch(coloured) {
  const output = stripVTControlCharacters(coloured); // in WebAssembly Catch2 always colours
  const programs = all(output, /^\s*\d+\/\d+ Test\s+#(\d+): (.*)$/gm);
  const counts = programs.map(([, number, rest]) => {
    const lines = all(output, new RegExp(`^${number}: (.*)$`, 'gm'));
    const ended = / Passed /.test(rest);
    const cases = countCases(lines.map(([, text]) => text).join('\n'));
    if (cases === null) return { passed: ended ? 1 : 0, failed: ended ? 0 : 1 };
    return { ...cases, failed: ended ? cases.failed : Math.max(1, cases.failed) };
  });
  return {
    passed: sum(counts.map(({ passed }) => passed)),
    failed: sum(counts.map(({ failed }) => failed)),
  };
}

/** The end of a TAP stream of `node --test`. */
export function countNodeTests(output) {
  const last = (word) =>
    Number(all(output, new RegExp(`^# ${word} (\\d+)$`, 'gm')).at(-1)?.[1] ?? 0);
  const failed = last('fail') + last('cancelled') + last('skipped') + last('todo');
  return { passed: last('pass'), failed };
}

/** The JSON report of Vitest. */
export function countVitest(report) {
  const passed = report.numPassedTests;
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return { passed, failed: report.numTotalTests - passed + broken.length };
}

/** The JSON report of Playwright. */
export function countPlaywright({ stats, errors }) {
  const failed = stats.unexpected + stats.flaky + stats.skipped + (errors ?? []).length;
  return { passed: stats.expected, failed };
}
