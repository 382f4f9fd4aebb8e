// Makes a module of the engine whose n-th call of malloc fails, out of the module that is shipped: a
// counter in front of the function's body, and a global that JavaScript sets. No build of its own, so
// what is tested is what people load.

/** Unsigned LEB128. */
function encode(number) {
  const bytes = [];
  for (let left = number; ; left >>>= 7) {
    bytes.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    if (left <= 0x7f) return bytes;
  }
}

class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  get done() {
    return this.at >= this.bytes.length;
  }
  byte() {
    return this.bytes[this.at++];
  }
  number() {
    let result = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      result += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return result;
    }
  }
  take(size) {
    this.at += size;
    return this.bytes.subarray(this.at - size, this.at);
  }
  text() {
    return new TextDecoder().decode(this.take(this.number()));
  }
}

const [imports, globals, exports, code] = [2, 6, 7, 10]; // numbers of sections
const [aFunction, aTable, aMemory, aGlobal] = [0, 1, 2, 3];

function sectionsOf(bytes) {
  const reader = new Reader(bytes, 8);
  const sections = [];
  while (!reader.done) sections.push({ id: reader.byte(), bytes: reader.take(reader.number()) });
  return sections;
}

/** How many functions and globals are imported: their numbers come first. */
function importedIn(bytes) {
  const count = [0, 0, 0, 0];
  const reader = new Reader(bytes);
  for (let left = reader.number(); left > 0; left--) {
    reader.text();
    reader.text();
    const kind = reader.byte();
    count[kind]++;
    const skip = {
      [aFunction]: () => reader.number(),
      [aTable]: () => {
        reader.byte();
        limits(reader);
      },
      [aMemory]: () => limits(reader),
      [aGlobal]: () => reader.take(2),
    };
    skip[kind]();
  }
  return { functions: count[aFunction], globals: count[aGlobal] };
}

function limits(reader) {
  const bounded = reader.byte() & 1;
  reader.number();
  if (bounded) reader.number();
}

/** The number of an exported function. */
function exported(bytes, wanted) {
  const reader = new Reader(bytes);
  for (let left = reader.number(); left > 0; left--) {
    const name = reader.text();
    const kind = reader.byte();
    const index = reader.number();
    if (name === wanted && kind === aFunction) return index;
  }
  throw new Error(`the module exports no ${wanted}`);
}

/** A vector of a section with one element more. */
function appended(bytes, element) {
  const reader = new Reader(bytes);
  const count = reader.number();
  return [...encode(count + 1), ...bytes.subarray(reader.at), ...element];
}

/** The code section with instructions in front of one body. */
function prefixed(bytes, index, instructions) {
  const reader = new Reader(bytes);
  const count = reader.number();
  const result = [encode(count)];
  for (let i = 0; i < count; i++) {
    const body = reader.take(reader.number());
    if (i !== index) {
      result.push(encode(body.length), body);
      continue;
    }
    const locals = new Reader(body);
    for (let left = locals.number(); left > 0; left--) {
      locals.number();
      locals.byte();
    }
    const [head, tail] = [body.subarray(0, locals.at), body.subarray(locals.at)];
    result.push(encode(body.length + instructions.length), head, instructions, tail);
  }
  return Buffer.concat(result.map((piece) => Buffer.from(piece)));
}

const ways = {
  trap: [0x00], // unreachable: as where malloc aborts because memory cannot grow
  null: [0x41, 0x00, 0x0f], // return 0
};

/**
 * The bytes of a module whose malloc counts `failing`, an exported global, down by one at each call, and
 * fails when that becomes 0: in the way "trap" or "null".
 */
export function withFailingMalloc(bytes, way) {
  const sections = sectionsOf(bytes);
  const find = (id) => sections.find((section) => section.id === id);
  const imported = importedIn(find(imports).bytes);
  const counter = encode(imported.globals + new Reader(find(globals).bytes).number());
  const malloc = exported(find(exports).bytes, 'malloc') - imported.functions;
  const name = Buffer.from('failing');
  const get = [0x23, ...counter];
  const countDown = [...get, 0x41, 0x01, 0x6b, 0x24, ...counter];
  const failAtZero = [...get, 0x45, 0x04, 0x40, ...ways[way], 0x0b];
  const replaced = {
    [globals]: appended(find(globals).bytes, [0x7f, 0x01, 0x41, 0x00, 0x0b]), // i32, mutable, 0
    [exports]: appended(find(exports).bytes, [name.length, ...name, aGlobal, ...counter]),
    [code]: prefixed(find(code).bytes, malloc, [...countDown, ...failAtZero]),
  };
  const pieces = sections.flatMap((section) => {
    const content = replaced[section.id] ?? section.bytes;
    return [[section.id], encode(content.length), content];
  });
  return Buffer.concat([bytes.subarray(0, 8), ...pieces.map((piece) => Buffer.from(piece))]);
}
