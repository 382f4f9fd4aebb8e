// A page of somebody else, bundled by Vite: the engine with its worker, and nothing of
// Gradscope's own page. Tests find it as window.gradscope.
import { parseLink } from '../../../../web/src/config/link.ts';
import { Connection } from '../../../../web/src/engine/connection.ts';
import { Pool } from '../../../../web/src/engine/pool.ts';
import { RunSlot } from '../../../../web/src/engine/slot.ts';
import { columnHashesOf, hashesOf } from '../../../web/engine/hash.ts';

const slot = new RunSlot(new Connection());

const host = {
  slot,

  /** Trains what a link says; gives the module that did it, and the hashes of the run. */
  async replay(link: string, precision: 'float32' | 'float64', steps: number, stride: number) {
    const { info } = await slot.start({ ...parseLink(link).config, precision });
    const { rows, count } = await slot.advance(steps, stride);
    const { bytes } = await slot.ask('snapshot');
    return [info.module, hashesOf(bytes, rows, rows.length / count)];
  },

  /** The hashes of runs with these seeds, from a pool of so many workers. */
  async pooled(size: number, seeds: readonly number[]) {
    const pool = new Pool({ size });
    const jobs = seeds.map((seed) => ({ config: { depth: 2, seed }, steps: 50, stride: 10 }));
    const results = await Promise.all(jobs.map((job) => pool.run(job)));
    const { engines } = pool;
    pool.dispose();
    return {
      engines,
      hashes: results.map(({ rows, count }) => columnHashesOf(rows, rows.length / count)),
    };
  },
};
export type ViteHost = typeof host;

Object.assign(window, { gradscope: host });
