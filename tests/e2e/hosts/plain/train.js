// Trains with the files of build/module as they are. The same code runs in the page and in its worker.
import { create } from './module/gradscope.mjs';

/** Makes `steps` updates of a config; gives the module that did it, and all state afterwards. */
export async function train(config, steps, options) {
  const { name, module } = await create(config.precision, options);
  const session = module.open(config);
  session.run(steps, steps);
  return { name, bytes: Array.from(session.snapshot()) };
}
