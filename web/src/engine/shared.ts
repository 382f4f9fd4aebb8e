// Engines that many connections share: however many elements a page has, it has two engines at most. What a
// connection is given looks like an engine of its own. Knows ids and the numbers of runs, no more of what
// is asked.
import type { Reply, Request } from './calls.ts';
import { type Connect, type EnginePort, nextNumber } from './port.ts';

/** An engine and those who talk to it. */
class SharedEngine {
  /** How many are here, or about to be. */
  size = 0;
  /** Nobody else comes here: it did not answer, or has failed. */
  closed = false;
  private readonly guests = new Set<Guest>();
  private readonly asked = new Map<number, Guest>(); // by id of a request: who waits for the reply
  private readonly port: Promise<EnginePort>;

  constructor(
    connect: Connect,
    private readonly ended: () => void,
  ) {
    this.port = Promise.resolve().then(connect);
    this.port.then((port) => this.listen(port)).catch(() => this.end());
  }

  async enter(): Promise<EnginePort> {
    this.size += 1;
    const guest = new Guest(this, await this.port);
    this.guests.add(guest);
    return guest;
  }

  note(guest: Guest, { id, verb, args }: Request): void {
    this.asked.set(id, guest);
    if (verb === 'start') guest.runs.add(args.run);
    if (verb === 'stop') guest.runs.delete(args.run);
  }

  leave(guest: Guest, port: EnginePort, forGood: boolean): void {
    if (!this.guests.delete(guest)) return;
    this.size -= 1;
    this.closed ||= forGood;
    if (this.size === 0) {
      this.end();
      port.onmessage = null;
      port.onerror = null;
      port.terminate();
      return;
    }
    for (const run of guest.runs) {
      port.postMessage({ id: nextNumber(), verb: 'stop', args: { run } });
    }
  }

  private end(): void {
    this.closed = true;
    this.ended();
  }

  private listen(port: EnginePort): void {
    port.onmessage = (event) => this.deliver(event);
    port.onerror = (event) => {
      this.closed = true;
      for (const guest of [...this.guests]) guest.onerror?.(event);
    };
  }

  /** To whoever has asked; what nobody has asked for, to all: they see whether it makes sense. */
  private deliver(event: MessageEvent<Reply>): void {
    const { id } = event.data ?? {};
    const asker = this.asked.get(id);
    this.asked.delete(id);
    for (const guest of asker ? [asker] : [...this.guests]) guest.onmessage?.(event);
    if (asker && event.data.type === 'failed') this.tellOthers(asker, event.data);
  }

  /** The engine broke below runs of others as well. */
  private tellOthers(asker: Guest, { message, over }: Reply & { readonly type: 'failed' }): void {
    for (const guest of [...this.guests]) {
      const lost = over.filter((run) => guest.runs.has(run));
      if (guest === asker || lost.length === 0) continue;
      const data: Reply = { type: 'failed', message, over: lost, id: 0 };
      guest.onmessage?.(new MessageEvent('message', { data }));
    }
  }
}

/** The end of a connection at an engine that it shares. */
class Guest implements EnginePort {
  onmessage: EnginePort['onmessage'] = null;
  onerror: EnginePort['onerror'] = null;
  readonly inPage: boolean;
  /** Its runs that live there. */
  readonly runs = new Set<number>();

  constructor(
    private readonly engine: SharedEngine,
    private readonly port: EnginePort,
  ) {
    this.inPage = port.inPage ?? false;
  }

  get alone(): boolean {
    return this.engine.size === 1;
  }

  postMessage(request: Request): void {
    this.engine.note(this, request);
    this.port.postMessage(request);
  }

  terminate(forGood = false): void {
    this.onmessage = null;
    this.engine.leave(this, this.port, forGood);
  }
}

/**
 * A way to at most `most` engines for all who go it. Whoever leaves takes only its own runs along; the
 * last one ends the engine. One that somebody has left for good does not count: it may be stuck.
 */
export function shared(connect: Connect, most: number): Connect {
  const engines = new Set<SharedEngine>();
  return () => {
    const open = [...engines].filter(({ closed }) => !closed);
    const least = open.sort((a, b) => a.size - b.size)[0];
    if (least && (least.size === 0 || open.length >= most)) return least.enter();
    const engine = new SharedEngine(connect, () => engines.delete(engine));
    engines.add(engine);
    return engine.enter();
  };
}
