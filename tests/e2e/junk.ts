// What attacks on <grad-scope> are made of: junk, and a page that tries it. Holds no tests.
import type { Page } from '@playwright/test';
import type { GradScope } from '../../web/src/ui/grad-scope.ts';

interface Outcome {
  readonly thrown: string;
  readonly answer: unknown;
  /** The paths of what gs-error told. */
  readonly errors: readonly string[];
  /** It made exactly one step when it was asked to afterwards. */
  readonly alive: boolean;
}

export interface Armed {
  readonly element: GradScope;
  readonly junk: readonly unknown[];
  readonly texts: readonly string[];
  attack(work: () => unknown): Promise<Outcome>;
  show(value: unknown): string;
}

/** Texts that are nothing of the kind, and some that would do harm where they were believed. */
const TEXTS = [
  ' ',
  'junk',
  'null',
  'NaN',
  '-1',
  '0',
  '0x',
  '1e309',
  '99999999999999999999',
  'profile junk',
  'constructor',
  '__proto__',
  'javascript:alert(1)',
  'java\tscript:alert(1)',
  ' \u0001JAVASCRIPT:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'blob:x',
  'https://',
  '<img src=x onerror=alert(1)>',
  '\u0000\uFFFF\uD800',
  'x'.repeat(100_000),
];

/** Opens the page with what attacks need on its window. */
export async function arm(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.assign(window, { alert: () => Object.assign(window, { alerted: true }) });
  });
  await page.goto('./index.html#v1&depth=2&width=4');
  await page.evaluate(async (texts) => {
    const element = document.querySelector('grad-scope') as GradScope;
    await element.ready;
    element.pause();
    const bomb = () => {
      throw new Error('bomb');
    };
    const loop: Record<string, unknown> = {};
    loop.config = loop;
    const explosive = Object.defineProperty({}, 'depth', { get: bomb, enumerable: true });
    const junk: unknown[] = [
      ...texts,
      ...[null, undefined, '', true, false, 0, -0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308],
      ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5n, Symbol('s')],
      ...[{}, [], [[]], [1], new Map(), new Set([1]), new Date(0), /x/, () => 1],
      ...[new Float32Array(9), new Array(1e6), new Error('e'), document.body, explosive, loop],
      ...[Object.create(null), { toString: bomb, valueOf: bomb }, new Proxy({}, { ownKeys: bomb })],
      ...[{ v: 2 }, { config: null }, { ui: { step: '1.5' } }, { ui: { time: Symbol('t') } }],
      { depth: Number.NaN, width: '4', batch: null, update: {}, activation: [], seed: 1e308 },
    ];
    const show = (value: unknown) => {
      const name = Object.prototype.toString.call(value).slice(8, -1);
      return typeof value === 'object' ? name : `${name} ${String(value)}`.slice(0, 60);
    };
    let errors: string[] = [];
    element.addEventListener('gs-error', (event) => {
      const { errors: told, message } = (event as CustomEvent).detail;
      errors.push(...(told ?? [{ path: message }]).map(({ path }: { path: string }) => path));
    });
    const attack = async (work: () => unknown) => {
      errors = [];
      let [thrown, answer]: [string, unknown] = ['', undefined];
      try {
        answer = await work();
      } catch (error) {
        thrown = String(error);
      }
      await element.updateComplete;
      const heard = errors;
      // biome-ignore lint/complexity/useLiteralKeys: what is private has no other way in
      await element['opened'];
      await element.advance(0);
      const { step } = element;
      await element.advance(1);
      return { thrown, answer, errors: heard, alive: element.step === step + 1 };
    };
    Object.assign(window, { attack, junk, texts, element, show });
  }, TEXTS);
}
