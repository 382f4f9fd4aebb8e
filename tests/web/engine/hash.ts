// The hash of a run, as tests/engine/determinism_test.cpp defines it.

/** FNV-1a, 64 bits, in hexadecimal. The prime is 2^40 + 0x1b3; halves of 32 bits stay exact. */
export function fnv1a(...parts: readonly Uint8Array[]): string {
  let [high, low] = [0xcbf29ce4, 0x84222325];
  for (const part of parts) {
    for (const byte of part) {
      low = (low ^ byte) >>> 0;
      const product = low * 0x1b3;
      high = (high * 0x1b3 + low * 0x100 + Math.floor(product / 2 ** 32)) >>> 0;
      low = product >>> 0;
    }
  }
  return [high, low].map((half) => half.toString(16).padStart(8, '0')).join('');
}

/** The bytes of rows, with one NaN for all: which of the many comes out is the processor's choice. */
function bytesOf(rows: Float64Array): Uint8Array {
  const bits = new BigUint64Array(rows.slice().buffer);
  rows.forEach((value, i) => {
    if (Number.isNaN(value)) bits[i] = 0x7ff8000000000000n;
  });
  return new Uint8Array(bits.buffer);
}

/** All state after a run and all it measured. */
export const hashOf = (snapshot: Uint8Array, rows: Float64Array): string =>
  fnv1a(snapshot, bytesOf(rows));
