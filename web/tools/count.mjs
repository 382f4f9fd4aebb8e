// Counts tests in what the runners print or report. A skipped test counts as failed: it ran nothing.

const all = (text, pattern) => [...text.matchAll(pattern)];
const sum = (numbers) => numbers.reduce((a, b) => a + Number(b), 0);

/** CTest --verbose around Catch2 programs: their test cases, and one for any other program. */
export function countCatch(output) {
  const clean = all(output, /All tests passed \(\d+ assertions? in (\d+) test cases?\)/g);
  const mixed = all(output, /^\d+: test cases:\s+(\d+) \|(.*)$/gm);
  const part = (line, word) => sum(all(line, new RegExp(`(\\d+) ${word}`, 'g')).map((m) => m[1]));
  const failedCases = sum(mixed.map(([, , rest]) => part(rest, 'failed(?! as)')));
  const cases = sum([...clean, ...mixed].map((m) => m[1]));
  const programs = all(output, /^\s*\d+\/\d+ Test\s+#\d+: .*?(\**)\s*(Passed|Failed|[A-Z*]\S*)/gm);
  const brokenPrograms = programs.filter(([line]) => !/ Passed /.test(line)).length;
  const others = programs.length - clean.length - mixed.length;
  const failed = Math.max(failedCases, brokenPrograms);
  return { passed: Math.max(0, cases + others - failed), failed };
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
