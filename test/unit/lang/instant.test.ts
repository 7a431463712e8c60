/** Instants and durations as text. */
import fc from 'fast-check';
import t from 'tap';
import { parseDurationMs } from '#lang/duration.js';
import { formatInstant, parseInstant, parseInstantMs } from '#lang/instant.js';

void t.test('instants', (t) => {
  t.equal(parseInstant('2026-01-01T00:00:00Z'), 1767225600);
  t.equal(parseInstant('2026-01-01T00:00:00+02:00'), 1767218400);
  t.equal(parseInstant('2026-01-01T00:00:00.999Z'), 1767225600);
  t.equal(parseInstant('1969-12-31T23:59:59.5Z'), -1, 'a fraction is cut off before 1970 too');
  t.equal(parseInstantMs('2026-01-01T00:00:00.98765-00:30'), 1767227400987);
  t.equal(parseInstantMs('0001-01-01T00:00:00Z'), Date.parse('0001-01-01T00:00:00Z'));
  t.equal(parseInstant('2024-02-29T00:00:00Z'), Date.parse('2024-02-29T00:00:00Z') / 1000);
  t.end();
});

void t.test('what is no instant', (t) => {
  for (const text of [
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-06-30T23:59:60Z',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00',
    '2026-01-01 00:00:00Z',
    '2026-01-01',
    '2026-01-01T00:00:00.Z',
    ' 2026-01-01T00:00:00Z',
    '',
  ]) {
    t.equal(parseInstantMs(text), undefined, text);
  }
  t.end();
});

void t.test('parse ∘ format = id on whole seconds of the calendar', (t) => {
  const seconds = fc.integer({ min: -62_167_219_200, max: 253_402_300_799 });
  fc.assert(
    fc.property(seconds, (instant) => parseInstant(formatInstant(instant)) === instant),
    { seed: 1 },
  );
  t.equal(formatInstant(1767225600.7), '2026-01-01T00:00:00Z');
  t.equal(formatInstant(Infinity), 'Infinity', 'never throws');
  t.equal(formatInstant(NaN), 'NaN');
  t.end();
});

void t.test('durations', (t) => {
  const cases: readonly (readonly [string, number | undefined])[] = [
    ['30s', 30_000],
    ['1h30m', 5_400_000],
    ['1.5m', 90_000],
    ['100ms', 100],
    ['1hr', 3_600_000],
    ['2d', 172_800_000],
    ['10min', 600_000],
    ['0s', 0],
    ['1500us', 2],
    ['2000000ns', 2],
    ['3000µs', 3],
    ['5', undefined],
    ['5 m', undefined],
    ['-5m', undefined],
    ['5M', undefined],
    ['m', undefined],
    ['99999999999999999d', undefined],
    ['', undefined],
  ];
  for (const [text, ms] of cases) t.equal(parseDurationMs(text), ms, text);
  t.end();
});
