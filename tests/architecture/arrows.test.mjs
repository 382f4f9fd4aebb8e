// Keeps the arrows of the house: who may include or import whom, in C++ and in TypeScript, and which
// few files know Emscripten, JSON, WebAssembly and Lit. Not a linter: it reads includes only.
import assert from 'node:assert/strict';
import test from 'node:test';
import { importsOf, includesOf, read, roomOf, tracked } from './sources.mjs';

/** For each room of the engine, the rooms that it may include besides itself. */
const foundations = ['core', 'registry'];
const parts = ['data', 'nn', 'optim'];
const engine = {
  core: [],
  registry: ['core'],
  data: foundations,
  nn: foundations,
  optim: foundations,
  train: [...foundations, ...parts],
  catalog: [...foundations, ...parts, 'train'],
  bindings: [...foundations, ...parts, 'train', 'catalog'],
  tools: [...foundations, ...parts, 'train', 'catalog'],
};

/** The same for the page. */
const page = {
  config: [],
  charts: [],
  engine: ['config'],
  i18n: ['config'],
  experiment: ['config', 'engine'],
  ui: ['config', 'charts', 'engine', 'i18n', 'experiment', 'styles'],
  embed: ['ui', 'experiment', 'engine', 'config'],
  pages: ['ui', 'experiment', 'config', 'i18n', 'styles'],
  styles: ['styles'],
};

/** Who alone may know something, by what its imports look like. */
const secrets = [
  {
    what: 'Emscripten',
    example: 'emscripten/bind.h',
    pattern: /^emscripten/,
    only: /^engine\/bindings\/gradscope\.cpp$/,
  },
  {
    what: 'nlohmann/json',
    example: 'nlohmann/json.hpp',
    pattern: /^nlohmann\//,
    only: /^(engine\/registry\/json\.cpp|tests\/.*)$/,
  },
  {
    what: 'Lit',
    example: 'lit/directives/live.js',
    pattern: /^lit(\/|$)/,
    only: /^(web\/src|tests\/web)\/ui\//,
  },
  {
    what: 'the module',
    example: 'build/module/gradscope.mjs',
    pattern: /^build\/module\//,
    only: /^(web\/src\/engine\/(worker|local)\.ts|tests\/.*)$/,
  },
  {
    what: "Emscripten's loaders",
    example: 'web/src/engine/gradscope-float32.mjs',
    pattern: /\/gradscope-float\d/,
    only: /^web\/src\/engine\/(gradscope|inlined)\.mjs$/,
  },
];

const cpp = tracked(/^engine\/.*\.[ch]pp$/);
const web = tracked(/^web\/src\/.*\.ts$/);

/** Everything that `rooms` forbids, as sentences. */
function trespasses(files, references, rooms, room) {
  const found = [];
  for (const file of files) {
    const from = room(file);
    if (!(from in rooms)) found.push(`${file} is in no known room`);
    for (const target of references(file).filter((path) => room(path) !== null)) {
      const to = room(target);
      if (to !== from && !(rooms[from] ?? []).includes(to)) {
        found.push(`${file} (${from}) must not know ${target} (${to})`);
      }
    }
  }
  return found;
}

const engineRoom = (path) =>
  roomOf(path, 'engine', { 'catalog.': 'catalog', 'schema.': 'catalog' });
const pageRoom = (path) => roomOf(path, 'web/src', {});

test('a room of the engine includes only rooms to its left', () => {
  assert.ok(cpp.length > 50);
  assert.deepEqual(trespasses(cpp, includesOf, engine, engineRoom), []);
});

test('a room of the page imports only rooms below it', () => {
  assert.ok(web.length > 50);
  assert.deepEqual(trespasses(web, importsOf, page, pageRoom), []);
});

/** What only a document has. Events and abort signals are in every host. */
const documents =
  /\b(document|window|navigator|location|(local|session)Storage|matchMedia|getComputedStyle|performance|set(Timeout|Interval)|clear(Timeout|Interval)|(request|cancel)AnimationFrame|\w*Observer|(HTML|SVG)?\w*Element|CustomEvent|(Pointer|Keyboard|Mouse)Event)\b/;

const code = (text) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');

test('an experiment knows no document: it is given its time', () => {
  const files = web.filter((file) => pageRoom(file) === 'experiment');
  assert.deepEqual(
    files.flatMap((file) => {
      const found = documents.exec(code(read(file)));
      return found ? [`${file}: ${found[0]}`] : [];
    }),
    [],
  );
  for (const line of ['window.setTimeout(f)', 'new Event(); x = document.body', 'e: Element'])
    assert.match(code(line), documents);
  assert.doesNotMatch(code('new EventTarget(); // a document'), documents);
});

test('every room of the plan has files', () => {
  for (const room of Object.keys(engine)) {
    assert.ok(
      cpp.some((file) => engineRoom(file) === room),
      room,
    );
  }
  for (const room of Object.keys(page).filter((name) => name !== 'styles')) {
    assert.ok(
      web.some((file) => pageRoom(file) === room),
      room,
    );
  }
});

test('an include is an address: written from the root, of a file that is there', () => {
  const known = new Set(tracked(/./));
  const wrong = [];
  for (const file of tracked(/^(engine|tests)\/.*\.[ch]pp$/)) {
    for (const path of includesOf(file, '"')) {
      if (!known.has(path)) wrong.push(`${file}: "${path}"`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('the product does not know its tests', () => {
  const wrong = [...cpp, ...web].filter((file) =>
    [...includesOf(file), ...importsOf(file)].some((path) => path.startsWith('tests/')),
  );
  assert.deepEqual(wrong, []);
});

for (const { what, example, pattern, only } of secrets) {
  test(`only its keepers know ${what}`, () => {
    assert.match(example, pattern);
    const knowing = tracked(/^(engine|web|tests)\/.*\.([ch]pp|ts|mjs)$/).filter((file) =>
      [...includesOf(file), ...importsOf(file)].some((path) => pattern.test(path)),
    );
    assert.deepEqual(
      knowing.filter((file) => !only.test(file)),
      [],
    );
  });
}

test('the checks find what they look for', () => {
  const see = (references, rooms, room, file) => trespasses([file], references, rooms, room);
  assert.equal(
    see(() => ['engine/nn/loss.hpp'], engine, engineRoom, 'engine/optim/a.hpp').length,
    1,
  );
  assert.equal(
    see(() => ['engine/train/run.hpp'], engine, engineRoom, 'engine/core/a.hpp').length,
    1,
  );
  assert.equal(
    see(() => ['web/src/config/link.ts'], page, pageRoom, 'web/src/charts/a.ts').length,
    1,
  );
  assert.equal(see(() => [], engine, engineRoom, 'engine/attic/a.hpp').length, 1);
  assert.equal(see(() => ['engine/core/rng.hpp'], engine, engineRoom, 'engine/nn/a.hpp').length, 0);
});
