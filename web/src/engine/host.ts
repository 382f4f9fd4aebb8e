// The worker's side of the protocol: runs, by number, and what can be asked of them. Knows sessions
// and messages; knows neither WebAssembly nor where it runs.
import { schema } from '../config/catalog.ts';
import type { Config } from '../config/types.ts';
import type { EngineModule, ModuleName, Session, Source } from './module.ts';
import {
  type Answer,
  type Batch,
  type Columns,
  type FromWorker,
  mostNumbers,
  type Request,
  type ToWorker,
} from './protocol.ts';
import { readRequest } from './request.ts';

/** The engine compiles its hot loops better between calls than within one: calls stay this short. */
const sliceMilliseconds = 8;

/** A request that cannot be met; the run goes on. */
class Fault extends Error {}

interface Run {
  readonly config: Config;
  readonly session: Session;
  readonly rowSize: number;
  readonly features: number;
  /** Updates that fit into a slice, as far as is known. */
  slice: number;
  troubled: boolean;
}

/** Sends an answer; the buffers of `transfer` move and cannot be used here any more. */
export type Post = (answer: FromWorker, transfer: ArrayBuffer[]) => void;

type Question = Exclude<Request, { type: 'start' }> & { run: number };
type Examination = Question & { type: 'theory' | 'gradientCheck' };

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const listed = (columns: Columns['step'] | Columns['layer']) =>
  columns === '*' ? '*' : columns.join(',');

/** Answers requests. Every request gets one answer, whatever it is; nothing is thrown. */
export class Host {
  private readonly runs = new Map<number, Run>();

  constructor(
    private readonly source: Source,
    private readonly post: Post,
  ) {}

  async receive(data: unknown): Promise<void> {
    const request = readRequest(data);
    if (typeof request === 'string') {
      const { run, id } = (data ?? {}) as { run?: unknown; id?: unknown };
      const address = { run: Number(run) || 0, id: Number(id) || 0 };
      return this.post({ type: 'failed', message: request, ...address }, []);
    }
    try {
      const answer = request.type === 'start' ? this.start(request) : this.answer(request);
      this.send(request, await answer);
    } catch (error) {
      this.send(request, { type: 'failed', message: this.explain(request.run, error) });
    }
  }

  private send({ run, id }: ToWorker, answer: Answer): void {
    this.post({ ...answer, run, id }, buffersOf(answer));
  }

  /** An error that is no Fault comes from inside the engine: its memory is not to be trusted. */
  private explain(run: number, error: unknown): string {
    if (error instanceof Fault) return error.message;
    this.runs.delete(run);
    return `The engine failed: ${messageOf(error)}`;
  }

  private async start(request: ToWorker & { type: 'start' }): Promise<Answer> {
    const { config, columns } = request;
    const precision = config.precision === 'float64' ? 'float64' : 'float32';
    const { name, module } = await this.load(precision, config);
    const errors = module.check(config);
    if (errors.length > 0) return { type: 'refused', errors };
    const session = module.open(config);
    if (session === null) throw new Fault('The engine accepts the config and does not open it.');
    session.select(listed(columns.step), listed(columns.layer));
    return this.adopt(request, session, name);
  }

  private adopt(
    request: ToWorker & { type: 'start' },
    session: Session,
    module: ModuleName,
  ): Answer {
    const { config } = request;
    const network = session.describe();
    session.probe();
    const rowSize = session.rows().length;
    const { features } = network.data;
    const run: Run = { config, session, rowSize, features, slice: 1, troubled: false };
    this.runs.set(request.run, run);
    const first = batchOf(run, session.rows().slice(), 0);
    return { type: 'started', info: { ...network, module, first } };
  }

  /** A fresh module that fits this page and has what the config needs. */
  private async load(precision: 'float32' | 'float64', { data }: Config) {
    const { name, module } = await this.source.create(precision);
    checkSchema(module);
    if (isDigits(data) && !module.provideDigits(await this.source.digits())) {
      throw new Fault('digits.txt is not the file that this engine knows.');
    }
    return { name, module };
  }

  /** Asks float64, in a module of its own: whatever happens there, the run goes on. */
  private async examine({ config, session }: Run, request: Examination): Promise<Answer> {
    const check = request.type === 'gradientCheck';
    const step = session.stepCount(); // while the module is loaded the run may train, or end
    const parameters = check ? parametersOf(session) : [];
    try {
      const { module } = await this.load('float64', config);
      const value = check
        ? module.gradientCheck?.(config, step, parameters, request.entries)
        : module.theory?.(config);
      if (value) return reply(value);
    } catch (error) {
      throw new Fault(messageOf(error));
    }
    throw new Fault('The engine cannot examine this run.');
  }

  private answer(request: Question): Answer | Promise<Answer> {
    if (request.type === 'stop') {
      this.runs.get(request.run)?.session.delete();
      this.runs.delete(request.run);
      return reply(null);
    }
    const run = this.runs.get(request.run);
    if (run === undefined) throw new Fault(`There is no run ${request.run}.`);
    switch (request.type) {
      case 'advance':
        return { type: 'rows', ...advance(run, request.steps, request.stride) };
      case 'probe':
        return { type: 'rows', ...probe(run) };
      case 'restore':
        if (!run.session.restore(request.bytes)) throw new Fault('The snapshot is of another run.');
        return { type: 'rows', ...probe(run) };
      case 'predict':
        if (request.inputs.length % run.features === 0) {
          return reply(run.session.predict(request.inputs).slice());
        }
        throw new Fault(
          `A sample has ${run.features} numbers; ${request.inputs.length} are given.`,
        );
      case 'evaluate':
        return reply(run.session.evaluate(request.part));
      case 'values':
        return reply(run.session.values(request.name).slice());
      case 'snapshot':
        return reply(run.session.snapshot().slice());
      case 'resetUnits':
        return reply(run.session.resetUnits());
      case 'theory':
      case 'gradientCheck':
        return this.examine(run, request);
    }
  }
}

/** The numbers of all tensors, in their order. */
const parametersOf = (session: Session): number[] =>
  session.describe().tensors.flatMap(({ name }) => Array.from(session.values(name)));

const reply = (value: unknown): Answer => ({ type: 'reply', value });

const isDigits = (data: unknown) =>
  data === 'digits' || (data as { kind?: unknown })?.kind === 'digits';

function checkSchema(module: EngineModule): void {
  if (module.schema() === schema) return;
  throw new Fault(
    `The engine (${module.schema()}) and the page (${schema}) are of different versions. ` +
      'Reload the page; if you build it yourself, build the module again.',
  );
}

/** The arrays of an answer are copies made for it, so they may move. */
function buffersOf(answer: Answer): ArrayBuffer[] {
  const array =
    answer.type === 'rows'
      ? answer.rows
      : answer.type === 'started'
        ? answer.info.first.rows
        : answer.type === 'reply'
          ? answer.value
          : null;
  return ArrayBuffer.isView(array) ? [array.buffer as ArrayBuffer] : [];
}

function batchOf(run: Run, rows: Float64Array, milliseconds: number): Batch {
  const diagnosis = run.session.diagnosis();
  run.troubled = diagnosis.trouble !== undefined;
  const count = rows.length / run.rowSize;
  return { count, rows, step: run.session.stepCount(), diagnosis, milliseconds };
}

function probe(run: Run): Batch {
  const began = performance.now();
  const count = run.session.probe();
  const rows = run.session.rows().slice(0, count * run.rowSize);
  return batchOf(run, rows, performance.now() - began);
}

/** Slices are whole strides, so that rows are evenly spaced across them. */
function advance(run: Run, steps: number, stride: number): Batch {
  const most = Math.ceil(steps / stride);
  if (most * run.rowSize > mostNumbers) {
    throw new Fault(`${most} rows at once are too many; ask for fewer steps or a longer stride.`);
  }
  const rows = new Float64Array(most * run.rowSize);
  const began = performance.now();
  let used = 0;
  for (let done = 0; done < steps && !run.troubled; ) {
    const wanted = Math.max(1, Math.floor(run.slice / stride)) * stride;
    const slice = Math.min(wanted, steps - done);
    const sliceBegan = performance.now();
    const count = run.session.run(slice, stride);
    adapt(run, slice, performance.now() - sliceBegan);
    rows.set(run.session.rows(), used);
    used += count * run.rowSize;
    done += slice;
    run.troubled = run.session.diagnosis().trouble !== undefined;
  }
  const kept = used === rows.length ? rows : rows.slice(0, used);
  return batchOf(run, kept, performance.now() - began);
}

/** Doubles at most, so that one slice that was faster than the clock can tell does no harm. */
function adapt(run: Run, slice: number, milliseconds: number): void {
  const fitting =
    milliseconds > 0 ? (slice * sliceMilliseconds) / milliseconds : Number.POSITIVE_INFINITY;
  run.slice = Math.max(1, Math.min(fitting, 2 * Math.max(slice, run.slice), 1 << 20));
}
