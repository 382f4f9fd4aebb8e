// Offers both ways to the tests.
import { train } from './train.js';

// The tests' server requires Trusted Types, as a careful host does.
const policy = window.trustedTypes?.createPolicy('gradscope', { createScriptURL: (url) => url });
const address = new URL('./worker.js', import.meta.url).href;

window.train = train;
window.trainInWorker = (...request) =>
  new Promise((resolve, reject) => {
    const trusted = policy?.createScriptURL(address) ?? address;
    const worker = new Worker(trusted, { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(request);
  });
