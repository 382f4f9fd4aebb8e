// A contender in a page: files come from the server of the page, commands from the debugger.
import { makeDriver } from '../contenders/index.mjs';

const resources = {
  url: (path) => new URL(`/${path}`, location.href).href,
  async bytes(path) {
    const response = await fetch(`/${path}`);
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.arrayBuffer();
  },
};

globalThis.contender = makeDriver(location.hash.slice(1), resources);
