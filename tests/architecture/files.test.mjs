// What every tracked file promises: to be short, and to be at home on every machine.
import assert from 'node:assert/strict';
import test from 'node:test';
import { read, tracked } from './sources.mjs';

const most = 320; // "about 300"
const lines = (file) => read(file).split('\n').length - 1;

/** Longer files, each with its reason. A file that needs none any more must leave the list. */
const long = {
  'engine/core/numerics.hpp': 'elementary functions, one beside the other',
  'engine/nn/activation.hpp': 'members of one family',
  'engine/optim/schedule.hpp': 'members of one family',
  'engine/optim/transforms/adaptive.hpp': 'members of one family',
  'web/src/config/catalog.ts': 'generated',
};

test('files are short', () => {
  const sources = tracked(/\.([ch]pp|ts|mjs|js|css|py)$/);
  assert.ok(sources.length > 150);
  const found = sources.filter((file) => lines(file) > most);
  assert.deepEqual(found.sort(), Object.keys(long).sort());
});

/** All that is text and written by hand; locks and recorded data come from tools. */
const texts = tracked(/./).filter((file) => !/\.(png|woff2|gz)$/.test(file));

function holding(pattern, files = texts) {
  return files.filter((file) => pattern.test(read(file)));
}

test("no file holds a path of somebody's machine", () => {
  const folders = ['work', 'tmp', 'home', 'root', 'Users'].join('|');
  assert.deepEqual(holding(new RegExp(`(^|[^\\w.$}-])/(${folders})/`, 'm')), []);
});

test('no file names a package registry', () => {
  const hosts = [
    'registry\\.npm',
    'npmjs\\.(org|com)/',
    'pypi\\.org',
    'artifactory',
    'verdaccio',
  ].join('|');
  const own = /^tests\/architecture\//;
  assert.deepEqual(
    holding(
      new RegExp(hosts, 'i'),
      texts.filter((file) => !own.test(file)),
    ),
    [],
  );
});

test('C++ and TypeScript files open with a line that says what they are', () => {
  const sources = tracked(/^(engine|web|tests)\/.*\.([ch]pp|ts|mjs)$/);
  assert.deepEqual(
    sources.filter((file) => !/^(#!.*\n)?\/[/*]/.test(read(file))),
    [],
  );
});
