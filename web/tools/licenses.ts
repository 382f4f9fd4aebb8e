// A Vite plugin: writes dist/LICENSES.txt, the terms of all that the built page carries. The packages
// are those that really are in the bundle; what the module carries is listed here.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, 'utf8').trim();

/** Under the licence of this project too, so its text stands there once. */
const alike = [
  'Emscripten, its runtime and memory allocator: Copyright (c) 2010-2014 Emscripten authors',
  'musl, the C library in the module: Copyright (c) 2005-2020 Rich Felker, et al.',
  'Vite, what loads parts of the page: Copyright (c) 2019-present, VoidZero Inc. and Vite contributors',
];

const eigen = `Eigen holds the module's arrays: Copyright (c) Benoit Jacob, Gael Guennebaud and others.
Unchanged; its source is at https://gitlab.com/libeigen/eigen. Its licence:`;

const llvm = `libc++, libc++abi and compiler-rt in the module: the LLVM project, https://llvm.org, Apache License 2.0
with LLVM Exceptions, which let compiled programs carry them without more.`;

/** The comment at the beginning of digits.txt names its authors and terms. */
const digits = () =>
  read('engine/data/digits.txt')
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .map((line) => line.slice(2))
    .join('\n');

/** The packages of npm that these modules are of, in order. */
export function packagesOf(modules: Iterable<string>): string[] {
  const names = [...modules].map(
    (id) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/'))?.[1],
  );
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

/** Their licences; packages with the same text share it. Throws if one has none. */
export function licensesOf(packages: readonly string[]): string[] {
  const texts = new Map<string, string[]>();
  for (const name of packages) {
    const path = `node_modules/${name}/LICENSE`;
    if (!existsSync(`${root}${path}`)) throw new Error(`the package ${name} has no LICENSE`);
    const text = read(path);
    texts.set(text, [...(texts.get(text) ?? []), name]);
  }
  return [...texts].map(([text, names]) => `${names.join(', ')}:\n\n${text}`);
}

/** LICENSES.txt for a bundle with these packages. */
export function licensesText(packages: readonly string[]): string {
  const own = `Gradscope, and below it others under the same terms:\n\n${read('LICENSE')}`;
  const parts = [own, alike.join('\n'), digits(), ...licensesOf(packages), llvm];
  return [...parts, `${eigen}\n\n${read('web/licenses/eigen.txt')}`].join(
    `\n\n${'-'.repeat(80)}\n\n`,
  );
}

export function licenses(): Plugin {
  return {
    name: 'gradscope-licenses',
    apply: 'build',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((file) =>
        file.type === 'chunk' ? file.moduleIds : [],
      );
      const source = `${licensesText(packagesOf(modules))}\n`;
      this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source });
    },
  };
}
