// Serves the built page for all tests of a run, at a free port.
import { inRoot } from '../../web/tools/common.mjs';
import { serve } from '../../web/tools/serve.mjs';

export default async function start() {
  const { server, address } = await serve(inRoot('dist'), 0);
  process.env.GRADSCOPE_ADDRESS = address;
  return () => server.close();
}
