/**
 * Total reading of untrusted bytes. The first problem is remembered with its offset and empties the reader, so that
 * every later read fails its bounds check at once and yields an inert value: callers need no error path of their
 * own, they look at `malformed` when they are through. Lengths are compared with what remains before anything is
 * allocated for them. Only the shortest form of a value is accepted: one value, one encoding.
 */
export interface Malformed {
  readonly offset: number;
  readonly expected: string;
}

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });
const ENCODER = new TextEncoder();
const REPLACEMENT = '\ufffd';
/** Below this length, characters are cheaper one by one than a call of the decoder. */
const SHORT_BYTES = 12;

export class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  #end: number;
  #malformed: Malformed | null = null;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#end = bytes.length;
  }

  /** The first problem, or `null` while all went well. */
  get malformed(): Malformed | null {
    return this.#malformed;
  }

  fail(expected: string): void {
    this.#malformed ??= { offset: this.#at, expected };
    this.#end = this.#at;
  }

  /** Call when everything is read: bytes that belong to nothing are a problem too. */
  finish(): void {
    if (this.#at < this.#end) this.fail('the end');
  }

  byte(): number {
    if (this.#at >= this.#end) this.fail('a byte');
    return this.#malformed === null ? (this.#bytes[this.#at++] ?? 0) : 0;
  }

  /** Seven bits a byte, lowest first. */
  u32(): number {
    const first = this.byte();
    if (first < 0x80) return first;
    let value = first & 0x7f;
    for (let shift = 7; shift <= 28; shift += 7) {
      const byte = this.byte();
      if (byte === 0 || (shift === 28 && byte > 0x0f)) break;
      value = (value | ((byte & 0x7f) << shift)) >>> 0;
      if (byte < 0x80) return value;
    }
    this.fail('a 32-bit number in its shortest form');
    return 0;
  }

  /** A number below `count`. */
  index(count: number): number {
    const value = this.u32();
    if (value < count) return value;
    this.fail(`a number below ${count}`);
    return 0;
  }

  /** How many elements follow, each of at least `bytesMin` bytes. */
  count({ max, bytesMin }: { readonly max: number; readonly bytesMin: number }): number {
    const count = this.u32();
    if (count <= max && count * bytesMin <= this.#end - this.#at) return count;
    this.fail('a length that fits what remains');
    return 0;
  }

  /** Refuses NaN, whose many bit patterns would be one value. */
  f64(): number {
    const at = this.#take(8, 'a 64-bit number');
    const value = at < 0 ? 0 : this.#view.getFloat64(at, true);
    if (!Number.isNaN(value)) return value;
    this.fail('a number');
    return 0;
  }

  words(max: number): Int32Array {
    const words = new Int32Array(this.count({ max, bytesMin: 4 }));
    const at = this.#take(words.length * 4, 'words');
    for (let index = 0; index < words.length; index++)
      words[index] = this.#view.getInt32(at + index * 4, true);
    return words;
  }

  text(): string {
    const length = this.count({ max: this.#end, bytesMin: 1 });
    const at = this.#take(length, 'text');
    if (at < 0) return '';
    if (length < SHORT_BYTES && this.#isAscii(at, length)) return this.#ascii(at, length);
    const bytes = this.#bytes.subarray(at, at + length);
    const text = DECODER.decode(bytes);
    if (text.includes(REPLACEMENT) && !areEqual(ENCODER.encode(text), bytes)) this.fail('text in UTF-8');
    return text;
  }

  /** Offset of the next `length` bytes, or −1 where there are fewer. */
  #take(length: number, expected: string): number {
    if (length > this.#end - this.#at) this.fail(expected);
    if (this.#malformed !== null) return -1;
    this.#at += length;
    return this.#at - length;
  }

  #isAscii(at: number, length: number): boolean {
    for (let index = at; index < at + length; index++) if ((this.#bytes[index] ?? 0) >= 0x80) return false;
    return true;
  }

  #ascii(at: number, length: number): string {
    let text = '';
    for (let index = at; index < at + length; index++) text += String.fromCharCode(this.#bytes[index] ?? 0);
    return text;
  }
}

function areEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}
