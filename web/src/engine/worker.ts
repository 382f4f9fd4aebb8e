// The module worker: a host on the messages of its page.
import * as source from '../../../build/module/gradscope.mjs';
import { Host } from './host.ts';

const page = globalThis as unknown as {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onmessage: (event: MessageEvent) => void;
};

const host = new Host(source, (reply, transfer) => page.postMessage(reply, transfer));
page.onmessage = (event) => void host.receive(event.data);
