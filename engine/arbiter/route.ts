/** Which handlers of an arbiter take an outcome: `on Outcome|* where …`. Pure: delivery happens elsewhere. */
import type { CompiledArbiter, CompiledHandler, Program } from '#lang/bytecode/program.js';
import type { DecidedOutcome } from '../decision.ts';
import { ENGINE_LIMITS } from '../limits.ts';
import type { Value } from '../value.ts';
import { prepare } from '../prepared.ts';

export class Router {
  readonly #arbiter: CompiledArbiter;
  readonly #program: Program;

  constructor(program: Program, arbiter: CompiledArbiter) {
    this.#program = program;
    this.#arbiter = arbiter;
  }

  /** Handlers in order of declaration. A filter sees the outcome's params at top level, and `name` and `rule`. */
  handlersOf(outcome: DecidedOutcome, nowMs: number): readonly CompiledHandler[] {
    return this.#arbiter.handlers.filter(
      (handler) =>
        (handler.outcome === '*' || handler.outcome === outcome.name) &&
        this.#accepts(handler, outcome, nowMs),
    );
  }

  #accepts(
    { where, locals }: CompiledHandler,
    { name, rule, params }: DecidedOutcome,
    nowMs: number,
  ): boolean {
    if (where === null) return true;
    const context: Record<string, Value> = Object.assign(Object.create(null), params, { name, rule });
    const view = { context, nowSeconds: Math.floor(nowMs / 1000), round: 0, facts: () => [] };
    const { machine } = prepare(this.#program);
    machine.provide(view, ENGINE_LIMITS.fuelMax);
    machine.begin(locals);
    return machine.run(where) === true;
  }
}
