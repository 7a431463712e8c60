/**
 * Growing bytes that `Reader` reads back. It owns layout of single values only; what follows what is `codec.ts`. It
 * trusts its caller: numbers are in range, texts are well formed (an unpaired surrogate becomes U+FFFD, as in every
 * UTF-8 file).
 */
const ENCODER = new TextEncoder();
const INITIAL_BYTES = 4096;

export class Writer {
  #bytes = new Uint8Array(INITIAL_BYTES);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** A copy of what was written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  byte(value: number): void {
    const at = this.#reserve(1);
    this.#bytes[at] = value;
  }

  u32(value: number): void {
    let rest = value >>> 0;
    for (; rest >= 0x80; rest >>>= 7) this.byte((rest & 0x7f) | 0x80);
    this.byte(rest);
  }

  f64(value: number): void {
    const at = this.#reserve(8);
    this.#view.setFloat64(at, value, true);
  }

  words(words: Int32Array): void {
    this.u32(words.length);
    const at = this.#reserve(words.length * 4);
    for (const [index, word] of words.entries()) this.#view.setInt32(at + index * 4, word, true);
  }

  text(text: string): void {
    const encoded = ENCODER.encode(text);
    this.u32(encoded.length);
    const at = this.#reserve(encoded.length);
    this.#bytes.set(encoded, at);
  }

  /** Offset of `count` bytes more. It may replace the buffer: call it before taking hold of that. */
  #reserve(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) this.#grow();
    return at;
  }

  #grow(): void {
    const grown = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
