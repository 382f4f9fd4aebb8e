// A page of somebody else, bundled by Vite: the engine's client with its worker, and nothing of
// Gradscope's own page. Tests find it as window.gradscope.
import { parseLink } from '../../../../web/src/config/link.ts';
import { EngineClient } from '../../../../web/src/engine/client.ts';
import { hashesOf } from '../../../web/engine/hash.ts';

const client = new EngineClient();

const host = {
  client,

  /** Trains what a link says; gives the module that did it, and the hashes of the run. */
  async replay(link: string, precision: 'float32' | 'float64', steps: number, stride: number) {
    const { module } = await client.start({ ...parseLink(link).config, precision });
    const { rows, count } = await client.advance(steps, stride);
    return [module, hashesOf(await client.snapshot(), rows, rows.length / count)];
  },
};
export type ViteHost = typeof host;

Object.assign(window, { gradscope: host });
