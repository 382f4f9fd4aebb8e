// The built page carries the terms of all that it is made of.
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { licensesOf, packagesOf } from '../../web/tools/licenses.ts';

const text = readFileSync(new URL('../../dist/LICENSES.txt', import.meta.url), 'utf8');

test('licences: everything in the page and the module is named, with its terms', () => {
  for (const part of [
    'The Gradscope authors',
    'Permission is hereby granted, free of charge',
    '@lit/reactive-element, lit, lit-element, lit-html:',
    'BSD 3-Clause License',
    'Copyright (c) 2017 Google LLC',
    'Emscripten authors',
    'Rich Felker',
    'Vite contributors',
    'Apache License 2.0',
    'gitlab.com/libeigen/eigen',
    'Mozilla Public License Version 2.0',
    'E. Alpaydin and C. Kaynak',
    'CC BY 4.0',
  ]) {
    expect(text).toContain(part);
  }
});

test('licences: a package is known by its modules, and must have a licence', () => {
  const modules = ['/a/node_modules/lit/html.js', '/a/node_modules/@lit/x/y.js', '/a/src/z.ts'];
  expect(packagesOf([...modules, ...modules])).toEqual(['@lit/x', 'lit']);
  expect(licensesOf(['lit'])[0]).toContain('Google LLC');
  expect(() => licensesOf(['no-such-package'])).toThrow('no-such-package has no LICENSE');
});
