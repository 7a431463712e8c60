/**
 * Instants as text: RFC 3339 timestamps to Unix time and back. Only real instants are accepted (no 30 February, no
 * leap second), because a rule that compares with an impossible date would silently compare with another one.
 */
const RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:Z|([+-])(\d{2}):(\d{2}))$/i;
const INSTANT_MAX_MS = 8.64e15;

/** Whole Unix seconds; a fraction is cut off. `undefined` when the text is not an instant. */
export function parseInstant(text: string): number | undefined {
  const ms = parseInstantMs(text);
  return ms === undefined ? undefined : Math.floor(ms / 1000);
}

/** Unix milliseconds; finer fractions are cut off. */
export function parseInstantMs(text: string): number | undefined {
  const match = RFC_3339.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const offsetHours = Number(match[9] ?? 0);
  const offsetMinutes = Number(match[10] ?? 0);
  if (hour > 23 || minute > 59 || second > 59 || offsetHours > 23 || offsetMinutes > 59) return undefined;
  const midnight = midnightMs(year, month, day);
  if (midnight === undefined) return undefined;
  const fraction = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const offset = (match[8] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes);
  return midnight + ((hour * 60 + minute - offset) * 60 + second) * 1000 + fraction;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Midnight UTC of a date, in Unix seconds; `undefined` when the text is none or there is no such day. */
export function parseDate(text: string): number | undefined {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined) return undefined;
  const ms = midnightMs(Number(year), Number(month), Number(day));
  return ms === undefined ? undefined : ms / 1000;
}

/** Instants come again and again: the bounds of windows, and the second that is now. */
const FORMATTED = new Map<number, string>();
const FORMATTED_MAX = 256;

/** `2026-01-01T00:00:00Z`; a number outside the calendar is shown as it is. */
export function formatInstant(seconds: number): string {
  const known = FORMATTED.get(seconds);
  if (known !== undefined) return known;
  if (FORMATTED.size >= FORMATTED_MAX) FORMATTED.clear();
  const text = writeInstant(seconds);
  FORMATTED.set(seconds, text);
  return text;
}

function writeInstant(seconds: number): string {
  const ms = Math.floor(seconds) * 1000;
  if (!(Math.abs(ms) <= INSTANT_MAX_MS)) return String(seconds);
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

function midnightMs(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined;
}
