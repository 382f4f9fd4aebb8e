// Builds the page into dist, ready for any static host: tools, catalogue, module, page.
import { buildModule, cmakeBuild } from './build-module.mjs';
import { checkCatalog } from './catalog.mjs';
import { isMain, npmProgram, run } from './common.mjs';
import { setup } from './setup.mjs';

/** Everything up to the page itself. */
export async function prepare(options) {
  await setup(options);
  cmakeBuild('native', ['gradscope']);
  checkCatalog();
  buildModule();
}

export function buildPage() {
  run(npmProgram('vite'), ['build', '--logLevel', 'warn']);
}

if (isMain(import.meta.url)) {
  await prepare();
  buildPage();
  console.log('The page is in dist.');
}
