/** Goal: schedules come when their expression says so, in their time zone, and expressions that mean nothing are told apart. */
import t from 'tap';
import { type Calendar, readCron } from '#lang/cron.js';

function calendar(text: string): Calendar {
  const read = readCron(text);
  if ('reason' in read) throw new Error(read.reason);
  return read;
}

/** The first times behind an instant. */
function times(text: string, from: string, count: number): readonly string[] {
  const found = calendar(text);
  const instants: string[] = [];
  for (let at: number | null = Date.parse(from); instants.length < count; ) {
    at = found.next(at);
    if (at === null) return instants;
    instants.push(new Date(at).toISOString().replace(':00.000Z', 'Z'));
  }
  return instants;
}

void t.test('times', (t) => {
  const sunday = '2026-11-22T12:00:00Z';
  const cases: readonly (readonly [text: string, from: string, times: readonly string[]])[] = [
    ['*/15 * * * *', sunday, ['2026-11-22T12:15Z', '2026-11-22T12:30Z']],
    ['30 8 * * MON-FRI', sunday, ['2026-11-23T08:30Z', '2026-11-24T08:30Z']],
    [
      '0 0 13 * FRI',
      sunday,
      ['2026-11-27T00:00Z', '2026-12-04T00:00Z', '2026-12-11T00:00Z', '2026-12-13T00:00Z'],
    ],
    ['*/20 * * * * *', sunday, ['2026-11-22T12:00:20.000Z', '2026-11-22T12:00:40.000Z', '2026-11-22T12:01Z']],
    ['0 0 29 2 *', sunday, ['2028-02-29T00:00Z', '2032-02-29T00:00Z']],
    ['CRON_TZ=America/New_York 0 9 * * *', sunday, ['2026-11-22T14:00Z']],
    ['CRON_TZ=Europe/Berlin 30 2 * * *', '2026-03-28T12:00:00Z', ['2026-03-29T01:00Z', '2026-03-30T00:30Z']],
    ['CRON_TZ=Europe/Berlin 30 2 * * *', '2026-10-24T12:00:00Z', ['2026-10-25T00:30Z', '2026-10-26T01:30Z']],
  ];
  for (const [text, from, expected] of cases) t.same(times(text, from, expected.length), expected, text);
  t.end();
});

void t.test('a time is behind itself never, and the last one up to itself', (t) => {
  const hourly = calendar('0 * * * *');
  const noon = Date.UTC(2026, 10, 22, 12);
  t.equal(hourly.next(noon), noon + 3_600_000);
  t.equal(hourly.next(noon - 1), noon);
  t.equal(hourly.last(noon), noon);
  t.equal(hourly.last(noon - 1), noon - 3_600_000);
  t.equal(hourly.last(noon + 1), noon);
  t.end();
});

void t.test('asked in any order it says the same as one that is asked for the first time', (t) => {
  const text = 'CRON_TZ=Europe/Berlin */7 9-17 * * MON-FRI';
  const shared = calendar(text);
  const noon = Date.UTC(2026, 10, 20, 12);
  for (let step = 0; step < 400; step++) {
    const at = noon + ((step * 7_919_333) % 400_000_000);
    t.equal(shared.next(at), calendar(text).next(at), new Date(at).toISOString());
  }
  t.end();
});

void t.test('what is no schedule', (t) => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['daily', /neither five fields nor six/],
    ['', /neither five fields nor six/],
    ['* * * *', /neither five fields nor six/],
    ['* * * * * * *', /neither five fields nor six/],
    ['61 * * * *', /Invalid value for minute: 61/],
    ['0 0 31 2 *', /it never comes/],
    ['0 25 * * *', /hour/i],
    ['CRON_TZ=Mars/Olympus 0 9 * * *', /there is no time zone `Mars\/Olympus`/],
    ['CRON_TZ= 0 9 * * *', /neither five fields nor six/],
  ];
  for (const [text, reason] of cases) {
    const read = readCron(text);
    t.match('reason' in read ? read.reason : 'a schedule', reason, text);
  }
  t.end();
});
