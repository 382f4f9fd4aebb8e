// Native PyTorch with one thread, if a Python of this machine has it. Time is that of the thread.
// PyTorch is as fast as the BLAS that it finds, so the version names it.
import { spawn, spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { createInterface } from 'node:readline';
import { findProgram, inRoot } from '../../../web/tools/common.mjs';

const script = inRoot('tests/bench/hosts/torch_worker.py');

/** Prints the version, and the file of the BLAS that was loaded (Linux only). */
const probe = `
import torch
print(torch.__version__)
try:
    torch.mm(torch.ones(2, 2), torch.ones(2, 2))
    names = [line.split()[-1] for line in open("/proc/self/maps") if "blas" in line]
    print(names[0].split("/")[-1] if names else "its own BLAS")
except OSError:
    print("an unknown BLAS")
`;

/** A Python that can import torch, or null. */
function findPython(env) {
  const candidates = ['/usr/bin/python3', findProgram('python3')].filter(Boolean);
  for (const python of candidates) {
    const { status, stdout } = spawnSync(python, ['-c', probe], { env, encoding: 'utf8' });
    if (status === 0) return { python, version: stdout.trim().split('\n').join(' with ') };
  }
  return null;
}

/** `blas` is a folder with the libblas.so.3 to use instead of the system's. */
export async function startNative({ blas = '' } = {}) {
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  if (blas !== '')
    env.LD_LIBRARY_PATH = [blas, env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  const found = findPython(env);
  if (found === null) return null;
  const child = spawn(found.python, [script], { stdio: ['pipe', 'pipe', 'inherit'], env });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const pytorch = {
    async call(method, ...args) {
      child.stdin.write(`${JSON.stringify({ method, args })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('PyTorch ended');
      const { error, ...rest } = JSON.parse(value);
      if (error) throw new Error(`pytorch, ${method}: ${error}`);
      return rest;
    },
  };
  return {
    name: 'native',
    version: `PyTorch ${found.version}`,
    contenders: new Map([['pytorch', pytorch]]),
    describe: (workloads, folder) => pytorch.call('describe', workloads, folder),
    async close() {
      child.stdin.end();
    },
  };
}
