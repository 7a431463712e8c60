/** The arbitrace of a firing: its gates, its condition, its rollout and its clause, put together when it is asked for. */
import type { CompiledExpertRule, Program } from '#lang/bytecode/program.js';
import { outcomeText } from '../govern/excerpt.ts';
import { Arbitrace, type ArbitraceStep } from '../govern/trace.ts';
import type { Condition } from './matcher.ts';

/** Of rules without gates, rollout and clauses. */
const PLAIN = new WeakMap<CompiledExpertRule, readonly ArbitraceStep[]>();

export class RuleTrace {
  /** Whether the gates let the condition be asked. */
  isAsked = true;
  readonly #program: Program;
  readonly #rule: CompiledExpertRule;
  #gates: Arbitrace | null = null;
  #behind: Arbitrace | null = null;
  #plain: readonly ArbitraceStep[] | null = null;

  constructor(program: Program, rule: CompiledExpertRule) {
    this.#program = program;
    this.#rule = rule;
  }

  /** What stands before the condition. */
  get gates(): Arbitrace {
    this.#gates ??= this.#begin();
    return this.#gates;
  }

  /** What stands behind it. */
  get behind(): Arbitrace {
    this.#behind ??= this.#begin();
    return this.#behind;
  }

  wait(check: string, disposition: ArbitraceStep['disposition'], isTrue: boolean): void {
    const detail = `condition -> ${isTrue}`;
    this.behind.record({ check, phase: 'match', kind: 'temporal', disposition, detail });
  }

  /** The same steps for every match whose condition left no note. */
  of(condition: Condition | null): readonly ArbitraceStep[] {
    if (condition === null || !condition.isTrue || condition.zeroDivisions > 0) return this.#steps(condition);
    this.#plain ??= this.#plainSteps(condition);
    return this.#plain;
  }

  /** Where nothing stands around the condition they are the same in every round. */
  #plainSteps(condition: Condition): readonly ArbitraceStep[] {
    if (this.#gates !== null || this.#behind !== null || !this.isAsked) return this.#steps(condition);
    const steps = PLAIN.get(this.#rule) ?? this.#steps(condition);
    PLAIN.set(this.#rule, steps);
    return steps;
  }

  #steps(condition: Condition | null): readonly ArbitraceStep[] {
    const before = this.#gates?.steps ?? [];
    const behind = this.#behind?.steps ?? [];
    return [...before, ...this.#conditionStep(condition), ...behind];
  }

  #conditionStep(condition: Condition | null): readonly ArbitraceStep[] {
    const { code } = this.#rule.when;
    if (code === null || condition === null || !this.isAsked) return [];
    const { isTrue, zeroDivisions } = condition;
    const trace = this.#begin();
    const note = zeroDivisions === 0 ? '' : ` (${zeroDivisions} divisions by zero gave null)`;
    const detail = outcomeText(this.#program, code, isTrue) + note;
    const disposition = isTrue ? 'passed' : 'blocked';
    trace.record({ check: 'condition', phase: 'match', kind: 'condition', disposition, detail });
    return trace.steps;
  }

  #begin(): Arbitrace {
    const { name: subject, span } = this.#rule;
    return new Arbitrace({ scope: 'expert', subject, span });
  }
}
