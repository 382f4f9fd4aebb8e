// The real engine for tests: a connection and a host in this thread, with the module from
// build/module.
import * as gradscope from '../../../build/module/gradscope.mjs';
import type { Reply } from '../../../web/src/engine/calls.ts';
import { Connection } from '../../../web/src/engine/connection.ts';
import { connect } from '../../../web/src/engine/local.ts';
import type { Source } from '../../../web/src/engine/module.ts';
import { RunSlot } from '../../../web/src/engine/slot.ts';

export const source: Source = gradscope;

/** A connection to an engine in this thread. */
export const newConnection = (from: Source = source) => new Connection([() => connect(from)]);

/** A place for one run in an engine of its own in this thread. */
export const newSlot = (from: Source = source) => new RunSlot(newConnection(from));

/** A bare port: what is sent is not checked by types, and every reply is kept. */
export function rawPort(from: Source = source) {
  const port = connect(from);
  const replies: Reply[] = [];
  let wake: (() => void) | null = null;
  port.onmessage = ({ data }) => {
    replies.push(data);
    wake?.();
  };
  return {
    replies,
    async ask(message: unknown): Promise<Reply> {
      const count = replies.length;
      port.postMessage(message as never);
      while (replies.length === count) await new Promise<void>((resolve) => (wake = resolve));
      return replies[count] as Reply;
    },
    close: () => port.terminate(),
  };
}
