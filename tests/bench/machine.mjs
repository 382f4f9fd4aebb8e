// Where and with what a measurement was made.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
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

/** Versions of the peers as this package pins them. */
export function peerVersions() {
  const { dependencies } = JSON.parse(readFileSync(inRoot('tests/bench/package.json'), 'utf8'));
  return Object.entries(dependencies).map(([name, version]) => `${name} ${version}`);
}

/** The version that a program says it has. */
function versionOf(program, ...args) {
  const { stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return stdout?.match(/\d+(\.\d+)+/)?.[0] ?? 'unknown';
}

export const dateOf = (time) => new Date(time).toISOString().slice(0, 16).replace('T', ' ');

/** When the module that is measured was built. */
function moduleDate() {
  const file = inRoot('build/bench/module/gradscope-float32.wasm');
  return dateOf(statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
}

/** Date, machine, what is measured. */
export function surroundings() {
  return {
    date: dateOf(Date.now()),
    machine: `${os.cpus()[0].model}, ${os.cpus().length} cores, ${os.type()} ${os.release()}`,
    load: os.loadavg()[0],
    commit: commit(),
    module: moduleDate(),
    versions: [`Emscripten ${versionOf('em++', '--version')}`],
  };
}

/** The same as a sentence for people. */
export const surroundingsText = ({ date, machine, load, commit: at, module, versions }) =>
  `${date} UTC, commit ${at}, module built ${module}, ${machine}, load ${load.toFixed(1)} at the start. ${versions.join('; ')}.`;
