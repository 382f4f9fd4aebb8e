// The real engine for tests: a client and a host in this thread, with the module from build/module.
import * as gradscope from '../../../build/module/gradscope.mjs';
import { type ClientOptions, EngineClient } from '../../../web/src/engine/client.ts';
import { connect } from '../../../web/src/engine/local.ts';
import type { Source } from '../../../web/src/engine/module.ts';
import type { FromWorker } from '../../../web/src/engine/protocol.ts';

export const source: Source = gradscope;

/** A client of an engine in this thread. */
export function newClient(options: ClientOptions = {}, from: Source = source): EngineClient {
  return new EngineClient({ connect: [() => connect(from)], ...options });
}

/** A bare port: what is sent is not checked by types, and every answer is kept. */
export function rawPort(from: Source = source) {
  const port = connect(from);
  const answers: FromWorker[] = [];
  let wake: (() => void) | null = null;
  port.onmessage = ({ data }) => {
    answers.push(data);
    wake?.();
  };
  return {
    answers,
    async ask(message: unknown): Promise<FromWorker> {
      const count = answers.length;
      port.postMessage(message as never);
      while (answers.length === count) await new Promise<void>((resolve) => (wake = resolve));
      return answers[count] as FromWorker;
    },
    close: () => port.terminate(),
  };
}
