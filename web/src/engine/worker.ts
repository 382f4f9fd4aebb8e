// The module worker: a host on the messages of its page.
import { Host } from './host.ts';
import { webSource } from './load-web.ts';

const page = globalThis as unknown as {
  postMessage(message: unknown, transfer: Transferable[]): void;
  onmessage: (event: MessageEvent) => void;
};

const host = new Host(webSource(), (answer, transfer) => page.postMessage(answer, transfer));
page.onmessage = (event) => void host.receive(event.data);
