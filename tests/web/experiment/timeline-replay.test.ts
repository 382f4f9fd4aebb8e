// Going back in a run gives the same bits as a run that never did, whatever has a memory (every
// transform, schedule, normalisation and reset): parameters, optimizer, rows, test results, diagnoses.
import { afterAll, describe, expect, test } from 'vitest';
import { membersOf } from '../../../web/src/config/config.ts';
import type { Config, Family } from '../../../web/src/config/types.ts';
import { precisions } from '../engine/recorded.ts';
import {
  base,
  connection,
  doomed,
  eventful,
  requests,
  stateOf,
  textOf,
  timelineOf,
} from './replays.ts';

afterAll(() => connection.dispose());

/** What a run that never goes back is after each of the requests. */
async function straight(config: Config) {
  const run = await connection.start(config);
  const seen = [{ step: 0, state: await stateOf({ run }), batch: '' }];
  for (const [steps, stride] of requests) {
    const batch = await run.advance(steps, stride);
    seen.push({ step: batch.step, state: await stateOf({ run }), batch: textOf(batch) });
  }
  run.stop();
  return seen;
}

/** Goes back to every place in turn, and from there on to the next one. */
async function check(config: Config): Promise<void> {
  const expected = await straight(config);
  const timeline = await timelineOf(config);
  for (const [steps, stride] of requests) await timeline.advance(steps, stride);
  expect(await stateOf(timeline)).toBe(expected.at(-1)?.state);
  const places = [...expected.keys()];
  for (const place of [...places.reverse(), 3, 1, 5]) {
    const moment = expected[place] as (typeof expected)[number];
    await timeline.goTo(moment.step);
    expect([place, await stateOf(timeline)]).toEqual([place, moment.state]);
    const next = expected[place + 1];
    if (next === undefined) continue;
    const again = await timeline.advance(Math.max(1, next.step - moment.step), 1);
    expect([place, textOf(again)]).toEqual([place, next.batch]);
  }
  timeline.run.stop();
}

/** Settings with which a member does something in so short a run, where its defaults are for long ones. */
const acting: Readonly<Record<string, object>> = {
  step: { step_size: 20 },
  multistep: { milestones: [20, 45] },
  plateau: { patience: 2, cooldown: 3 },
  cosine_restarts: { t_0: 30 },
  clip_by_value: { limit: 0.01 },
  clip_by_global_norm: { max_norm: 0.01 },
  clip_by_layer_norm: { max_norm: 0.01 },
  clip_by_tensor_norm: { max_norm: 0.01 },
  article_clip: { limit: 0.01 },
  redo: { tau: 0.5, every: 7 },
  redraw: { tau: 0.9, every: 7 },
};

/** A run for every member of a family. */
const every = (family: Family, config: (member: object) => object): [string, Config][] =>
  membersOf(family).map(({ kind, specimen }) => [
    `${family} ${kind}`,
    { ...base, specimens: specimen, ...config({ kind, ...acting[kind] }) },
  ]);

const families: readonly (readonly [string, Config])[][] = [
  every('transform', (member) => ({ update: [member] })),
  every('schedule', (schedule) => ({ warmup_steps: 4, schedule })),
  every('normalization', (normalization) => ({ normalization })),
  every('reset', (reset) => ({ bias_std: 2, reset })),
];

const runs = [
  ...families.flat(),
  ['all at once', eventful],
  ['a run into trouble', doomed],
] as const;

describe.each(precisions)('timeline: a replay is the run, %s', (precision) => {
  test.each(runs)('%s', (_name, config) => check({ ...config, precision }));
});

test.each(families)('each of these runs is another one: %s ...', async (...members) => {
  const weights = new Map<string, string>();
  for (const [name, config] of members) {
    const run = await connection.start(config);
    for (const [steps, stride] of requests) await run.advance(steps, stride);
    const same = `${await run.ask('values', { name: 'W0' })}`;
    expect([name, weights.get(same)]).toEqual([name, undefined]);
    weights.set(same, name);
    run.stop();
  }
});
