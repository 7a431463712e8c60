/** Units: a condition with its lets, and the params that are evaluated over the same locals. */
import type { Action, Block, Expression, Param, When } from '../ast/nodes.ts';
import type { CodeRange, CompiledAction, CompiledCondition, CompiledParam } from '../bytecode/program.ts';
import type { Checked } from '../checker/checked.ts';
import type { Span } from '../span.ts';
import { UnitCode } from './code.ts';
import { type Lowering, lowerExpression } from './expression.ts';
import { Locals } from './locals.ts';
import type { Pools } from './pools.ts';
import { Reads } from './reads.ts';

/** The program under construction. */
export interface Assembly {
  readonly checked: Checked;
  readonly pools: Pools;
  readonly words: number[];
  readonly spans: number[];
}

/** Writes the units of one declaration: they share locals, and what they read is collected. */
export class UnitWriter {
  readonly reads = new Reads();
  readonly #assembly: Assembly;
  readonly #locals = new Locals();

  constructor(assembly: Assembly) {
    this.#assembly = assembly;
  }

  get locals(): number {
    return this.#locals.count;
  }

  expression(expression: Expression): CodeRange {
    return this.#write(expression.span, (lowering) => this.#lower(expression, lowering));
  }

  /** `null` for a block that says nothing. Lets without a condition still run: params may read them. */
  block(block: Block | null): CodeRange | null {
    if (block === null || (block.condition === null && block.lets.length === 0)) return null;
    return this.#write(block.span, (lowering) => {
      for (const { name, value, span } of block.lets) {
        this.#lower(value, lowering);
        lowering.code.emit('StoreLocal', span, { argument: this.#locals.slotOf(name.text) });
      }
      if (block.condition === null) lowering.code.emit('LoadBoolean', block.span, { argument: 1 });
      else this.#lower(block.condition, lowering);
    });
  }

  params(params: readonly Param[]): readonly CompiledParam[] {
    return params.map((param) => ({ name: param.name.text, code: this.expression(param.value) }));
  }

  action({ name, params }: Pick<Action, 'name' | 'params'>): CompiledAction {
    return { name: name.text, params: this.params(params) };
  }

  #lower(expression: Expression, lowering: Lowering): void {
    this.reads.add(expression, this.#assembly.checked);
    lowerExpression(expression, lowering);
  }

  #write(span: Span, body: (lowering: Lowering) => void): CodeRange {
    const { checked, pools, words, spans } = this.#assembly;
    const code = new UnitCode();
    body({ checked, pools, code, locals: this.#locals });
    code.emit('Return', span);
    return code.appendTo(words, spans);
  }
}

/** The condition of a `when`; call `action` afterwards, then read `locals`. */
export function conditionOf(when: When | null, code: CodeRange | null, locals: number): CompiledCondition {
  return { segment: when?.segment?.text ?? null, code, locals };
}
