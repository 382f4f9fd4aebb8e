// Reads the tracked files of the repository and what they include or import. Knows no rule.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((path) => path !== '');

/** Tracked files whose path matches, from the root. A file that was deleted is not there. */
export function tracked(pattern) {
  return listed.filter((path) => pattern.test(path) && read(path) !== null);
}

const texts = new Map();
/** The text of a file, or null. */
export function read(path) {
  if (!texts.has(path)) {
    let text = null;
    try {
      text = readFileSync(root + path, 'utf8');
    } catch {}
    texts.set(path, text);
  }
  return texts.get(path);
}

/** What a C++ file includes; with `mark` only in those quotes: " or <. */
export function includesOf(file, mark = '["<]') {
  const line = new RegExp(`^\\s*#\\s*include\\s*${mark}([^">]+)`, 'gm');
  return /\.[ch]pp$/.test(file) ? [...read(file).matchAll(line)].map((match) => match[1]) : [];
}

/** What a TypeScript file imports, statically or not; relative paths are given from the root. */
export function importsOf(file) {
  if (!/\.(ts|mjs)$/.test(file)) return [];
  const words =
    /(?:\bfrom\s*|\bimport\s*\(?\s*(?:\/\*.*?\*\/\s*)?|\bnew URL\(\s*)(['"`])([^'"`]+)\1/g;
  return [...read(file).matchAll(words)].map(([, , path]) =>
    path.startsWith('.') ? posix.join(posix.dirname(file), path) : path,
  );
}

/** The folder of a path below `base`, or null outside; `files` names rooms for files directly there. */
export function roomOf(path, base, files) {
  if (!path.startsWith(`${base}/`)) return null;
  const rest = path.slice(base.length + 1);
  if (rest.includes('/')) return rest.slice(0, rest.indexOf('/'));
  const start = Object.keys(files).find((name) => rest.startsWith(name));
  return start === undefined ? rest : files[start];
}
