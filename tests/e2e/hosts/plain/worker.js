// Trains in a module worker.
import { train } from './train.js';

addEventListener('message', async ({ data }) => postMessage(await train(...data)));
