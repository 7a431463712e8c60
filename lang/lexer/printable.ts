/**
 * Source text inside a message: one line, bounded, with control characters and broken surrogates spelled out, so
 * that no input can forge or garble a diagnostic.
 */
const SHOWN_MAX = 40;
const UNPRINTABLE =
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu;

export function printable(text: string): string {
  const flat = text.slice(0, SHOWN_MAX * 4).replace(/\s+/g, ' ');
  const shown = flat.replace(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  });
  const characters = [...shown];
  return characters.length > SHOWN_MAX ? `${characters.slice(0, SHOWN_MAX).join('')}…` : shown;
}
