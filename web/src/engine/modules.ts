// The instances of the module that a host has: one for each precision serves many runs, until it
// breaks or its memory has grown large. Knows what an instance is for; knows no run and no message.
import { schema } from '../config/catalog.ts';
import type { Config } from '../config/types.ts';
import type { ModuleName } from './answers.ts';
import type { EngineModule, Source } from './module.ts';

/** A request that cannot be met. `over`: runs that are lost with it. */
export class Fault extends Error {
  constructor(
    message: string,
    readonly over: readonly number[] = [],
  ) {
    super(message);
  }
}

/** An instance, and the numbers of the runs that live in it. */
export interface Home {
  readonly name: ModuleName;
  readonly module: EngineModule;
  readonly runs: Set<number>;
  /** Size of its memory, as last seen. Memory of WebAssembly never shrinks. */
  bytes: number;
  hasDigits: boolean;
  /** It takes no more runs. */
  closed: boolean;
}

/** Runs of a precision live together; examinations have an instance that no run can be hurt by. */
export type Purpose = 'float32' | 'float64' | 'examination';

/** An instance with more memory than this takes no more runs; its last one frees it. */
export const largeMemory = 64 << 20;

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const isDigits = (data: unknown) =>
  data === 'digits' || (data as { kind?: unknown })?.kind === 'digits';

/** Makes instances when they are needed. */
export class Modules {
  private readonly homes = new Map<Purpose, Promise<Home>>();

  constructor(private readonly source: Source) {}

  /** Does `work` in the instance for that purpose, which has what the config needs. */
  async use<T>(purpose: Purpose, { data }: Config, work: (home: Home) => T): Promise<T> {
    for (;;) {
      const made = this.home(purpose);
      const home = await made;
      if (isDigits(data) && !home.hasDigits) await this.provideDigits(home);
      if (home.bytes > largeMemory) home.closed = true;
      if (!home.closed) return this.within(home, () => work(home));
      if (this.homes.get(purpose) === made) this.homes.delete(purpose);
    }
  }

  /**
   * Does `work` that calls into an instance. An error that is no Fault comes from inside: its memory
   * is not to be trusted any more, so all its runs are over.
   */
  within<T>(home: Home, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof Fault) throw error;
      home.closed = true;
      throw new Fault(`The engine failed: ${messageOf(error)}`, [...home.runs]);
    }
  }

  private home(purpose: Purpose): Promise<Home> {
    const known = this.homes.get(purpose);
    if (known !== undefined) return known;
    const made = this.make(purpose === 'float32' ? 'float32' : 'float64');
    this.homes.set(purpose, made);
    made.catch(() => this.homes.delete(purpose)); // the next one tries again
    return made;
  }

  private async make(precision: 'float32' | 'float64'): Promise<Home> {
    const { name, module } = await this.source.create(precision);
    checkSchema(module);
    return { name, module, runs: new Set(), bytes: 0, hasDigits: false, closed: false };
  }

  private async provideDigits(home: Home): Promise<void> {
    const text = await this.source.digits();
    home.hasDigits = this.within(home, () => home.module.provideDigits(text));
    if (!home.hasDigits) throw new Fault('digits.txt is not the file that this engine knows.');
  }
}

function checkSchema(module: EngineModule): void {
  if (module.schema() === schema) return;
  throw new Fault(
    `The engine (${module.schema()}) and the page (${schema}) are of different versions. ` +
      'Reload the page; if you build it yourself, build the module again.',
  );
}
