/**
 * Text that any reader accepts. Half a surrogate pair is a string to JavaScript, but neither UTF-8 nor, to many parsers,
 * JSON; here it becomes the replacement character.
 */
const LONE_SURROGATE = /\p{Cs}/gu;

export function wellFormed(text: string): string {
  return text.replace(LONE_SURROGATE, '\ufffd');
}

export function wellFormedJson(document: object, indent = 0): string {
  const replace = (_key: string, value: unknown): unknown =>
    typeof value === 'string' ? wellFormed(value) : value;
  return JSON.stringify(document, replace, indent);
}
