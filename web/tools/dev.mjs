// `npm run dev`: the page from its sources, reloaded when they change. The engine is built once, at
// the start; `npm run module` builds it again.
import { prepare } from './build.mjs';
import { npmProgram, run } from './common.mjs';

await prepare();
run(npmProgram('vite'), []);
