// The module where memory ends: a run that does not fit ends its module with a named error, nothing in
// a lost module answers any more, and a new one works. Each case is a process of its own.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { create, ModuleLost } from '../../../build/module/gradscope.mjs';
import type { EngineModule } from '../../../web/src/engine/module.ts';

const program = fileURLToPath(new URL('little-memory.mjs', import.meta.url));

interface Report {
  readonly outcomes: Readonly<Record<string, number>>;
  readonly growths: number;
}

function report(flags: readonly string[], ...args: readonly string[]): Report {
  return JSON.parse(execFileSync(process.execPath, [...flags, program, ...args]).toString());
}

describe('memory: 8 sizes of run, with so many pages of 64 kB', () => {
  test.each([64, 256, 1024])('%i', { timeout: 120_000 }, (pages) => {
    const { outcomes } = report([`--wasm-max-mem-pages=${pages}`]);
    expect(Object.keys(outcomes).filter((name) => name !== 'fine' && name !== 'lost')).toEqual([]);
    expect((outcomes.fine ?? 0) + (outcomes.lost ?? 0)).toBe(8);
    if (pages === 64) expect(outcomes.lost).toBeGreaterThan(0);
  });
});

test('memory: from whichever growth on they fail', { timeout: 300_000 }, () => {
  for (const precision of ['float32', 'float64']) {
    const { outcomes, growths } = report([], String(Number.MAX_SAFE_INTEGER), precision);
    expect(outcomes).toEqual({ fine: 1 });
    expect(growths).toBeGreaterThan(1);
    for (let n = 1; n <= growths; n++) {
      expect(report([], String(n), precision).outcomes, `growth ${n}`).toEqual({ lost: 1 });
    }
  }
});

describe('memory: what is no plain data never enters the module', () => {
  let module: EngineModule;
  beforeAll(async () => {
    module = (await create('float64')).module;
  });

  const self: unknown[] = [];
  self.push(self);
  const endless: object = new Proxy(
    {},
    {
      get: () => endless,
      ownKeys: () => ['a'],
      getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }),
    },
  );
  const throwing = () => {
    throw new Error('mine');
  };
  const strange: readonly [string, unknown][] = [
    ['a map', new Map()],
    ['a date', new Date()],
    ['a regular expression', /a/],
    ['a function', throwing],
    ['a symbol', Symbol('a')],
    ['a large integer', 1n],
    ['a typed array', new Float32Array(8)],
    ['an object of a class', new (class A {})()],
    ['a list that holds itself', self],
    ['a list of 10^8', new Array(1e8)],
    ['a text of 10^7', 'x'.repeat(1e7)],
    ['an endless proxy', endless],
    ['a proxy that throws', new Proxy({}, { ownKeys: throwing })],
    ['a proxy of a map', new Proxy(new Map(), {})],
    ['a getter that throws', Object.defineProperty({}, 'a', { get: throwing, enumerable: true })],
  ];

  test.each(strange)('%s', (_, value) => {
    for (const config of [value, { activation: value }, { update: [value, value] }]) {
      const began = performance.now();
      expect(module.check(config).length).toBeGreaterThan(0);
      expect(module.open(config)).toBeNull();
      expect(module.theory?.(config)).toBeNull();
      expect(performance.now() - began).toBeLessThan(100); // most of it is this machine's other work
    }
    expect(module.check({})).toEqual([]);
  });

  test('thousands of throws leak no stack: a run works as before', () => {
    const bad = Object.defineProperty({}, 'a', { get: throwing, enumerable: true });
    const run = module.open({ depth: 2 });
    for (let i = 0; i < 10_000; i++) {
      module.check(bad);
      expect(() => run?.predict(null as never)).toThrow(TypeError);
    }
    expect(run?.run(10, 1)).toBe(10);
    expect(run?.predict(new Float32Array(4))).toHaveLength(2);
  });

  test('arguments of a wrong kind are refused by name and do no harm', () => {
    const run = module.open({ depth: 1 });
    if (run === null) throw new Error('the default config is refused');
    const wrong = [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, '3', null, {}, 1n];
    for (const value of wrong as number[]) {
      expect(() => run.run(value, 1)).toThrow(/^the steps must be a whole number from 0/);
      expect(() => run.run(1, value)).toThrow(/^the stride must be a whole number from 0/);
      expect(() => module.gradientCheck?.({}, 0, [], value)).toThrow(/^the entries must be/);
    }
    for (const value of [null, 3, 'x', {}, new DataView(new ArrayBuffer(8))] as never[]) {
      expect(() => run.predict(value)).toThrow(/^the inputs must be an array of numbers/);
      expect(() => run.restore(value)).toThrow(/^the snapshot must be an array of numbers/);
      expect(() => module.gradientCheck?.({}, 0, value, 1)).toThrow(/^the parameters must be/);
    }
    for (const value of [null, 3, {}, 'x'.repeat(1e7)] as never[]) {
      expect(() => run.values(value)).toThrow(/^the name must be a text/);
      expect(() => run.evaluate(value)).toThrow(/^the part must be a text/);
      expect(() => run.select(value, '*')).toThrow(/^the columns of a step must be a text/);
      expect(() => module.provideDigits(value)).toThrow(/^the file must be a text/);
    }
    expect(() => run.predict(new Float32Array(1e8))).toThrow(
      'has 100000000 numbers; at most 8388608',
    );
    expect(() => run.predict(new Array(1e8) as never)).toThrow(
      'has 100000000 numbers; at most 8388608',
    );
    expect(run.run(3, 1)).toBe(3);
    run.delete();
    run.delete();
    expect(() => run.run(1, 1)).toThrow('the run has been deleted');
    expect(module.open({})).not.toBeNull();
    expect(ModuleLost.prototype).toBeInstanceOf(Error);
  });
});
