/**
 * Character classes of the language, by UTF-16 code unit. Names are ASCII only; everything else outside strings,
 * comments and targets is punctuation or a mistake. `charCodeAt` past the end is `NaN`, which is in no class.
 */
export const NEWLINE = 10;
export const SLASH = 47;
export const STAR = 42;
export const HASH = 35;
export const QUOTE = 34;
export const BACKSLASH = 92;
export const DOT = 46;
export const COLON = 58;
export const OPEN_PAREN = 40;
const BYTE_ORDER_MARK = 0xfeff;

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

export function isNamePart(code: number): boolean {
  return isNameStart(code) || isDigit(code);
}

/** Space and tab: what may stand between a number and its unit. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

export function isWhitespace(code: number): boolean {
  return isBlank(code) || code === NEWLINE || code === 13;
}

/** A byte order mark counts only as the first character of the source. */
export function isByteOrderMark(code: number, offset: number): boolean {
  return offset === 0 && code === BYTE_ORDER_MARK;
}
