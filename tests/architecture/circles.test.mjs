// No file needs itself by way of others: includes in C++, imports in TypeScript and JavaScript, those
// of types too. Who may know whom is arrows.test.mjs.
import assert from 'node:assert/strict';
import test from 'node:test';
import { importsOf, includesOf, tracked } from './sources.mjs';

const files = tracked(/^(engine|web|tests)\/.*\.([ch]pp|ts|mjs)$/);
const known = new Set(files);
const neighbours = (file) =>
  [...includesOf(file, '"'), ...importsOf(file)].filter((path) => known.has(path));

/** The circles that a walk in depth meets, each from its first file back to it. */
function circlesOf(nodes, next) {
  const found = [];
  const finished = new Set();
  const path = [];
  const visit = (node) => {
    const at = path.indexOf(node);
    if (at >= 0) found.push([...path.slice(at), node]);
    if (at >= 0 || finished.has(node)) return;
    path.push(node);
    for (const neighbour of next(node)) visit(neighbour);
    path.pop();
    finished.add(node);
  };
  for (const node of nodes) visit(node);
  return found;
}

test('no file needs itself by way of others', () => {
  assert.ok(files.length > 250);
  assert.ok(files.flatMap(neighbours).length > 2 * files.length);
  const circles = circlesOf(files, neighbours).map((circle) => circle.join(' > '));
  assert.deepEqual(circles, []);
});

test('a circle is found and named', () => {
  const graph = { a: ['b', 'd'], b: ['c'], c: ['b'], d: ['c', 'd'] };
  const found = circlesOf(Object.keys(graph), (node) => graph[node]);
  assert.deepEqual(found, [
    ['b', 'c', 'b'],
    ['d', 'd'],
  ]);
  assert.deepEqual(
    circlesOf(['a', 'b', 'c'], (node) => ({ a: ['b', 'c'], b: ['c'], c: [] })[node]),
    [],
  );
});
