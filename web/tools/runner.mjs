// Runs suites of tests, one after the other, and says how many tests passed and failed. Goes on after
// a failure. A suite that runs no test has failed. Knows no suite by name.
import { spawn } from 'node:child_process';
import { root } from './common.mjs';

/** Runs a command and gives {ok, output}. Shows the output, or with `quiet` only that of a failure. */
export function execute(command, args, { quiet = false } = {}) {
  console.log(`$ ${[command, ...args].join(' ').replaceAll(`${root}/`, '')}`);
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, FORCE_COLOR: '0' } });
    const pieces = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        pieces.push(data);
        if (!quiet) process.stdout.write(data);
      });
    }
    const finish = (ok, refused) => {
      const output = Buffer.concat(pieces).toString();
      if (quiet && !ok) process.stdout.write(output);
      process.stdout.write(refused);
      resolve({ ok, output: output + refused });
    };
    let refused = '';
    child.on('error', (error) => {
      refused = `${command}: ${error.message}\n`;
    });
    // Comes once and last, also where the command could not be started.
    child.on('close', (code) => finish(code === 0 && refused === '', refused));
  });
}

async function runSuite({ name, about, run }) {
  console.log(`\n== ${name}: ${about}`);
  const began = performance.now();
  const { ok, passed, failed } = await run().catch((error) => {
    console.log(error);
    return { ok: false, passed: 0, failed: 0 };
  });
  const seconds = (performance.now() - began) / 1000;
  const none = passed + failed === 0;
  if (none) console.log('This suite ran no test.');
  // A runner that fails without naming a test has failed nevertheless.
  return { name, seconds, passed, failed: failed === 0 && (!ok || none) ? 1 : failed };
}

function summary(results) {
  const width = Math.max(...results.map(({ name }) => name.length));
  const line = ({ name, seconds, passed, failed }) =>
    `${name.padEnd(width)}  ${String(passed).padStart(6)} passed ${String(failed).padStart(4)} failed ${seconds.toFixed(1).padStart(7)} s`;
  return results.map(line).join('\n');
}

/** A suite that could not even start has failed. */
const notStarted = ({ name }) => ({ name, seconds: 0, passed: 0, failed: 1 });

/** Runs the suites, or with `ready` false counts each as failed; the last line is the sum. */
export async function runSuites(suites, ready = true) {
  const results = [];
  for (const suite of suites) results.push(ready ? await runSuite(suite) : notStarted(suite));
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`\n${summary(results)}\n`);
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') === 0 ? 0 : 1;
}
