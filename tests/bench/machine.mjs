// Where and with what a measurement was made.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { inRoot } from '../../web/tools/common.mjs';

function commit() {
  try {
    const git = (...args) =>
      execFileSync('git', ['-C', inRoot('.'), ...args], { encoding: 'utf8' });
    const changed = git('status', '--porcelain', '--', 'engine').trim() !== '';
    return git('rev-parse', '--short', 'HEAD').trim() + (changed ? ' with changes in engine/' : '');
  } catch {
    return 'unknown';
  }
}

/** Versions of the peers as the lock file pins them. */
function peers() {
  const { dependencies } = JSON.parse(readFileSync(inRoot('tests/bench/package.json'), 'utf8'));
  return Object.entries(dependencies).map(([name, version]) => `${name} ${version}`);
}

/** The version that a program says it has. */
function versionOf(program, ...args) {
  const { stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return stdout?.match(/\d+(\.\d+)+/)?.[0] ?? 'unknown';
}

/** Date, machine, programs; `hosts` are those that run. */
export function surroundings(hosts, { peers: withPeers = true } = {}) {
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    machine: `${os.cpus()[0].model}, ${os.cpus().length} cores, ${os.type()} ${os.release()}`,
    load: os.loadavg()[0],
    commit: commit(),
    versions: [
      ...hosts.map(({ version }) => version),
      `Emscripten ${versionOf('em++', '--version')}`,
      ...(withPeers ? peers() : []),
    ],
  };
}
