// Going back in a run gives the same bits as a run that never did, for everything that the catalogue
// can choose: parameters, optimizer, rows, test results and diagnoses.
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

/** A run for every member of a family. */
const every = (family: Family, config: (kind: string) => object): [string, Config][] =>
  membersOf(family).map(({ kind, specimen }) => [
    `${family} ${kind}`,
    { ...base, specimens: specimen, ...config(kind) },
  ]);

const runs: readonly [string, Config][] = [
  ...every('transform', (kind) => ({ update: [{ kind }] })),
  ...every('schedule', (kind) => ({ warmup_steps: 4, schedule: { kind } })),
  ...every('normalization', (kind) => ({ normalization: { kind } })),
  ...every('reset', (kind) => ({
    activation: { kind: 'relu' },
    bias_std: 2,
    reset: { kind, ...(kind === 'none' ? {} : { tau: 0.5, every: 7 }) },
  })),
  ['all at once', eventful],
  ['a run into trouble', doomed],
];

describe.each(precisions)('timeline: a replay is the run, %s', (precision) => {
  test.each(runs)('%s', (_name, config) => check({ ...config, precision }));
});
