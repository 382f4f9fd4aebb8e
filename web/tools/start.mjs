// `npm start`: from a fresh clone to the page in a browser. Serves the built page, because only that
// obeys the policy that a careful host sets; `npm run dev` reloads on change instead.
import { buildPage, prepare } from './build.mjs';
import { inRoot } from './common.mjs';
import { serveHere } from './serve.mjs';

const began = performance.now();
await prepare();
buildPage();
const address = await serveHere(inRoot('dist'));
const seconds = ((performance.now() - began) / 1000).toFixed(1);
console.log(`\nGradscope is ready after ${seconds} s:\n\n  ${address}\n\nCtrl+C ends it.`);
