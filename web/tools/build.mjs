// Builds the page into dist, ready for any static host: tools, module, catalogue, page.
import { buildModule, cmakeBuild } from './build-module.mjs';
import { checkCatalog } from './catalog.mjs';
import { isMain, npmProgram, run } from './common.mjs';
import { setup } from './setup.mjs';

/** Everything up to the page itself. `tools` says what `setup` looks for beyond that. */
export async function prepare(tools) {
  await setup(tools);
  await buildModule();
}

/** What Vite is asked for, in this order: the page, then what stands beside it for pages of others. */
export const builds = [
  ['build'],
  ...['file', 'frame', 'host'].map((mode) => {
    return ['build', '--config', 'vite.standalone.ts', '--mode', mode];
  }),
];

export function buildPage() {
  for (const build of builds) run(npmProgram('vite'), [...build, '--logLevel', 'warn']);
}

if (isMain(import.meta.url)) {
  await prepare({ programs: true });
  cmakeBuild('native', ['gradscope']); // knows every word of the catalogue, not only its settings
  checkCatalog();
  buildPage();
  console.log('The page is in dist.');
}
