/** Goal: schedules tick at their times and at no others, over restarts too, in a whole system in virtual time. */
import t from 'tap';
import { START, virtualSystem } from '../../harness/virtual-system.ts';

const HOUR = 3_600_000;

function program(clauses: string): string {
  return `
outcome Report { at: timestamp }
fact Reading { value: number }
expert rule Tell { when { current_round > 0 } then emit Report { at: now() } }
arbiter reports { ${clauses} }`;
}

function instants(events: Awaited<ReturnType<typeof virtualSystem>>['events']) {
  return events.flatMap((event) =>
    event.type === 'decided' ? [new Date(event.decision.now).toISOString()] : [],
  );
}

void t.test('nothing is decided before the first time, and something at each', async (t) => {
  const { runFor, events } = await virtualSystem(program('schedule "30 6,18 * * *" on * nats'));
  await runFor(6 * HOUR);
  t.same(instants(events), [], 'it starts at noon');
  await runFor(42 * HOUR);
  t.same(instants(events), [
    '2026-11-22T18:30:00.000Z',
    '2026-11-23T06:30:00.000Z',
    '2026-11-23T18:30:00.000Z',
    '2026-11-24T06:30:00.000Z',
  ]);
  const missed = events.flatMap((event) =>
    event.type === 'decided' && event.decision.command.kind === 'tick' ? [event.decision.command.missed] : [],
  );
  t.same(missed, [0, 0, 0, 0]);
});

void t.test('the clock of a time zone', async (t) => {
  const { runFor, events } = await virtualSystem(
    program('schedule "CRON_TZ=America/New_York 0 9 * * MON-FRI" on * nats'),
  );
  await runFor(72 * HOUR);
  t.same(instants(events), ['2026-11-23T14:00:00.000Z', '2026-11-24T14:00:00.000Z']);
});

void t.test('two schedules and a poll', async (t) => {
  const clauses = 'schedule "0 13 * * *" schedule "0 14 * * *" poll 45m on * nats';
  const { runFor, events } = await virtualSystem(program(clauses));
  await runFor(2.1 * HOUR);
  t.same(
    instants(events).map((instant) => instant.slice(11, 16)),
    ['12:00', '12:45', '13:00', '13:30', '14:00'],
  );
});

void t.test('down for a day: one tick makes up for those that were missed', async (t) => {
  const first = await virtualSystem(program('schedule "0 * * * *" on * nats'));
  await first.runFor(90 * 60_000);
  t.same(instants(first.events), ['2026-11-22T13:00:00.000Z']);
  await first.stop();
  const second = await first.restart(START + 30.5 * HOUR);
  await second.runFor(HOUR);
  const ticks = second.events.flatMap((event) => (event.type === 'decided' ? [event.decision] : []));
  t.same(
    ticks.map(({ now, command }) => [new Date(now).toISOString(), command]),
    [
      ['2026-11-23T18:00:00.000Z', { kind: 'tick', missed: 28 }],
      ['2026-11-23T19:00:00.000Z', { kind: 'tick', missed: 0 }],
    ],
  );
});

void t.test('stopped before the first time: it still comes', async (t) => {
  const first = await virtualSystem(program('schedule "0 18 * * *" on * nats'));
  await first.runFor(HOUR);
  await first.stop();
  const second = await first.restart(START + 2 * HOUR);
  await second.runFor(5 * HOUR);
  t.same(instants(second.events), ['2026-11-22T18:00:00.000Z']);
});

void t.test('a lane for each key begins with its first fact', async (t) => {
  const { runFor, events, publish } = await virtualSystem(
    program('stream Reading by value source Reading retain last 1 schedule "0 18 * * *" on * nats'),
  );
  await runFor(HOUR);
  await publish('Reading', 'a', { value: 1 });
  await runFor(6 * HOUR);
  t.same(instants(events), ['2026-11-22T13:00:00.001Z', '2026-11-22T18:00:00.000Z']);
});
