// The worker's side of the calls: runs, by number, and what can be asked of them. Knows sessions and
// messages; knows neither WebAssembly nor where it runs.
import type { ConfigError, GradientCheck, RunInfo, Theory } from './answers.ts';
import type { Answer, Arguments, Reply, Request, Verb } from './calls.ts';
import { HostedRun, rowsOf } from './hosted-run.ts';
import type { EngineModule, Source } from './module.ts';
import { Fault, type Home, Modules } from './modules.ts';
import { mostNumbers, readRequest } from './request.ts';

/** Faults of a config. */
class Refusal extends Fault {
  constructor(readonly errors: readonly ConfigError[]) {
    super('refused');
  }
}

/** Sends a reply; the buffers of `transfer` move and cannot be used here any more. */
export type Post = (reply: Reply, transfer: ArrayBuffer[]) => void;

/** How each verb is answered. */
type Table = { readonly [V in Verb]: (args: Arguments<V>) => Answer<V> | Promise<Answer<V>> };

type Handler = (args: unknown) => unknown;

/** Answers requests. Every request gets one reply, whatever it is; nothing is thrown. */
export class Host {
  private readonly modules: Modules;
  private readonly runs = new Map<number, HostedRun>();
  private readonly starting = new Set<number>();

  constructor(
    source: Source,
    private readonly post: Post,
  ) {
    this.modules = new Modules(source);
  }

  private readonly table: Table = {
    start: (args) => this.start(args),
    advance: (args) => this.advance(args),
    select: this.answer((run, { columns }) => {
      run.select(columns);
      return null;
    }),
    probe: this.answer((run) => run.probe()),
    predict: this.answer((run, { inputs }) => run.predict(inputs)),
    evaluate: this.answer(({ session }, { part }) => session.evaluate(part)),
    values: this.answer((run, { name }) => run.copy(run.session.values(name))),
    snapshot: this.answer((run) => run.snapshot()),
    restore: this.answer((run, snapshot) => run.restore(snapshot)),
    resetUnits: this.answer(({ session }) => session.resetUnits()),
    theory: ({ run }) => this.examine(run, (module, { config }) => module.theory?.(config)),
    gradientCheck: (args) => this.checkGradient(args),
    stop: (args) => this.stop(args),
  };

  async receive(data: unknown): Promise<void> {
    const request = readRequest(data);
    if (typeof request === 'string') {
      const id = Number((data as { id?: unknown } | null)?.id) || 0;
      return this.post({ type: 'failed', message: request, over: [], id }, []);
    }
    const reply = { ...(await this.replyTo(request)), id: request.id };
    this.post(reply, reply.type === 'answer' ? buffersOf(reply.value) : []);
  }

  private async replyTo({ verb, args }: Request) {
    try {
      const value = await (this.table[verb] as Handler)(args);
      return { type: 'answer', value } as const;
    } catch (error) {
      if (error instanceof Refusal) return { type: 'refused', errors: error.errors } as const;
      const { message, over } =
        error instanceof Fault ? error : { message: `The engine failed: ${error}`, over: [] };
      for (const run of over) this.runs.delete(run);
      return { type: 'failed', message, over } as const;
    }
  }

  /** How a verb about one run is answered. */
  private answer<A extends { readonly run: number }, R>(
    work: (run: HostedRun, args: A) => R,
  ): (args: A) => R {
    return (args) => {
      const run = this.find(args.run);
      return this.modules.within(run.home, () => work(run, args));
    };
  }

  private find(number: number): HostedRun {
    const run = this.runs.get(number);
    if (run === undefined) throw new Fault(`There is no run ${number}.`);
    return run;
  }

  private async start(args: Arguments<'start'>): Promise<RunInfo> {
    const { run, config } = args;
    if (this.runs.has(run) || this.starting.has(run)) throw new Fault(`There is a run ${run}.`);
    this.starting.add(run);
    const precision = config.precision === 'float64' ? 'float64' : 'float32';
    try {
      await turn();
      return await this.modules.use(precision, config, (home) => this.open(home, args));
    } finally {
      this.starting.delete(run);
    }
  }

  private open(home: Home, { run, config, columns }: Arguments<'start'>): RunInfo {
    if (!this.starting.has(run)) throw new Fault('The run was stopped before it started.');
    const errors = home.module.check(config);
    if (errors.length > 0) throw new Refusal(errors);
    const session = home.module.open(config);
    if (session === null) throw new Fault('The engine accepts the config and does not open it.');
    const opened = new HostedRun(config, session, home, columns);
    home.runs.add(run);
    this.runs.set(run, opened);
    return opened.info();
  }

  private stop({ run }: Arguments<'stop'>): null {
    this.starting.delete(run);
    const stopped = this.runs.get(run);
    if (stopped === undefined) return null;
    this.runs.delete(run);
    stopped.home.runs.delete(run);
    this.modules.within(stopped.home, () => stopped.session.delete());
    return null;
  }

  private advance({ runs, steps, stride }: Arguments<'advance'>): Answer<'advance'> {
    const found = runs.map((number) => this.find(number));
    const numbers = found.reduce((sum, run) => sum + run.numbersOf(steps, stride), 0);
    if (numbers > mostNumbers) {
      const most = rowsOf(steps, stride) * runs.length;
      throw new Fault(`${most} rows at once are too many; ask for fewer steps or a longer stride.`);
    }
    return found.map((run) => this.modules.within(run.home, () => run.advance(steps, stride)));
  }

  private checkGradient({
    run,
    entries,
    layer,
  }: Arguments<'gradientCheck'>): Promise<GradientCheck> {
    const checked = this.find(run); // while the module is loaded it may train, or end
    const [step, parameters] = this.modules.within(checked.home, () => [
      checked.session.stepCount(),
      checked.parameters(),
    ]);
    return this.examine(run, (module, { config }) =>
      module.gradientCheck?.(config, step, parameters, entries, layer),
    );
  }

  /** Asks float64, in an instance of its own: whatever happens there, the run goes on. */
  private async examine<T extends GradientCheck | Theory>(
    number: number,
    ask: (module: EngineModule, run: HostedRun) => T | null | undefined,
  ): Promise<T> {
    const run = this.find(number);
    const value = await this.modules.use('examination', run.config, ({ module }) =>
      ask(module, run),
    );
    if (value) return value;
    throw new Fault('The engine cannot examine this run.');
  }
}

/** Lets everything happen first that has arrived by now: it may take back what was asked. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** The arrays of an answer are copies made for it, so they may move. */
function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(buffersOf);
}
