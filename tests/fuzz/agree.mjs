// Whether C++ and TypeScript agree on links: the same are refused, with the same words for the same
// reasons, and one that is accepted is the same config, written as the same link.

import { isUtf8 } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { knownLinks, loadAnyConfig, loadPage } from './inputs.mjs';

const mostFaults = 32;

/** Characters, and pieces of the grammar, that are put into links. */
const pieces =
  '& = ( ) , ; : # % + - . _ %2 %28 %C3%A9 %ff é 1e9 -0 1e999 0x1 v1& ui. kind true NaN'
    .split(' ')
    .concat([' ', '\n', '\0', '[', '}', '"']);

/** A link with one to four changes. `random` gives numbers in [0, 1). */
function changed(link, words, random) {
  const any = (list) => list[Math.floor(random() * list.length)];
  let text = link;
  for (let left = 1 + Math.floor(random() * 4); left > 0; left--) {
    const at = Math.floor(random() * (text.length + 1));
    const cut = random() < 0.5 ? 0 : Math.floor(random() * 12);
    const put = random() < 0.3 ? '' : random() < 0.5 ? any(pieces) : any(words);
    text = text.slice(0, at) + put + text.slice(at + cut);
  }
  return text.toWellFormed();
}

/** Small, fast and seeded (Marsaglia 2003, xorshift32). */
function randomOf(seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Links of valid configs, known ones, and three times as many with changes. */
async function generated(count, page) {
  const anyConfig = await loadAnyConfig();
  const configs = fc.sample(anyConfig, { numRuns: Math.ceil(count / 4), seed: 1 });
  const valid = [...(await knownLinks()), ...configs.map((config) => page.formatLink(config))];
  const words = [...new Set(valid.join(',').split(/[^\w.+-]+/))];
  const random = randomOf(1);
  const links = [...valid];
  while (links.length < count) {
    links.push(changed(valid[links.length % valid.length], words, random));
  }
  return links;
}

/** What the fuzz program has written down, where it is text. */
function collected(folder) {
  const files = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`));
  return files.filter((bytes) => isUtf8(bytes)).map((bytes) => bytes.toString());
}

function readByEngine(program, links) {
  const input = links.map((link) => `${Buffer.from(link).toString('hex')}\n`).join('');
  const { status, stdout, stderr } = spawnSync(program, ['--read-links'], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`${program} --read-links: ${stderr}`);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Messages repeat 40 bytes or 40 characters of a text, which is the same for ASCII. */
const isPlain = (text) => /^[\x20-\x7e]*$/.test(text) && !/%[\da-f]{2}/i.test(text);

/** In the order of C++: JavaScript looks at keys like 5 first. */
const sentences = (faults) => faults.map(({ path, message }) => `${path}: ${message}`).sort();

/** Faults of parameters taken together, which the page leaves to the engine: of a choice that is known. */
const isTogether = ({ message }) =>
  !/known:|specimen|is not |"|expected|outside|given|entries/.test(message);

/** What is different, or null. */
function difference(link, answer, page) {
  const { config, ignored } = page.parseLink(link);
  const faults = (answer.faults ?? []).filter((fault) => !isTogether(fault));
  if (ignored.length === 0 && faults.length === 0) {
    if (answer.config === undefined) return null;
    const engine = page.formatLink(page.validate(answer.config).config);
    const own = page.formatLink(config);
    return engine === own ? null : `${engine} in C++, ${own} in TypeScript`;
  }
  if (ignored.length >= mostFaults || (answer.faults ?? []).length >= mostFaults) {
    return answer.faults === undefined ? 'only TypeScript refuses it' : null;
  }
  const [ours, theirs] = [sentences(faults), sentences(ignored)];
  const same = isPlain(link) ? ours.join() === theirs.join() : ours.length === theirs.length;
  return same ? null : `${JSON.stringify(ours)} in C++, ${JSON.stringify(theirs)} in TypeScript`;
}

/** Asks both about the links of a folder and `count` more: {links, accepted, differences}. */
export async function compare(program, folder, count) {
  const page = await loadPage();
  const links = [...collected(folder), ...(await generated(count, page))].filter(
    (link) => link.length <= 10_000,
  );
  const answers = readByEngine(program, links);
  const differences = links.flatMap((link, i) => {
    const what = difference(link, answers[i], page);
    return what === null ? [] : [`${JSON.stringify(link)}: ${what}`];
  });
  const accepted = answers.filter(({ config }) => config !== undefined).length;
  return { links: links.length, accepted, differences };
}
