// Whether what came from an engine can be a reply: whoever answers may be broken, or somebody else. Looks
// at the shape only, and as far as the page would stumble over it.
import type { Batch, RunInfo } from './answers.ts';
import type { Reply, Request } from './calls.ts';

const isBatch = ({ rows, diagnosis }: Batch) => rows.length >= 0 && diagnosis.verdict.length > 0;

/** What whoever asks takes for granted; other answers are looked at where they arrive. */
function fits({ verb, args }: Request, value: unknown): boolean {
  if (verb === 'start') {
    const { layers, data, first } = value as RunInfo;
    return layers.length > 0 && data.features > 0 && isBatch(first);
  }
  if (verb !== 'advance') return true;
  const batches = value as Batch[];
  return batches.length === args.runs.length && batches.every(isBatch);
}

/** Whether `data` can be the reply to `request`; undefined: to one that nobody waits for any more. */
export function isReply(data: unknown, request: Request | undefined): data is Reply {
  try {
    const reply = data as Reply;
    if (reply.type === 'refused') return reply.errors.every(({ message }) => message.length > 0);
    if (reply.type === 'failed') return reply.over.length >= 0;
    return reply.type === 'answer' && (request === undefined || fits(request, reply.value));
  } catch {
    return false; // it lacks a part
  }
}
