/** Numbers, strings and calls as text. */

/** The shortest digits that mean the number; large and small ones with an exponent, which the language reads. */
export function printNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e');
}

/** A backslash is itself unless a quote or another backslash follows, so a regular expression stays as it was written. */
export function printString(text: string): string {
  return `"${text.replace(/\\(?=["\\]|$)|"/g, '\\$&')}"`;
}

export function printCall(name: string, args: readonly string[]): string {
  return `${name}(${args.join(', ')})`;
}
