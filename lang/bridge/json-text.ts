/**
 * JSON text to a value, without exceptions and with the offset of the first mistake. The messages of `JSON.parse` differ from
 * one version of the runtime to the next and often name no place, so the text is checked first; the scan keeps
 * its own stack, because the text may be nested as deeply as it is long.
 */
import { BACKSLASH, QUOTE } from '../lexer/characters.ts';

export type ParsedJson = { readonly value: unknown } | { readonly faultAt: number };

export function parseJson(text: string): ParsedJson {
  const faultAt = jsonFault(text);
  return faultAt === undefined ? { value: JSON.parse(text) } : { faultAt };
}

const BLANKS = /[ \t\r\n]*/y;
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const COLON = /[ \t\r\n]*:/y;

/** The offset of the first character that JSON does not allow there; the length of the text where it ends too early. */
function jsonFault(text: string): number | undefined {
  const scan = new Scan(text);
  if (!scan.value()) return scan.offset;
  while (scan.isOpen) if (!scan.member()) return scan.offset;
  scan.skip(BLANKS);
  return scan.offset < text.length ? scan.offset : undefined;
}

class Scan {
  offset = 0;
  readonly #text: string;
  /** Closing brackets that are still to come. */
  readonly #open: string[] = [];
  /** Nothing stands in the innermost brackets yet. */
  #isFirst = false;

  constructor(text: string) {
    this.#text = text;
  }

  get isOpen(): boolean {
    return this.#open.length > 0;
  }

  /** A scalar, or the opening bracket of what is not one. */
  value(): boolean {
    this.skip(BLANKS);
    const opening = this.#text.charAt(this.offset);
    if (opening === '"') return this.#string();
    if (opening !== '{' && opening !== '[') return this.skip(WORD);
    this.offset++;
    this.#open.push(opening === '{' ? '}' : ']');
    this.#isFirst = true;
    return true;
  }

  /** The next member of the innermost brackets, or their end. */
  member(): boolean {
    this.skip(BLANKS);
    const close = this.#open.at(-1);
    if (this.#text.charAt(this.offset) === close) return this.#close();
    if (!this.#isFirst && !this.#comma()) return false;
    this.#isFirst = false;
    this.skip(BLANKS);
    return (close === ']' || this.#key()) && this.value();
  }

  skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.offset;
    if (!pattern.test(this.#text)) return false;
    this.offset = pattern.lastIndex;
    return true;
  }

  #close(): true {
    this.offset++;
    this.#open.pop();
    this.#isFirst = false;
    return true;
  }

  #key(): boolean {
    return this.#text.charAt(this.offset) === '"' && this.#string() && this.skip(COLON);
  }

  /** By hand, because a pattern would keep a place to come back to for every character of a long string. */
  #string(): boolean {
    this.offset++;
    for (let code = this.#code; code >= 32; code = this.#code) {
      if (code === BACKSLASH) {
        if (!this.skip(ESCAPE)) return false;
      } else {
        this.offset++;
        if (code === QUOTE) return true;
      }
    }
    return false;
  }

  /** `NaN`, which is in no range, at the end. */
  get #code(): number {
    return this.#text.charCodeAt(this.offset);
  }

  #comma(): boolean {
    if (this.#text.charAt(this.offset) !== ',') return false;
    this.offset++;
    return true;
  }
}
