// Serves, for all tests of a run and at free ports, the built page, and the pages of others that use
// the engine: one that Vite bundles, one without a bundler, and the page itself in a deeper folder.
import { cpSync, rmSync } from 'node:fs';
import { build } from 'vite';
import { inRoot } from '../../web/tools/common.mjs';
import { serve } from '../../web/tools/serve.mjs';

const hosts = inRoot('build/hosts');

async function buildHosts() {
  rmSync(hosts, { recursive: true, force: true });
  await build({
    configFile: false,
    root: inRoot('tests/e2e/hosts/vite'),
    base: './',
    logLevel: 'error',
    build: { outDir: `${hosts}/vite`, assetsInlineLimit: 0 },
    worker: { format: 'es' },
  });
  cpSync(inRoot('tests/e2e/hosts/plain'), `${hosts}/plain`, { recursive: true });
  cpSync(inRoot('build/module'), `${hosts}/plain/module`, { recursive: true });
  cpSync(inRoot('dist'), `${hosts}/some/where`, { recursive: true });
  cpSync(inRoot('web/public/favicon.svg'), `${hosts}/favicon.ico`); // every browser asks for one
}

export default async function start() {
  await buildHosts();
  const [page, others] = await Promise.all([serve(inRoot('dist'), 0), serve(hosts, 0)]);
  process.env.GRADSCOPE_ADDRESS = page.address;
  process.env.GRADSCOPE_HOSTS = others.address;
  return () => {
    for (const { server } of [page, others]) server.close();
  };
}
