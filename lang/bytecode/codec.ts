/**
 * A small structural codec. Each combinator gives the writing and the reading of one shape, so encoder and decoder
 * come from one definition and cannot drift apart. Reading is total and canonical: it accepts exactly the bytes
 * that writing produces (see `reader.ts`), and a value of every codec takes at least one byte, which is what keeps a
 * declared length honest; only `constant` takes none, and stands in records.
 */
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

export interface Codec<Value> {
  write(value: Value, writer: Writer): void;
  /** Yields an inert value when the reader has failed. */
  read(reader: Reader): Value;
}

type Fields<Shape extends object> = { readonly [Name in keyof Shape]-?: Codec<Shape[Name]> };
type Tagged = { readonly kind: string };
type Variant<Value extends Tagged, Kind> = Extract<Value, { readonly kind: Kind }>;
type Variants<Value extends Tagged> = { readonly [Kind in Value['kind']]: Codec<Variant<Value, Kind>> };

export const u32: Codec<number> = {
  write: (value, writer) => writer.u32(value),
  read: (reader) => reader.u32(),
};

/** Zigzag: small magnitudes of either sign are short. */
export const i32: Codec<number> = {
  write: (value, writer) => writer.u32((value << 1) ^ (value >> 31)),
  read: (reader) => unfold(reader.u32()),
};

export const f64: Codec<number> = {
  write: (value, writer) => writer.f64(value),
  read: (reader) => reader.f64(),
};

export const bool: Codec<boolean> = {
  write: (value, writer) => writer.byte(value ? 1 : 0),
  read: (reader) => reader.index(2) === 1,
};

export const text: Codec<string> = {
  write: (value, writer) => writer.text(value),
  read: (reader) => reader.text(),
};

export function words(max: number): Codec<Int32Array> {
  return {
    write: (value, writer) => writer.words(value),
    read: (reader) => reader.words(max),
  };
}

export function constant<const Value>(value: Value): Codec<Value> {
  return { write: () => undefined, read: () => value };
}

/** A place where nothing is accepted: the end of a bounded nesting. */
export function refused<Value>(inert: Value, expected: string): Codec<Value> {
  return {
    write: () => undefined,
    read: (reader) => {
      reader.fail(expected);
      return inert;
    },
  };
}

/** By position in `options`; append to them, never reorder. */
export function oneOf<const Options extends readonly [string, ...string[]]>(
  options: Options,
): Codec<Options[number]> {
  return {
    write: (value, writer) => writer.u32(options.indexOf(value)),
    read: (reader) => options[reader.index(options.length)] ?? options[0],
  };
}

export function nullable<Value>(codec: Codec<Value>): Codec<Value | null> {
  return {
    write(value, writer) {
      bool.write(value !== null, writer);
      if (value !== null) codec.write(value, writer);
    },
    read: (reader) => (bool.read(reader) ? codec.read(reader) : null),
  };
}

export function list<Value>(element: Codec<Value>, max: number): Codec<readonly Value[]> {
  return {
    write(values, writer) {
      writer.u32(values.length);
      for (const value of values) element.write(value, writer);
    },
    read(reader) {
      const values: Value[] = [];
      const count = reader.count({ max, bytesMin: 1 });
      while (values.length < count && reader.malformed === null) values.push(element.read(reader));
      return values;
    },
  };
}

/** Fields in the order they are given, without names. */
export function record<Shape extends object>(fields: Fields<Shape>): Codec<Shape> {
  const names = keysOf(fields);
  return {
    write(value, writer) {
      for (const name of names) fields[name].write(value[name], writer);
    },
    read(reader) {
      const value: Partial<Shape> = {};
      fill(value, fields, { names, reader });
      return value;
    },
  };
}

/** By position of the kind among the variants; append to them, never reorder. */
export function union<Value extends Tagged>(inert: Value, variants: Variants<Value>): Codec<Value> {
  const kinds = keysOf<Variants<Value>>(variants);
  return {
    write(value, writer) {
      for (const [tag, kind] of kinds.entries()) {
        if (!isVariant(value, kind)) continue;
        writer.u32(tag);
        variants[kind].write(value, writer);
      }
    },
    read(reader) {
      const kind = kinds[reader.index(kinds.length)];
      return kind === undefined ? inert : variants[kind].read(reader);
    },
  };
}

function unfold(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}

function keysOf<Shape extends object>(shape: Shape): readonly Extract<keyof Shape, string>[] {
  const keys: Extract<keyof Shape, string>[] = [];
  for (const key in shape) keys.push(key);
  return keys;
}

/** Makes the assertion true by reading every field: a loop over keys is what the type system cannot follow. */
function fill<Shape extends object>(
  value: Partial<Shape>,
  fields: Fields<Shape>,
  { names, reader }: { readonly names: readonly (keyof Shape)[]; readonly reader: Reader },
): asserts value is Shape {
  for (const name of names) value[name] = fields[name].read(reader);
}

function isVariant<Value extends Tagged, Kind extends string>(
  value: Value,
  kind: Kind,
): value is Variant<Value, Kind> {
  return value.kind === kind;
}
