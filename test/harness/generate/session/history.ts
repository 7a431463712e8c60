/** Histories for generated programs: facts that come, change and go, clocks, other envelopes and overrides. */
import type { EngineLimits, Overrides } from '#engine';
import { ENGINE_LIMITS, type Override } from '#engine';
import { calendarOf, type SessionPolicy } from '#engine/session/policy.js';
import type { Prng } from '#sim/prng.js';
import { type Extent, KEYS, stranger } from './condition.ts';
import { BEGINNING } from './rule.ts';

/** Fields are JSON; whoever runs the history makes values of them. */
export type Happening =
  | { readonly kind: 'assert'; readonly type: string; readonly key: string; readonly fields: Json }
  | { readonly kind: 'retract'; readonly type: string; readonly key: string }
  | { readonly kind: 'tick' };

export type Json = Readonly<Record<string, unknown>>;

export interface Event {
  /** Milliseconds behind the event before; or at, or just before, the instant that the last step names. */
  readonly wait: number | 'due' | 'before due';
  readonly happenings: readonly Happening[];
  readonly envelope?: Json;
  readonly overrides?: Overrides;
}

export interface History {
  readonly beginning: number;
  readonly envelope: Json;
  readonly overrides: Overrides;
  readonly policy: SessionPolicy;
  readonly limits: EngineLimits;
  readonly events: readonly Event[];
  /** The session is restored behind this event. */
  readonly restoredBehind: number;
}

export function generateHistory(prng: Prng, extent: Extent): History {
  const isWhole = extent === 'whole';
  const length = prng.integer(5, 14);
  return {
    beginning: BEGINNING + prng.pick([0, 0, 500, 9_999]),
    envelope: envelope(prng),
    overrides: isWhole && prng.chance(0.2) ? overrides(prng) : {},
    policy: policy(prng),
    limits: prng.chance(0.25) ? limits(prng) : ENGINE_LIMITS,
    events: [opening(prng, extent), ...Array.from({ length }, () => event(prng, extent))],
    restoredBehind: prng.integer(0, length),
  };
}

const WAITS = [0, 0, 1, 500, 1_000, 1_000, 2_500, 5_000, 5_001, 30_000, 60_000, 600_000] as const;

/** Most sessions have facts before anything else happens. */
function opening(prng: Prng, extent: Extent): Event {
  const happenings = Array.from({ length: prng.integer(0, 7) }, () => happening(prng, extent));
  return { wait: 0, happenings: happenings.filter(({ kind }) => kind === 'assert') };
}

function event(prng: Prng, extent: Extent): Event {
  const many = prng.chance(0.3) ? prng.integer(2, 4) : 1;
  return {
    wait: prng.chance(0.3) ? prng.pick(['due', 'due', 'before due']) : prng.pick(WAITS),
    happenings: Array.from({ length: many }, () => happening(prng, extent)),
    ...(prng.chance(0.08) ? { envelope: envelope(prng) } : {}),
    ...(extent === 'whole' && prng.chance(0.12) ? { overrides: overrides(prng) } : {}),
  };
}

function happening(prng: Prng, extent: Extent): Happening {
  if (prng.chance(0.15)) return { kind: 'tick' };
  const type = prng.pick(['A', 'A', 'B', 'B', 'U', 'U', 'D', 'E']);
  const key = prng.pick(KEYS);
  if (prng.chance(0.2)) return { kind: 'retract', type, key };
  return { kind: 'assert', type, key, fields: fields(prng, extent) };
}

function fields(prng: Prng, extent: Extent): Json {
  return {
    n: prng.integer(0, 3),
    s: prng.pick(['a', 'b']),
    ...(prng.chance(0.6)
      ? { m: { $decimal: prng.pick(['1 USD', '1 USD', '2 USD', stranger(extent)]) } }
      : {}),
  };
}

function envelope(prng: Prng): Json {
  return {
    limit: prng.integer(0, 3),
    mode: prng.pick(['a', 'b']),
    ...(prng.chance(0.7) ? { on: prng.chance(0.7) } : {}),
    ...(prng.chance(0.5) ? { since: BEGINNING / 1000 + prng.integer(-1, 60) } : {}),
    ...(prng.chance(0.8) ? { user: { id: `u${prng.integer(0, 3)}` } } : {}),
  };
}

function overrides(prng: Prng): Overrides {
  const names = Array.from({ length: prng.integer(0, 3) }, () => `R${prng.integer(0, 5)}`);
  return { rules: Object.fromEntries(names.map((name) => [name, override(prng)])) };
}

function override(prng: Prng): Override {
  return {
    ...(prng.chance(0.6) ? { killSwitch: prng.chance(0.5) } : {}),
    ...(prng.chance(0.5) ? { rollout: prng.pick([0, 3_000, 10_000]) } : {}),
  };
}

const EVERY_SEVEN_SECONDS = calendarOf('*/7 * * * * *');

function policy(prng: Prng): SessionPolicy {
  const retention = prng.chance(0.2)
    ? [{ factType: prng.pick(['A', 'B']), forMs: prng.pick([0, 5_000, 60_000]), last: prng.pick([0, 2]) }]
    : [];
  const pollMs = prng.chance(0.1) ? 6_000 : 0;
  return { retention, pollMs, calendars: prng.chance(0.1) ? [EVERY_SEVEN_SECONDS] : [] };
}

/** So small that they are met. */
function limits(prng: Prng): EngineLimits {
  return {
    ...ENGINE_LIMITS,
    ...prng.pick([
      { roundsMax: 2 },
      { roundsMax: 5 },
      { mutationsMax: 3 },
      { factsMax: 3 },
      { keyBytesMax: 1 },
    ]),
  };
}
