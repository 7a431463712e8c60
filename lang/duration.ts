/**
 * Durations as text: `30s`, `1.5m`, `1h30m`, in whole milliseconds. Here `m` is minutes, always; metres exist only as
 * a quantity with a blank (`5 m`). Parts below a millisecond are rounded.
 */
const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  hr: 3_600_000,
  d: 86_400_000,
};
const PART = /(\d+(?:\.\d+)?)(ns|us|µs|μs|ms|s|min|m|hr|h|d)/g;
const DURATION = /^(?:\d+(?:\.\d+)?(?:ns|us|µs|μs|ms|s|min|m|hr|h|d))+$/;

/** Whole milliseconds (0 is possible), or `undefined` when the text is no duration or too long to count. */
export function parseDurationMs(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  let ms = 0;
  for (const [, amount, unit = ''] of text.matchAll(PART)) ms += Number(amount) * (UNIT_MS[unit] ?? 0);
  const whole = Math.round(ms);
  return Number.isSafeInteger(whole) ? whole : undefined;
}
