// A contender in a process of Node: files come from the disk, commands from the parent.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { makeDriver } from '../contenders/index.mjs';

const [, , name, root] = process.argv;
const url = (path) => new URL(path, root).href;

/** TensorFlow.js would fetch its module from a file: address, which Node does not do. */
function adapt(tf) {
  tf.env().platform.fetch = async (address) => {
    const file = address.startsWith('file:') ? fileURLToPath(address) : address;
    return new Response(await readFile(file), { headers: { 'Content-Type': 'application/wasm' } });
  };
}

async function bytes(path) {
  const { buffer, byteOffset, byteLength } = await readFile(new URL(path, root));
  return buffer.slice(byteOffset, byteOffset + byteLength);
}

const driver = makeDriver(name, { url, bytes, adapt });

const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

process.on('message', async ({ method, args }) => {
  const began = cpu();
  try {
    const result = await driver[method](...args);
    process.send({ result, seconds: cpu() - began });
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) });
  }
});
process.send({ ready: true });
