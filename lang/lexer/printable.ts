/**
 * Source text inside a message: one line, bounded, with control characters and broken surrogates spelled out, so
 * that no input can forge or garble a diagnostic.
 */
const SHOWN_MAX = 40;
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

export function printable(text: string): string {
  const flat = text.slice(0, SHOWN_MAX * 4).replace(/\s+/g, ' ');
  const shown = flat.replace(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  });
  const characters = Array.from(shown);
  return characters.length > SHOWN_MAX ? `${characters.slice(0, SHOWN_MAX).join('')}…` : shown;
}
