/**
 * The laws of the overrides store, for every implementation of it. Each opens a store of its own and can open what it left once
 * more, as the next process would.
 */
import fc from 'fast-check';
import type { Test } from 'tap';
import type { Bundle, OverrideEvent, OverrideStore } from '#actors/overrides/override-store.js';
import { contextFromJson, decideRules, type Override, type Overrides } from '#engine';
import { layered, type OverrideTarget, withEntry } from '#engine/govern/override-entries.js';
import { compile } from '#lang';
import { arbitraryEntry } from './arbitrary-overrides.ts';

export interface Opened {
  readonly store: OverrideStore;
  /** Closes it and opens what it left. */
  readonly reopen: () => Promise<Opened>;
  readonly close: () => Promise<void>;
}

export type Opening = (t: Test) => Promise<Opened>;

const RULE = { kind: 'rule', rule: 'Free' } as const;
const ARM = { kind: 'arm', strategy: 'Route', arm: 'Fast' } as const;
const FLAG = { kind: 'flag', flag: 'checkout' } as const;
const FLAG_RULE = { kind: 'flag_rule', flag: 'checkout', index: 1 } as const;

/** Everything that a watch says from now on. */
export function eventsOf(store: OverrideStore, bundle: Bundle): OverrideEvent[] {
  const events: OverrideEvent[] = [];
  store.watch(bundle).subscribe((event) => events.push(event));
  return events;
}

/** What a copy is that started with the first snapshot and followed every event. */
export function followed(events: readonly OverrideEvent[]): Overrides {
  return events.reduce<Overrides>(
    (copy, event) =>
      event.kind === 'snapshot'
        ? event.overrides
        : withEntry(copy, { target: event, override: event.override }),
    {},
  );
}

type Law = (t: Test, opened: Opened) => Promise<Opened | void>;

export function overrideLaws(t: Test, open: Opening): void {
  for (const [name, law] of Object.entries(LAWS))
    void t.test(name, async (t) => {
      const opened = await open(t);
      await ((await law(t, opened)) ?? opened).close();
    });
}

const LAWS: Readonly<Record<string, Law>> = {
  'an entry of each kind, whole, until nothing of it is set': async (t, { store }) => {
    t.same(store.read('shop'), {});
    t.same(await store.set('shop', RULE, { killSwitch: true, rollout: 2500 }), {
      killSwitch: true,
      rollout: 2500,
    });
    await store.set('shop', ARM, { rollout: 0 });
    await store.set('shop', FLAG, { killSwitch: false });
    await store.set('shop', FLAG_RULE, { rollout: 10_000 });
    const all = {
      rules: { Free: { killSwitch: true, rollout: 2500 } },
      arms: { Route: { Fast: { rollout: 0 } } },
      flags: { checkout: { killSwitch: false } },
      flagRules: { checkout: { '1': { rollout: 10_000 } } },
    };
    t.same(store.read('shop'), all);
    await store.set('shop', RULE, { rollout: 5 });
    t.same(store.read('shop').rules, { Free: { rollout: 5 } }, 'the former entry is gone, whole');
    t.same(await store.set('shop', RULE, (present) => ({ ...present, killSwitch: false })), {
      killSwitch: false,
      rollout: 5,
    });
    t.same(store.bundles(), ['shop']);
    for (const target of [RULE, ARM, FLAG, FLAG_RULE]) await store.set('shop', target, {});
    t.same(store.read('shop'), {});
    t.same(store.bundles(), []);
  },

  'what is read is what decide takes': async (t, { store }) => {
    const text = 'rule Free { then Ship { } }';
    const { program } = compile({ name: 'shop.arb', text }, 'shop');
    if (program === null) throw new Error('the program compiles');
    const matched = (): number => {
      const overrides = store.read('shop');
      return decideRules(program, contextFromJson({}), { nowSeconds: 0, overrides }).matched.length;
    };
    t.equal(matched(), 1);
    await store.set('shop', RULE, { killSwitch: true });
    t.equal(matched(), 0);
    await store.set('shop', RULE, {});
    t.equal(matched(), 1);
  },

  'bundles are apart, and over what they share': async (t, { store }) => {
    await store.set(null, RULE, { killSwitch: true, rollout: 1 });
    await store.set('shop', RULE, { killSwitch: false });
    await store.set('bank', FLAG, { killSwitch: true });
    t.same(store.read(null).rules, { Free: { killSwitch: true, rollout: 1 } });
    t.same(store.read('shop').rules, { Free: { killSwitch: false, rollout: 1 } });
    t.same(store.read('shop').flags, undefined);
    t.same(store.read('elsewhere'), store.read(null));
    t.same(store.bundles(), ['bank', 'shop']);
  },

  'a watch: the snapshot, then one event for each real change': async (t, { store }) => {
    await store.set('shop', RULE, { killSwitch: true });
    const events = eventsOf(store, 'shop');
    const bank = eventsOf(store, 'bank');
    const bundle = 'shop';
    t.same(events, [{ kind: 'snapshot', bundle, overrides: { rules: { Free: { killSwitch: true } } } }]);
    await store.set('shop', RULE, { killSwitch: true });
    await store.set('shop', ARM, {});
    t.equal(events.length, 1, 'what changes nothing is no event');
    await store.set('shop', RULE, { killSwitch: true, rollout: 5 });
    await store.set('shop', ARM, { rollout: 7 });
    await store.set('shop', FLAG, { killSwitch: false });
    await store.set('shop', FLAG_RULE, { rollout: 9 });
    await store.set('shop', RULE, {});
    t.same(events.slice(1), [
      { ...RULE, bundle, override: { killSwitch: true, rollout: 5 } },
      { ...ARM, bundle, override: { rollout: 7 } },
      { ...FLAG, bundle, override: { killSwitch: false } },
      { ...FLAG_RULE, bundle, override: { rollout: 9 } },
      { ...RULE, bundle, override: {} },
    ]);
    t.equal(bank.length, 1, 'of another bundle nothing');
  },

  'what all share reaches every watch, unless it is covered': async (t, { store }) => {
    await store.set('shop', RULE, { killSwitch: false });
    const [shared, shop, bank] = [eventsOf(store, null), eventsOf(store, 'shop'), eventsOf(store, 'bank')];
    await store.set(null, RULE, { killSwitch: true });
    t.same(shared.at(-1), { ...RULE, bundle: null, override: { killSwitch: true } });
    t.same(bank.at(-1), { ...RULE, bundle: 'bank', override: { killSwitch: true } });
    t.equal(shop.length, 1, 'covered');
    await store.set('shop', RULE, {});
    t.same(shop.at(-1), { ...RULE, bundle: 'shop', override: { killSwitch: true } });
  },

  'a subscriber that is not ready costs a bounded number of events and misses no state': async (
    t,
    { store },
  ) => {
    const seen: OverrideEvent[] = [];
    const waits: (() => void)[] = [];
    const untilReady = (): Promise<void> => new Promise((resume) => waits.push(resume));
    store.watch('shop', { untilReady, waitingMax: 3 }).subscribe((event) => seen.push(event));
    const quick = eventsOf(store, 'shop');
    const count = 20;
    for (let rollout = 1; rollout <= count; rollout++) await store.set('shop', RULE, { rollout });
    t.equal(quick.length, 1 + count, 'who is ready gets each');
    t.equal(seen.length, 1, 'nothing more before it is ready');
    waits.shift()?.();
    await settle();
    t.same(seen[1], { kind: 'snapshot', bundle: 'shop', overrides: store.read('shop') });
    for (const rollout of [101, 102]) await store.set('shop', RULE, { rollout });
    for (let turn = 0; turn < 5; turn++) {
      waits.shift()?.();
      await settle();
    }
    t.same(
      seen.slice(2).map((event) => (event.kind === 'snapshot' ? event.kind : event.override.rollout)),
      [101, 102],
      'one by one again',
    );
    t.same(followed(seen), store.read('shop'));
  },

  'a subscriber that fails ends its own watch only; who leaves gets nothing more': async (t, { store }) => {
    const failures: unknown[] = [];
    store
      .watch('shop', { untilReady: () => Promise.reject(new Error('gone')) })
      .subscribe({ error: (error: unknown) => failures.push(error) });
    const left: OverrideEvent[] = [];
    store
      .watch('shop')
      .subscribe((event) => left.push(event))
      .unsubscribe();
    const others = eventsOf(store, 'shop');
    await store.set('shop', RULE, { rollout: 1 });
    t.match(failures, [{ message: 'gone' }]);
    t.equal(left.length, 1);
    t.equal(others.length, 2);
  },

  'writers at the same time come one after another, and none is lost': async (t, { store, reopen }) => {
    const events = eventsOf(store, 'shop');
    const add = ({ rollout = 0 }: { readonly rollout?: number }) => ({ rollout: rollout + 1 });
    const many = Array.from({ length: 40 }, (_, index) => index);
    const results = await Promise.all([
      ...many.map(() => store.set('shop', RULE, add)),
      ...many.map((index) => store.set('shop', { ...FLAG_RULE, index }, { rollout: index })),
    ]);
    t.same(
      results.slice(0, many.length).map(({ rollout }) => rollout),
      many.map((index) => index + 1),
      'in the order of the calls',
    );
    t.same(store.read('shop').rules, { Free: { rollout: 40 } });
    t.equal(Object.keys(store.read('shop').flagRules?.['checkout'] ?? {}).length, 40);
    t.equal(events.length, 81);
    t.same(followed(events), store.read('shop'));
    const before = store.read('shop');
    const next = await reopen();
    t.same(next.store.read('shop'), before);
    return next;
  },

  'any history: what is read, what a watch adds up to and what the next process finds are the same': async (
    t,
    { store, reopen },
  ) => {
    const bundle = fc.constantFrom(null, 'A', '__proto__', 'ü/ %');
    const steps = fc.sample(fc.tuple(bundle, arbitraryEntry), { numRuns: 60, seed: 7 });
    const model = new Map<Bundle, Overrides>();
    const watched = new Map<Bundle, readonly OverrideEvent[]>();
    for (const name of [null, 'A', '__proto__', 'ü/ %']) watched.set(name, eventsOf(store, name));
    for (const [name, entry] of steps) {
      await store.set(name, entry.target, entry.override);
      model.set(name, withEntry(model.get(name) ?? {}, entry));
    }
    const expected = (name: Bundle): Overrides =>
      name === null ? (model.get(null) ?? {}) : layered(model.get(null) ?? {}, model.get(name) ?? {});
    const next = await reopen();
    for (const [name, events] of watched) {
      t.same(followed(events), expected(name));
      t.same(next.store.read(name), expected(name));
    }
    return next;
  },

  'what cannot be an override is refused and changes nothing': async (t, { store }) => {
    const events = eventsOf(store, 'shop');
    const refused: readonly (readonly [
      bundle: Bundle,
      target: OverrideTarget,
      override: Override,
      said: RegExp,
    ])[] = [
      ['shop', RULE, { rollout: 10_001 }, /a whole number from 0 to 10000/],
      ['shop', RULE, { rollout: 0.5 }, /a whole number/],
      ['shop', FLAG, { rollout: 1 }, /a flag has no rollout/],
      ['shop', FLAG_RULE, { killSwitch: true }, /no kill switch/],
      ['shop', { ...FLAG_RULE, index: -1 }, { rollout: 1 }, /counted from 0/],
      ['shop', { ...RULE, rule: '' }, { rollout: 1 }, /a name is empty/],
      ['x'.repeat(257), RULE, { rollout: 1 }, /257 bytes/],
      ['', RULE, { rollout: 1 }, /a name is empty/],
    ];
    for (const [bundle, target, override, message] of refused)
      await t.rejects(store.set(bundle, target, override), { code: 'overrides/invalid', message });
    const thrown = store.set('shop', RULE, () => {
      throw new Error('no');
    });
    await t.rejects(thrown, { message: 'no' });
    t.equal(events.length, 1);
    t.same(await store.set('shop', RULE, { rollout: 1 }), { rollout: 1 }, 'and the next one is set');
  },

  'closing waits for what is under way and completes every watch': async (t, { store, reopen }) => {
    const completed: string[] = [];
    store.watch('shop').subscribe({ complete: () => completed.push('ready') });
    const waits: (() => void)[] = [];
    const untilReady = (): Promise<void> => new Promise((resume) => waits.push(resume));
    const late: string[] = [];
    store
      .watch('shop', { untilReady })
      .subscribe({ next: ({ kind }) => late.push(kind), complete: () => late.push('complete') });
    const setting = store.set('shop', RULE, { rollout: 3 });
    const next = await reopen();
    await setting;
    t.same(completed, ['ready']);
    t.same(late, ['snapshot']);
    for (let turn = 0; turn < 3; turn++) {
      waits.shift()?.();
      await settle();
    }
    t.same(late, ['snapshot', 'rule', 'complete'], 'who is slow still gets what waited');
    t.same(next.store.read('shop').rules, { Free: { rollout: 3 } });
    return next;
  },
};

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
