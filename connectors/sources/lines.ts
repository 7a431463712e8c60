/**
 * A text file a line at a time, with as much memory as its longest line may take. A line that is too long or no UTF-8 is
 * given as a fault in its place and reading goes on behind it: whether one bad line ends everything is for the reader to say.
 */
import { createReadStream } from 'node:fs';
import { Fault } from '#streams/faults.js';
import { readableReason } from '../system/errno.ts';

export type Line =
  /** Without blanks at its ends and without a byte order mark. */
  | { readonly number: number; readonly text: string }
  /** `fault` goes behind the number of the line: `is not UTF-8`. */
  | { readonly number: number; readonly fault: string; readonly cause?: unknown };

const LINE_FEED = 0x0a;

/** Numbers begin with 1; the last line is there even when it is empty. Rejects when the file cannot be read. */
export async function* readLines(path: string, bytesMax: number): AsyncGenerator<Line, void, undefined> {
  const line = new GrowingLine(bytesMax);
  for await (const chunk of readChunks(path)) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      line.add(chunk.subarray(start, end));
      yield line.take();
      start = end + 1;
    }
    line.add(chunk.subarray(start));
  }
  yield line.take();
}

/** What has been read of a line; of one that is too long nothing is kept. */
class GrowingLine {
  readonly #bytesMax: number;
  readonly #parts: Buffer[] = [];
  #bytes = 0;
  #number = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  add(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes <= this.#bytesMax) this.#parts.push(part);
    else this.#parts.length = 0;
  }

  /** The line, and the next one begins. */
  take(): Line {
    const isTooLong = this.#bytes > this.#bytesMax;
    const bytes = Buffer.concat(this.#parts.splice(0));
    this.#bytes = 0;
    this.#number += 1;
    return isTooLong
      ? { number: this.#number, fault: `has more than ${this.#bytesMax} bytes` }
      : decodeLine(bytes, this.#number);
  }
}

async function* readChunks(path: string): AsyncGenerator<Buffer, void, undefined> {
  const chunks: AsyncIterable<unknown> = createReadStream(path);
  try {
    for await (const chunk of chunks) {
      if (Buffer.isBuffer(chunk)) yield chunk;
    }
  } catch (error) {
    const reason = `${path}: ${readableReason(error)}`;
    throw new Fault('fact/bad-body', { values: { format: 'NDJSON', reason }, cause: error });
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeLine(bytes: Buffer, number: number): Line {
  try {
    return { number, text: utf8.decode(bytes).trim() };
  } catch (cause) {
    return { number, fault: 'is not UTF-8', cause };
  }
}
