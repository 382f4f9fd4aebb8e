// The module worker: a host on the messages of its page.
import * as source from '../../../build/module/gradscope.mjs';
import { type Compiled, isCarried, WAITING } from './carried.ts';
import { Host } from './host.ts';

const page = globalThis as unknown as {
  readonly name: string;
  postMessage(message: unknown, transfer?: Transferable[]): void;
  onmessage: (event: MessageEvent) => void;
};

let give: (compiled: Compiled | null) => void = () => {};
source.carry({
  given: page.name === WAITING ? new Promise((resolve) => (give = resolve)) : undefined,
  tell: (compiled) => page.postMessage({ compiled }),
});

const host = new Host(source, (reply, transfer) => page.postMessage(reply, transfer));
page.onmessage = ({ data }) => {
  if (isCarried(data)) give(data.compiled);
  else void host.receive(data);
};
