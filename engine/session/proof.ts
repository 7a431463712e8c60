/**
 * Why a fact or an outcome holds: the rules that hold it, and the facts that these rest on, down to what came from outside. It is read
 * from what the session keeps of its matches; nothing is evaluated again.
 */
import type { FactIdentity } from '../fact.ts';
import { excerptOf } from '../govern/excerpt.ts';
import type { Source } from '../memory/records.ts';
import { compareText, type ValueRecord } from '../value.ts';
import type { Match } from './rule-state.ts';
import type { Session } from './session.ts';

/** A rule that holds something, and what its variables are bound to. */
export interface Justification {
  readonly rule: string;
  /** Key of the fact that a `per_fact` rule has matched, else empty. */
  readonly instance: string;
  /** The text of its condition; empty without one. */
  readonly condition: string;
  readonly params: ValueRecord;
  readonly facts: readonly Proof[];
}

export interface Proof extends FactIdentity {
  /** `null` where nothing is visible. */
  readonly fields: ValueRecord | null;
  /** What came from outside, visible or hidden behind a support. */
  readonly external: ValueRecord | null;
  /** The first one wins. */
  readonly supports: readonly Justification[];
  /** The last one wins. */
  readonly overlays: readonly Justification[];
  readonly retractions: readonly Justification[];
  /** Present where the fact has been explained above, or the proof has become too large: nothing is listed below it. */
  readonly isCut?: true;
}

export type ProofTarget =
  | { readonly kind: 'fact'; readonly type: string; readonly key: string }
  | { readonly kind: 'outcome'; readonly name: string };

/** Facts of one proof. */
const FACTS_MAX = 10_000;
const DEPTH_MAX = 200;

export function proveFact(session: Session, identity: FactIdentity): Proof {
  return new Prover(session).fact(identity, 0);
}

/** Every match that supports an outcome of the name, in running order of rules, then by instance. */
export function proveOutcome(session: Session, name: string): readonly Justification[] {
  const prover = new Prover(session);
  return session.rules.flatMap(({ plan, state }) => {
    if (plan.rule.effect !== 'emit' || plan.rule.then.name !== name) return [];
    const matches = state.instances.applied().toSorted((a, b) => compareText(a.instance, b.instance));
    return matches.map((match) => prover.match(plan.rule.name, match, 0));
  });
}

class Prover {
  readonly #session: Session;
  readonly #explained = new Set<string>();

  constructor(session: Session) {
    this.#session = session;
  }

  fact({ type, key }: FactIdentity, depth: number): Proof {
    const { memory } = this.#session;
    const fields = memory.find({ type, key })?.fields ?? null;
    const external = memory.findExternal({ type, key })?.fields ?? null;
    const head = { type, key, fields, external };
    const records = memory.recordsOf({ type, key });
    const name = `${type}\0${key}`;
    const isCut = this.#explained.has(name) || this.#explained.size >= FACTS_MAX || depth >= DEPTH_MAX;
    this.#explained.add(name);
    if (records === undefined) return { ...head, supports: [], overlays: [], retractions: [] };
    if (isCut) return { ...head, supports: [], overlays: [], retractions: [], isCut };
    const all = (sources: readonly Source[]) => sources.flatMap((source) => this.#source(source, depth + 1));
    return {
      ...head,
      supports: all(records.supports),
      overlays: all(records.overlays),
      retractions: all(records.retractions),
    };
  }

  match(rule: string, { instance, params, facts }: Match, depth: number): Justification {
    const { program } = this.#session;
    const code = program.expertRules.find(({ name }) => name === rule)?.when.code ?? null;
    const condition = code === null ? '' : excerptOf(program, code);
    return { rule, instance, condition, params, facts: facts.map((fact) => this.fact(fact, depth)) };
  }

  #source({ rule, instance }: Source, depth: number): readonly Justification[] {
    const match = this.#session.states.get(rule)?.instances.appliedTo(instance);
    return match === undefined || match === null ? [] : [this.match(rule, match, depth)];
  }
}
