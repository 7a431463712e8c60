/** Units: a condition with its lets, and the params that are evaluated over the same locals. */
import type { Block, Expression, Let, Name, Param, When } from '../ast/nodes.ts';
import type { CodeRange, CompiledAction, CompiledCondition, CompiledParam } from '../bytecode/program.ts';
import type { CheckedModule } from '../checker/checked.ts';
import type { Span } from '../span.ts';
import { UnitCode } from './code.ts';
import { lowerExpression } from './expression.ts';
import { Locals } from './locals.ts';
import { type Assembly, type Lowering, programName } from './lowering.ts';
import { Reads } from './reads.ts';

interface Body {
  readonly lets: readonly Let[];
  readonly params: readonly Param[];
}

/** Writes the units of one declaration: they share locals, and what they read is collected. */
export class UnitWriter {
  readonly reads: Reads;
  readonly #assembly: Assembly;
  readonly #module: CheckedModule;
  readonly #locals = new Locals();

  constructor(assembly: Assembly, module: CheckedModule) {
    this.reads = new Reads(assembly.checked);
    this.#assembly = assembly;
    this.#module = module;
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
      this.#bind(block.lets, lowering);
      if (block.condition === null)
        lowering.code.emit('LoadBoolean', { ...block.span, end: block.span.start }, { argument: 1 });
      else this.#lower(block.condition, lowering);
    });
  }

  params(params: readonly Param[]): readonly CompiledParam[] {
    return params.map((param) => ({ name: param.name.text, code: this.expression(param.value) }));
  }

  /** `name` is that of the program. */
  action(name: string, { lets, params }: Body): CompiledAction {
    return { name, lets: this.#lets(lets), params: this.params(params) };
  }

  #lets(lets: readonly Let[]): CodeRange | null {
    const [first] = lets;
    if (first === undefined) return null;
    return this.#write(first.span, (lowering) => {
      this.#bind(lets, lowering);
      lowering.code.emit('LoadNull', first.span);
    });
  }

  #bind(lets: readonly Let[], lowering: Lowering): void {
    for (const { name, value, span } of lets) {
      this.#lower(value, lowering);
      lowering.code.emit('StoreLocal', span, { argument: this.#locals.slotOf(name.text) });
    }
  }

  #lower(expression: Expression, lowering: Lowering): void {
    this.reads.add(expression, this.#module);
    lowerExpression(expression, lowering);
  }

  #write(span: Span, body: (lowering: Lowering) => void): CodeRange {
    const code = new UnitCode();
    const assembly = this.#assembly;
    body({ assembly, module: this.#module, code, locals: this.#locals, site: null, lookups: 0, rowBase: 0 });
    code.emit('Return', span);
    return code.appendTo(assembly);
  }
}

/** The condition of a `when`; call `action` afterwards, then read `locals`. */
export function conditionOf(
  when: When | null,
  {
    code,
    locals,
    module,
  }: { readonly code: CodeRange | null; readonly locals: number; readonly module: CheckedModule },
): CompiledCondition {
  return { segment: segmentOf(when?.segment ?? null, module), code, locals };
}

export function segmentOf(segment: Name | null, module: CheckedModule): string | null {
  return segment === null ? null : programName(segment, module);
}
