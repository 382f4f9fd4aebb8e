// A host in the thread that asks, behind the same messages: for pages where no worker may start, and
// for tests.
import * as gradscope from '../../../build/module/gradscope.mjs';
import { Host } from './host.ts';
import type { Source } from './module.ts';
import type { EnginePort } from './port.ts';

/** A port to an engine in this thread. */
export function connect(source: Source = gradscope): EnginePort {
  const { port1, port2 } = new MessageChannel();
  const host = new Host(source, (reply, transfer) => port2.postMessage(reply, transfer));
  port2.onmessage = (event) => void host.receive(event.data);
  const port: EnginePort = {
    postMessage: (message) => port1.postMessage(message),
    onmessage: null,
    onerror: null,
    inPage: true,
    terminate() {
      port1.close();
      port2.close();
    },
  };
  port1.onmessage = (event) => port.onmessage?.(event);
  return port;
}
