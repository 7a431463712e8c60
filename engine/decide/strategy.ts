/** Strategies: the first arm that nothing stops, or the `else`. */
import type { CompiledArm, CompiledStrategy, Program } from '#lang/bytecode/program.js';
import { effective, overrideOf } from '../govern/overrides.ts';
import type { Arbitrace, ArbitraceStep } from '../govern/trace.ts';
import { prepare } from '../prepared.ts';
import type { Trap } from '../traps.ts';
import type { ValueRecord } from '../value.ts';
import { type DecideOptions, Request } from './request.ts';

export interface StrategyDecision {
  readonly strategy: string;
  /** The outcome that it returns. */
  readonly outcome: string;
  /** Label of the arm. */
  readonly selected: string;
  readonly params: ValueRecord;
  readonly errors: readonly Trap[];
  readonly arbitrace: readonly ArbitraceStep[];
}

/** `undefined` when the program has no such strategy. */
export function decideStrategy(
  program: Program,
  name: string,
  options: DecideOptions & { readonly context: ValueRecord },
): StrategyDecision | undefined {
  const strategy = prepare(program).strategies.get(name);
  if (strategy === undefined) return undefined;
  const request = new Request(program, options.context, options);
  const arbitrace: ArbitraceStep[] = [];
  for (const arm of strategy.arms) {
    const prefix = `strategy:${name}/${arm.label}:`;
    const trace = request.trace({ scope: 'strategy', subject: name, span: arm.span, prefix }, arbitrace);
    const params = select(strategy, arm, { request, trace });
    if (request.machine.faultAt >= 0)
      request.reportFault({ name: `${name}/${arm.label}`, span: arm.span }, trace);
    if (params === null) continue;
    const { errors } = request;
    return { strategy: name, outcome: strategy.returns, selected: arm.label, params, errors, arbitrace };
  }
  return {
    strategy: name,
    outcome: strategy.returns,
    selected: '',
    params: {},
    errors: request.errors,
    arbitrace,
  };
}

/** The params of the arm by itself, `null` when something stops it. */
export function select(
  strategy: CompiledStrategy,
  arm: CompiledArm,
  { request, trace }: { readonly request: Request; readonly trace: Arbitrace },
): ValueRecord | null {
  const { label, governance, when, then } = arm;
  if (arm === strategy.arms.at(-1)) {
    const gate = { check: 'fallback', phase: 'effect', kind: 'fallback', disposition: 'passed' } as const;
    trace.record({ ...gate, detail: 'else arm selected' });
    request.machine.begin(when.locals);
    return request.params(then);
  }
  const arms = overrideOf(request.overrides.arms, strategy.name);
  const gated = effective(governance, overrideOf(arms, label));
  const isOpen = request.passesPrelude(gated, trace) && request.passesSegment(when.segment, trace);
  if (!isOpen || request.holds(when, trace) !== true) return null;
  const scope = `strategy:${strategy.name}:candidate:${label}`;
  return request.passesRollout(gated, scope, trace) ? request.params(then) : null;
}
