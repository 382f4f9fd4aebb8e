// `npm start`: from a fresh clone to the page in a browser. Serves the built page, because only that
// obeys the policy that a careful host sets; `npm run dev` reloads on change instead.
import { buildPage, prepare } from './build.mjs';
import { inRoot } from './common.mjs';
import { serve } from './serve.mjs';

const began = performance.now();
await prepare();
buildPage();
const { PORT = '5173', HOST = '127.0.0.1' } = process.env;
const { address } = await serve(inRoot('dist'), Number(PORT), HOST);
const seconds = ((performance.now() - began) / 1000).toFixed(1);
console.log(`\nGradscope is ready after ${seconds} s:\n\n  ${address}\n\nCtrl+C ends it.`);
