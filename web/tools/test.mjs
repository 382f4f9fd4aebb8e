// Runs tests, from a fresh clone if need be.
//
//   npm test                  every suite there is
//   npm test -- NAME...       these suites, and first what they stand on
//   npm test -- --list        the names
//   npm run check             what is quick: form, types, arrows, circles, the page in Node
import { mkdirSync } from 'node:fs';
import { fail, inRoot } from './common.mjs';
import { execute, runSuites } from './runner.mjs';
import { chosen, listOf, reports, suites } from './suites.mjs';

/** The suites that the arguments ask for; ends the script where they ask for none. */
function asked(args) {
  if (args.includes('--list')) {
    console.log(listOf());
    process.exit(0);
  }
  const quick = suites.filter((suite) => suite.quick).map(({ name }) => name);
  const names = args.flatMap((arg) => (arg === '--quick' ? quick : [arg]));
  try {
    return names.length === 0 ? suites : chosen(names);
  } catch (error) {
    return fail(error.message);
  }
}

const wanted = asked(process.argv.slice(2));
mkdirSync(reports, { recursive: true });
const ready = await execute(process.execPath, [inRoot('web/tools/setup.mjs'), '--test']);
await runSuites(wanted, ready.ok);
