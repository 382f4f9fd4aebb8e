// The hashes of a run, as tests/engine/determinism_test.cpp defines them.
import { catalog } from '../../../web/src/config/catalog.ts';

/** One hash for the state ("state") and one for each column ("loss", "layer.delta_rms", ...). */
export type Hashes = Readonly<Record<string, string>>;

/** FNV-1a, 64 bits, in hexadecimal. The prime is 2^40 + 0x1b3; halves of 32 bits stay exact. */
export function fnv1a(bytes: Uint8Array): string {
  let [high, low] = [0xcbf29ce4, 0x84222325];
  for (const byte of bytes) {
    low = (low ^ byte) >>> 0;
    const product = low * 0x1b3;
    high = (high * 0x1b3 + low * 0x100 + Math.floor(product / 2 ** 32)) >>> 0;
    low = product >>> 0;
  }
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('');
}

/** The bytes of numbers, with one NaN for all: which of the many comes out is the processor's choice. */
export function bytesOf(numbers: readonly number[] | Float64Array): Uint8Array {
  const bits = new BigUint64Array(Float64Array.from(numbers).buffer);
  numbers.forEach((value, i) => {
    if (Number.isNaN(value)) bits[i] = 0x7ff8000000000000n;
  });
  return new Uint8Array(bits.buffer);
}

/** The state in a snapshot, behind the header of the first version: see determinism_test.cpp. */
function stateOf(snapshot: Uint8Array): Uint8Array {
  const state = new Uint8Array(snapshot.length - 16);
  state.set(snapshot.subarray(0, 8));
  state[7] = '1'.charCodeAt(0);
  state.set(snapshot.subarray(16, -8), 8);
  return state;
}

/** All that a run measured, in rows of that size. */
export function columnHashesOf(rows: Float64Array, rowSize: number): Hashes {
  const { step, layer } = catalog.columns;
  const keys = [...step.map(({ key }) => key), ...layer.map(({ key }) => `layer.${key}`)];
  const columns = keys.map((): number[] => []);
  rows.forEach((value, i) => {
    const place = i % rowSize;
    const inLayer = (place - step.length) % layer.length;
    columns[place < step.length ? place : step.length + inLayer]?.push(value);
  });
  return Object.fromEntries(columns.map((column, i) => [keys[i], fnv1a(bytesOf(column))]));
}

/** All state after a run and all it measured. */
export function hashesOf(snapshot: Uint8Array, rows: Float64Array, rowSize: number): Hashes {
  return { state: fnv1a(stateOf(snapshot)), ...columnHashesOf(rows, rowSize) };
}
