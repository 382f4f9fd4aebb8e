// What the scripts of this folder share: paths and running commands. Needs nothing but Node.
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A path given from the root of the repository. */
export const inRoot = (path) => join(root, path);

/** Whether the module is the script that Node was started with. */
export const isMain = (url) => realpathSync(process.argv[1] ?? '.') === fileURLToPath(url);

/** Ends the script with a message for people. */
export function fail(message) {
  console.error(message);
  process.exit(1);
}

/** Runs a command in the root with its output shown; ends the script if it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (result.error) fail(`${command}: ${result.error.message}`);
  if (result.status !== 0) fail(`failed: ${command} ${args.join(' ')}`);
}
