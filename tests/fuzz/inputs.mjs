// What fuzzing begins with: for each target the inputs kept in corpus/, and for links the examples and
// presets that are there already. Also loads the page's own reader of links.
import { readFileSync } from 'node:fs';
import { runnerImport } from 'vite';
import { inRoot } from '../../web/tools/common.mjs';

/** The five targets, and how long an input may grow, in bytes. */
export const targets = { link: 4200, json: 2000, run: 400, snapshot: 400, digits: 200 };

const json = (path) => JSON.parse(readFileSync(inRoot(path), 'utf8'));

/** Whatever TypeScript exports. */
const load = async (path) => (await runnerImport(inRoot(path), { logLevel: 'error' })).module;

/** What the page knows of configs and links. */
export async function loadPage() {
  const [{ catalog }, link, config] = await Promise.all(
    ['catalog', 'link', 'config'].map((name) => load(`web/src/config/${name}.ts`)),
  );
  return { catalog, ...link, ...config };
}

/** Arbitrary valid configs of the page's tests. */
export const loadAnyConfig = async () => (await load('tests/web/config/any-config.ts')).anyConfig;

/** Every link that the repository knows. */
export async function knownLinks() {
  const { catalog } = await loadPage();
  return [...json('tests/links.json'), ...catalog.presets].map(({ link }) => link);
}

/** An entry of corpus/ is a text, or bytes as {hex}. */
const bytesOf = (entry) =>
  typeof entry === 'string' ? Buffer.from(entry) : Buffer.from(entry.hex, 'hex');

/** The inputs that a target begins with. */
export async function seeds(target) {
  const kept = json(`tests/fuzz/corpus/${target}.json`).map(bytesOf);
  return target === 'link' ? [...kept, ...(await knownLinks()).map(bytesOf)] : kept;
}
