/** Virtual time: order of timers, chains, cancellation. */
import fc from 'fast-check';
import t from 'tap';
import { createActor, createMachine } from 'xstate';
import { LifeClock, VirtualClock } from '#sim/clock.js';

void t.test('timers run by due instant, ties in the order of setting', (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (delays) => {
      const clock = new VirtualClock();
      const ran: number[] = [];
      for (const [index, delayMs] of delays.entries()) clock.setTimeout(() => ran.push(index), delayMs);
      clock.runUntil(20);
      const expected = [...delays.keys()].sort((a, b) => (delays[a] ?? 0) - (delays[b] ?? 0) || a - b);
      return JSON.stringify(ran) === JSON.stringify(expected);
    }),
    { seed: 1 },
  );
  t.end();
});

void t.test('a timer that a timer sets runs at its own instant, however far the clock is moved', (t) => {
  const clock = new VirtualClock(1000);
  const log: number[] = [];
  const again = (): void => {
    log.push(clock.now());
    if (log.length < 3) clock.setTimeout(again, 10);
  };
  clock.setTimeout(again, 10);
  clock.advance(100);
  t.same(log, [1010, 1020, 1030]);
  t.equal(clock.now(), 1100);
  t.equal(clock.step(), false, 'nothing is left');
  t.throws(() => clock.runUntil(1000), /never runs backwards/);
  t.end();
});

void t.test('two chained delays of a machine both happen in one advance', (t) => {
  const machine = createMachine({
    initial: 'a',
    states: { a: { after: { 1000: 'b' } }, b: { after: { 1000: 'c' } }, c: {} },
  });
  const clock = new VirtualClock();
  const actor = createActor(machine, { clock }).start();
  clock.advance(2000);
  t.equal(actor.getSnapshot().value, 'c');
  t.end();
});

void t.test('cancelled timers do not run and do not stay', (t) => {
  const clock = new VirtualClock();
  const ran: string[] = [];
  clock.setTimeout(() => ran.push('kept'), 1000);
  for (let count = 0; count < 10_000; count++) {
    clock.clearTimeout(clock.setTimeout(() => ran.push('cancelled'), count));
  }
  t.equal(clock.pending, 1);
  const twice = clock.setTimeout(() => ran.push('twice'), 1);
  clock.clearTimeout(twice);
  clock.clearTimeout(twice);
  clock.clearTimeout(undefined);
  t.equal(clock.step(), true);
  t.equal(clock.now(), 1000, 'cancelled timers do not move the clock');
  t.same(ran, ['kept']);
  clock.clearTimeout(twice);
  t.equal(clock.pending, 0);
  t.end();
});

void t.test('timers end with the life that set them', (t) => {
  const world = new VirtualClock(5000);
  const clock = new LifeClock(world, -200);
  const ran: string[] = [];
  t.equal(clock.now(), 4800, 'each life has a wall clock of its own');
  clock.jump(500);
  t.equal(clock.now(), 5500, 'which may be set');
  clock.setTimeout(() => ran.push('alive'), 1);
  clock.setTimeout(() => ran.push('dead'), 2);
  world.advance(1);
  clock.kill();
  clock.setTimeout(() => ran.push('zombie'), 1);
  world.advance(10);
  t.same(ran, ['alive']);
  t.equal(world.pending, 0);
  t.end();
});
