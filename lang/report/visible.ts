/**
 * Text that comes from outside, as one line for a terminal: whatever could steer it, or end the line, is shown and not obeyed.
 */

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** Unicode has a picture of each control character of ASCII, in their order. */
const PICTURES = 0x2400;
const PICTURED = 0x20;

/** Control, format and line-separating characters and broken surrogates as `\u{…}`. */
export function visible(line: string): string {
  return line.replace(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Line by line. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

/** For the texts of examples, whose line breaks and tabs stay; what has a picture is shown by it, `␀` for 0. */
export function pictured(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < PICTURED ? String.fromCodePoint(PICTURES + code) : visible(character);
  });
}
