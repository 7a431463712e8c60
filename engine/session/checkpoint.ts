/**
 * Checkpoints: a session as canonical bytes, and back. `restore ∘ checkpoint` is the identity to the byte, so a
 * restored session decides exactly as the one that wrote the checkpoint would have. Bytes from disk are untrusted: `restoreSession` returns a
 * reason instead of a session when they do not fit.
 */
import type { Program } from '#lang/bytecode/program.js';
import { canonicalBytes } from '../audit/canonical.ts';
import { Fact, type FactIdentity } from '../fact.ts';
import type { Support } from '../memory/working-memory.ts';
import { Validator } from '../validator.ts';
import { valueFromJson } from '../json.ts';
import { isRecord, type ValueRecord } from '../value.ts';
import type { Match, RuleState } from './rule-state.ts';
import { Session, type SessionOptions } from './session.ts';

const FORMAT = 1;

interface FactSnapshot extends FactIdentity {
  readonly fields: ValueRecord;
  readonly at: number;
  readonly round: number;
}

interface SupportSnapshot {
  readonly rule: string;
  readonly priority: number;
  readonly fact: FactSnapshot;
}

interface RuleSnapshot extends Omit<RuleState, 'supported'> {
  readonly name: string;
  readonly supported: readonly {
    readonly id: string;
    readonly params: ValueRecord;
    readonly emitted: boolean;
  }[];
}

interface Snapshot {
  readonly format: number;
  readonly rounds: number;
  readonly now: number;
  readonly external: readonly FactSnapshot[];
  readonly supports: readonly SupportSnapshot[];
  readonly rules: readonly RuleSnapshot[];
  readonly dirty: readonly (readonly [type: string, causes: readonly string[]])[];
}

export type Restored =
  | { readonly kind: 'restored'; readonly session: Session }
  | { readonly kind: 'refused'; readonly reason: string };

export function checkpointSession(session: Session): Uint8Array {
  const snapshot: Snapshot = {
    format: FORMAT,
    rounds: session.rounds,
    now: session.now,
    external: session.memory
      .externalTypes()
      .flatMap((type) => session.memory.external(type).map(factSnapshot)),
    supports: session.memory.supports().map(supportSnapshot),
    rules: [...session.states].map(([name, state]) => ruleSnapshot(name, state)),
    dirty: session.dirty.entries(),
  };
  return canonicalBytes(snapshot);
}

/** `json` is the parsed checkpoint; parsing bytes is the caller's border. */
export function restoreSession(program: Program, json: unknown, options: SessionOptions = {}): Restored {
  if (!isSnapshot(json))
    return { kind: 'refused', reason: `the checkpoint does not have the shape of format ${FORMAT}` };
  const session = new Session(program, options);
  session.rounds = json.rounds;
  session.now = json.now;
  for (const fact of json.external) session.memory.assertExternal(restoreFact(fact));
  for (const { rule, priority, fact } of json.supports) {
    session.memory.support({ rule, priority, fact: restoreFact(fact) });
  }
  for (const [type, causes] of json.dirty) for (const cause of causes) session.dirty.mark(type, cause);
  for (const rule of json.rules) {
    const state = session.states.get(rule.name);
    if (state === undefined) return { kind: 'refused', reason: `the program has no rule \`${rule.name}\`` };
    restoreRule(state, rule);
  }
  session.memory.takeChanges();
  return { kind: 'restored', session };
}

function factSnapshot({ type, key, fields, assertedAt, assertedRound }: Fact): FactSnapshot {
  return { type, key, fields, at: assertedAt, round: assertedRound };
}

function supportSnapshot({ rule, priority, fact }: Support): SupportSnapshot {
  return { rule, priority, fact: factSnapshot(fact) };
}

function ruleSnapshot(name: string, state: RuleState): RuleSnapshot {
  const supported = [...state.supported].map(([id, { params, emitted }]) => ({ id, params, emitted }));
  return { ...state, name, supported };
}

function restoreFact({ type, key, fields, at, round }: FactSnapshot): Fact {
  return new Fact({ type, key }, recordOf(fields), { at, round });
}

function restoreRule(
  state: RuleState,
  { name: _name, supported, matches, held, ...scalars }: RuleSnapshot,
): void {
  Object.assign(state, scalars, { matches: matches.map(restoreMatch), held: held.map(restoreMatch) });
  for (const { id, params, emitted } of supported)
    state.supported.set(id, { params: recordOf(params), emitted });
}

function restoreMatch({ id, params, identity }: Match): Match {
  return { id, params: recordOf(params), identity };
}

/** Parsed JSON has ordinary prototypes; values of the engine have none. */
function recordOf(raw: ValueRecord): ValueRecord {
  const value = valueFromJson(raw);
  return value !== undefined && isRecord(value) ? value : Object.create(null);
}

const IDENTITY = { type: 'object', props: { type: 'string', key: 'string' }, nullable: true };
const FACT = {
  type: 'object',
  props: { type: 'string', key: 'string', fields: 'object', at: 'number', round: 'number' },
};
const MATCHES = {
  type: 'array',
  items: { type: 'object', props: { id: 'string', params: 'object', identity: IDENTITY } },
};
const INSTANT = { type: 'number', nullable: true };
const RULE = {
  type: 'object',
  props: {
    name: 'string',
    result: 'boolean',
    stale: 'boolean',
    trueSince: INSTANT,
    withinUntil: INSTANT,
    lastEmittedAt: INSTANT,
    held: MATCHES,
    matches: MATCHES,
    supported: {
      type: 'array',
      items: { type: 'object', props: { id: 'string', params: 'object', emitted: 'boolean' } },
    },
  },
};

const checkShape = new Validator().compile({
  format: { type: 'equal', value: FORMAT, strict: true },
  rounds: 'number',
  now: 'number',
  external: { type: 'array', items: FACT },
  supports: {
    type: 'array',
    items: { type: 'object', props: { rule: 'string', priority: 'number', fact: FACT } },
  },
  rules: { type: 'array', items: RULE },
  dirty: { type: 'array', items: { type: 'tuple', items: ['string', { type: 'array', items: 'string' }] } },
});

function isSnapshot(json: unknown): json is Snapshot {
  return typeof json === 'object' && json !== null && checkShape(json) === true;
}
