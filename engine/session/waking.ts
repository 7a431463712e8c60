/** Which rules have a reason to run in a round. Nearly all of them have none, and are passed over without being asked. */
import type { CompiledExpertRule } from '#lang/bytecode/program.js';
import type { DirtyTypes } from './dirty.ts';
import type { Delta, SessionRule } from './evaluate.ts';
import type { Session } from './session.ts';
import { isCounting } from './temporal.ts';

export interface Causes {
  /** The session's first round, or a new envelope: every rule runs. */
  readonly everything: boolean;
  readonly clockMoved: boolean;
  /** The round before had no mutations, so those that wait for that run. */
  readonly isQuiet: boolean;
}

const NO_KEYS: readonly string[] = [];

export class Waking {
  /** Rules whose result has turned in this round. */
  #turned: Set<string> | null = null;
  readonly #session: Session;
  readonly #causes: Causes;
  readonly #dirty: DirtyTypes;
  /** By position: whether the rule reads what is dirty. */
  readonly #readers: readonly (0 | 1)[];
  /** By group, the instances whose matches have changed in this round. */
  #contested: Map<string, string[]> | null = null;

  constructor(session: Session, causes: Causes) {
    this.#session = session;
    this.#causes = causes;
    this.#dirty = session.dirty.take();
    this.#readers = session.ruleSet.readersOf(this.#dirty);
  }

  /** One that is stable and may not run yet is put off. */
  wakes(position: number, own: SessionRule): boolean {
    const { plan, state } = own;
    if (!this.#hasReason(position, own) && !state.isDeferred) return false;
    state.isDeferred = plan.rule.stable && !this.#causes.isQuiet;
    return !state.isDeferred;
  }

  /** The result of a rule has. */
  turn(rule: string): void {
    this.#turned ??= new Set();
    this.#turned.add(rule);
  }

  contestedBy({ plan }: SessionRule): readonly string[] {
    return this.#contested?.get(plan.rule.activationGroup) ?? NO_KEYS;
  }

  /** Others may have what it has no longer, and may not what it has now. */
  contest({ plan }: SessionRule, { gained, lost }: Delta): void {
    const { activationGroup } = plan.rule;
    if (activationGroup === '') return;
    const kept = new Set(gained.map(({ instance }) => instance));
    const left = lost.flatMap(({ instance }) => (kept.delete(instance) ? [] : [instance]));
    if (kept.size + left.length === 0) return;
    this.#contested ??= new Map();
    const before = this.#contested.get(activationGroup) ?? NO_KEYS;
    this.#contested.set(activationGroup, [...before, ...kept, ...left]);
  }

  #hasReason(position: number, own: SessionRule): boolean {
    const { rule, hasOtherReasons } = own.plan;
    if (this.#readers[position] === 1 && !sleepsThrough(rule, this.#dirty)) return true;
    if (this.#causes.everything || this.#session.ruleSet.isAwake(position)) return true;
    return hasOtherReasons && this.#hasOtherReason(own);
  }

  #hasOtherReason(own: SessionRule): boolean {
    const { rule, wakesWithClock } = own.plan;
    if (rule.readsRound || counts(own) || (this.#causes.clockMoved && wakesWithClock)) return true;
    if (this.#turned !== null && this.#hasTurned(rule, this.#turned)) return true;
    return this.#contested?.has(rule.activationGroup) === true;
  }

  #hasTurned({ governance }: CompiledExpertRule, turned: ReadonlySet<string>): boolean {
    const { requires, excludes } = governance;
    return [...requires, ...excludes].some((name) => turned.has(name));
  }
}

/** Whether a clause of it has to be asked again in the next round. */
export function counts({ plan, state }: SessionRule): boolean {
  if (plan.clauses.length === 0) return false;
  return plan.clauses.some((clause, at) => {
    const own = state.clauses[at];
    return own !== undefined && isCounting(clause, own);
  });
}

/** What a `no_loop` rule alone has changed does not wake it. */
export function sleepsThrough({ noLoop, name, factTypes }: CompiledExpertRule, dirty: DirtyTypes): boolean {
  return noLoop && dirty.isOnlyCause(name, factTypes);
}
