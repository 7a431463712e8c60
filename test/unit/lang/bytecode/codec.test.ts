/** One value, one encoding: what a codec writes it reads back, and it reads nothing else. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import {
  bool,
  type Codec,
  f64,
  i32,
  list,
  nullable,
  oneOf,
  record,
  text,
  u32,
  union,
  words,
} from '#lang/bytecode/codec.js';
import { type Malformed, Reader } from '#lang/bytecode/reader.js';
import { Writer } from '#lang/bytecode/writer.js';

function encode<Value>(codec: Codec<Value>, value: Value): Uint8Array {
  const writer = new Writer();
  codec.write(value, writer);
  return writer.finish();
}

function decode<Value>(codec: Codec<Value>, bytes: Uint8Array | readonly number[]): Value | Malformed {
  const reader = new Reader(Uint8Array.from(bytes));
  const value = codec.read(reader);
  reader.finish();
  return reader.malformed ?? value;
}

type Shape = { readonly kind: 'dot' } | { readonly kind: 'line'; readonly length: number };
const shape = union<Shape>(
  { kind: 'dot' },
  { dot: record({ kind: oneOf(['dot']) }), line: record({ kind: oneOf(['line']), length: u32 }) },
);
const everything = record({
  count: u32,
  level: i32,
  ratio: f64,
  title: text,
  on: bool,
  note: nullable(text),
  side: oneOf(['left', 'right']),
  shapes: list(shape, 1000),
  code: words(1000),
});
const aShape = fc.oneof(
  fc.constant<Shape>({ kind: 'dot' }),
  fc.nat().map((length): Shape => ({ kind: 'line', length })),
);
const anything = fc.record(
  {
    count: fc.nat({ max: 0xffffffff }),
    level: fc.integer(),
    ratio: fc.double({ noNaN: true }),
    title: fc.string({ unit: 'binary' }),
    on: fc.boolean(),
    note: fc.option(fc.string({ unit: 'grapheme', maxLength: 40 })),
    side: fc.constantFrom('left', 'right'),
    shapes: fc.array(aShape),
    code: fc.int32Array(),
  },
  { noNullPrototype: true },
);

void t.test('decode ∘ encode = id', (t) => {
  const isKept = fc.property(anything, (value) =>
    isDeepStrictEqual(decode(everything, encode(everything, value)), value),
  );
  t.equal(fc.check(isKept, { seed: 35, numRuns: 300 }).failed, false);
  t.end();
});

void t.test('encode ∘ decode = id, on bytes that decode', (t) => {
  const small = record({ count: u32, on: bool, note: nullable(text), shapes: list(shape, 3) });
  const tally = { decoded: 0 };
  const isCanonical = fc.property(
    fc.array(fc.constantFrom(0, 0, 0, 1, 1, 2, 0x41, 0x80, 0x81), { maxLength: 7 }),
    (bytes) => {
      const value = decode(small, bytes);
      if ('offset' in value) return true;
      tally.decoded += 1;
      return isDeepStrictEqual([...encode(small, value)], bytes);
    },
  );
  t.equal(fc.check(isCanonical, { seed: 35, numRuns: 20_000 }).failed, false);
  t.ok(tally.decoded > 100, `${tally.decoded} decoded`);
  t.end();
});

void t.test('encodings, byte by byte', (t) => {
  const written = <Value>(codec: Codec<Value>, value: Value) => [...encode(codec, value)];
  t.strictSame(written(u32, 0), [0]);
  t.strictSame(written(u32, 300), [0xac, 0x02]);
  t.strictSame(written(u32, 0xffffffff), [0xff, 0xff, 0xff, 0xff, 0x0f]);
  t.strictSame(written(i32, -1), [1]);
  t.strictSame(written(i32, -(2 ** 31)), [0xff, 0xff, 0xff, 0xff, 0x0f]);
  t.strictSame(written(text, 'ü'), [2, 0xc3, 0xbc]);
  t.strictSame(written(words(9), Int32Array.of(-2)), [1, 0xfe, 0xff, 0xff, 0xff]);
  t.strictSame(written(nullable(u32), null), [0]);
  t.strictSame(written(nullable(u32), 7), [1, 7]);
  t.end();
});

void t.test('what is not canonical or not there is refused, where it stands', (t) => {
  const refused = <Value>(codec: Codec<Value>, bytes: readonly number[], offset: number, expected: string) =>
    t.strictSame(decode(codec, bytes), { offset, expected });
  const varint = 'a 32-bit number in its shortest form';
  const length = 'a length that fits what remains';
  refused(u32, [], 0, 'a byte');
  refused(u32, [0x80], 1, 'a byte');
  refused(u32, [0x80, 0x00], 2, varint);
  refused(u32, [0xff, 0xff, 0xff, 0xff, 0x10], 5, varint);
  refused(u32, [0xff, 0xff, 0xff, 0xff, 0x8f, 0x01], 5, varint);
  refused(u32, [1, 1], 1, 'the end');
  refused(bool, [2], 1, 'a number below 2');
  refused(oneOf(['left', 'right']), [2], 1, 'a number below 2');
  refused(shape, [9], 1, 'a number below 2');
  refused(f64, [0, 0, 0], 0, 'a 64-bit number');
  refused(f64, [0, 0, 0, 0, 0, 0, 0xf8, 0x7f], 8, 'a number');
  refused(text, [2, 0x41], 1, length);
  refused(text, [1, 0xff], 2, 'text in UTF-8');
  refused(text, [3, 0xed, 0xa0, 0x80], 4, 'text in UTF-8');
  refused(text, [2, 0xc1, 0x81], 3, 'text in UTF-8');
  refused(text, [3, 0xf0, 0x9f, 0x8c], 4, 'text in UTF-8');
  refused(words(4), [1, 0, 0, 0], 1, length);
  refused(words(1), [2, 0, 0, 0, 0, 0, 0, 0, 0], 1, length);
  refused(list(u32, 1), [2, 0, 0], 1, length);
  refused(list(u32, 2 ** 32), [0xff, 0xff, 0xff, 0xff, 0x0f], 5, length);
  t.end();
});

void t.test('lists may be as long as their limit', (t) => {
  t.strictSame(decode(list(u32, 2), [2, 5, 6]), [5, 6]);
  t.strictSame(decode(words(1), [1, 9, 0, 0, 0]), Int32Array.of(9));
  t.end();
});

void t.test('text keeps what decoders like to drop', (t) => {
  for (const value of ['\ufeffmark', '\ufffd replaced', 'x'.repeat(50), '🌋', '\0']) {
    t.strictSame(decode(text, encode(text, value)), value);
  }
  t.equal(decode(text, encode(text, 'half \ud800')), 'half \ufffd', 'unpaired surrogates are replaced');
  t.end();
});

void t.test('the buffer grows at any value', (t) => {
  const grown = record({
    on: list(bool, 9999),
    numbers: list(f64, 9999),
    texts: list(text, 9999),
    code: words(9999),
  });
  for (let length = 4070; length < 4100; length++) {
    const value = {
      on: Array.from({ length }, (_, index) => index % 3 === 0),
      numbers: [0.5, -0.25, 2 ** 60],
      texts: ['x'.repeat(9000)],
      code: Int32Array.from({ length }, (_, index) => index * index),
    };
    t.ok(isDeepStrictEqual(decode(grown, encode(grown, value)), value), String(length));
  }
  t.end();
});
