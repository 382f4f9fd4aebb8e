// What the scripts of this folder share: paths, programs, running commands. Needs nothing but Node.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A path given from the root of the repository. */
export const inRoot = (path) => join(root, path);

/** A program of node_modules/.bin. */
export const npmProgram = (name) => inRoot(`node_modules/.bin/${name}`);

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

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where the first of these programs is, looking along the PATH; null if none is there. */
export function findProgram(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find(isExecutable) ?? null;
}

/** Every file below a folder of the root whose name ends in one of `endings`. */
export function filesIn(folder, ...endings) {
  return readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
