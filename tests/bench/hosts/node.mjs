// Contenders in Node: a process of its own for each. Time is the processor time of the process.
import { fork } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { inRoot, root } from '../../../web/tools/common.mjs';

async function openChild(name) {
  const folder = `${pathToFileURL(root).href}/`;
  const child = fork(inRoot('build/bench/child.mjs'), [name, folder], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const message = () =>
    new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
    });
  await message();
  return {
    close: () => child.kill(),
    async call(method, ...args) {
      const answer = message();
      child.send({ method, args });
      const { error, ...rest } = await answer;
      child.removeAllListeners('exit');
      if (error) throw new Error(`${name}, ${method}: ${error}`);
      return rest;
    },
  };
}

export async function startNode(names) {
  const contenders = new Map();
  for (const name of names) contenders.set(name, await openChild(name));
  return {
    name: 'node',
    version: `Node ${process.versions.node}`,
    contenders,
    async close() {
      for (const { close } of contenders.values()) close();
    },
  };
}
