/**
 * Texts by code point, many of them fast: keys of facts mostly share their beginning and differ in a few ASCII characters behind it.
 * Those characters and the place of the text are packed into one number, numbers are sorted by the host, and what is still equal is
 * sorted as text.
 */
import { compareText } from './value.ts';

/** Fewer are sorted as fast as texts. */
const MANY = 32;
/** 28 bits of characters and 24 of the place: a number holds 53. */
const CHARACTERS = 4;
const PLACES = 2 ** 24;
const SURROGATE = /[\uD800-\uDFFF]/;

/** In place. */
export function sortTexts(texts: string[]): string[] {
  if (texts.length < 2) return texts;
  const packed = texts.length < MANY || texts.length > PLACES ? null : pack(texts);
  if (packed === null) return sortPlainly(texts);
  return unpack(packed.sort(), texts);
}

/** Without surrogates the order of code points is that of UTF-16, which is the host's own and twice as fast. */
function sortPlainly(texts: string[]): string[] {
  return texts.some((text) => SURROGATE.test(text)) ? texts.sort(compareText) : texts.sort();
}

/** `null` where a character that counts is not ASCII. */
function pack(texts: readonly string[]): Float64Array | null {
  const from = sharedLength(texts);
  const packed = new Float64Array(texts.length);
  for (let place = 0; place < texts.length; place++) {
    const characters = packedAt(texts[place] ?? '', from);
    if (characters < 0) return null;
    packed[place] = characters * PLACES + place;
  }
  return packed;
}

/** −1 where one is not ASCII; behind the end of the text there is less than any character. */
function packedAt(text: string, from: number): number {
  let characters = 0;
  for (let at = from; at < from + CHARACTERS; at++) {
    const character = at < text.length ? text.charCodeAt(at) + 1 : 0;
    if (character > 127) return -1;
    characters = characters * 128 + character;
  }
  return characters;
}

/** How many characters all of them begin with. */
function sharedLength(texts: readonly string[]): number {
  const first = texts[0] ?? '';
  let length = first.length;
  for (const text of texts) {
    let at = 0;
    while (at < length && at < text.length && text.charCodeAt(at) === first.charCodeAt(at)) at++;
    length = at;
  }
  return length;
}

function unpack(packed: Float64Array, texts: string[]): string[] {
  const from = [...texts];
  for (let at = 0; at < packed.length; ) {
    const characters = Math.floor((packed[at] ?? 0) / PLACES);
    const start = at;
    for (; at < packed.length && Math.floor((packed[at] ?? 0) / PLACES) === characters; at++)
      texts[at] = from[(packed[at] ?? 0) % PLACES] ?? '';
    if (at - start > 1) sortPart(texts, start, at);
  }
  return texts;
}

function sortPart(texts: string[], start: number, end: number): void {
  const part = sortPlainly(texts.slice(start, end));
  for (let at = start; at < end; at++) texts[at] = part[at - start] ?? '';
}
