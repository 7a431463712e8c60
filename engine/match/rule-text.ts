/**
 * The text of the code for one expert rule: fixed phrases and numbers that are counted here, nothing else. Names and constants of a
 * program are handed over as a list and are `k0`, `k1` and so on in the text (decision 0014). The text covers what rules mostly ask
 * and what is plain about it; whatever else turns up while it runs leaves the answer to the machine.
 */
import { OP } from '#lang/bytecode/opcodes.js';
import type { CompiledExpertRule, CompiledParam, Program } from '#lang/bytecode/program.js';
import { readBody, type Term } from '../vm/terms.ts';
import { LoopText } from './loop-text.ts';
import { arithmeticText, isArithmetic, isOrder, isStraight, isTruth, orderText } from './operator-text.ts';
import { isLeaf } from './quiet.ts';
import type { UnitPlan } from './loop-plans.ts';

/** What one rule is written from. */
export interface RuleCode {
  readonly program: Program;
  readonly rule: CompiledExpertRule;
  readonly loops: UnitPlan;
  /** The type of which `per_fact` shows one fact only, else empty. */
  readonly narrowed: string;
}

export class RuleText {
  readonly constants: unknown[] = [];
  /** Statements so far. */
  readonly lines: string[] = [];
  /** False once something was to be written that has no text. */
  isWhole = true;
  /** How many of them there are: each holds a fact or null. */
  readonly locals: number;
  readonly #program: Program;
  readonly #loops: LoopText;
  #names = 0;

  constructor(code: RuleCode) {
    this.#program = code.program;
    this.locals = Math.max(code.rule.when.locals, ...code.loops.map(({ loop }) => loop.variable + 1));
    this.#loops = new LoopText(this, code);
  }

  /** An expression for the value of a term, to be used once, right behind the lines that it has added. */
  value(term: Term): string {
    const { code, argument, operands, start, at } = term;
    const [of] = operands;
    if (isTruth(term)) return this.test(term);
    if (code === OP.IterClose) return this.#loops.write(term);
    if (code === OP.LoadField && of !== undefined)
      return this.#field(of, this.#program.strings[argument] ?? '');
    if (isArithmetic(code)) return arithmeticText(code, ...this.#both(term));
    if (operands.length > 0) return this.#run(term);
    if (!isLeaf({ start, at })) return this.nothing();
    if (code === OP.LoadString) return this.constant(this.#program.strings[argument] ?? '');
    if (code === OP.LoadNumber) return this.constant(this.#program.numbers[argument] ?? 0);
    if (code === OP.LoadBoolean) return argument === 1 ? 'true' : 'false';
    if (code === OP.LoadNull) return 'null';
    if (code === OP.LoadPath) return `machine.slot(${argument})`;
    if (code === OP.LoadNow) return 'machine.view.nowSeconds';
    if (code === OP.LoadRound) return 'machine.view.round';
    return code === OP.LoadLocal ? this.#local(argument) : this.#run(term);
  }

  /** An expression for whether a term is true. */
  test(term: Term): string {
    const [left, right] = term.operands;
    switch (term.code) {
      case OP.AndThen:
      case OP.OrElse:
        return left === undefined || right === undefined
          ? this.nothing()
          : this.connected([left, right], term.code === OP.AndThen ? '&&' : '||');
      case OP.Truth:
        return left === undefined ? this.nothing() : this.test(left);
      case OP.Not:
        return left === undefined ? this.nothing() : `!${this.test(left)}`;
      case OP.IsNull:
        return left === undefined ? this.nothing() : `(${this.value(left)} === null)`;
      case OP.IsNotNull:
        return left === undefined ? this.nothing() : `(${this.value(left)} !== null)`;
      case OP.Equal:
      case OP.NotEqual: {
        const [a, b] = this.#both(term);
        return `${term.code === OP.Equal ? '' : '!'}(${a} === ${b} || equal(${a}, ${b}))`;
      }
      default:
        return isOrder(term.code)
          ? orderText(term.code, ...this.#both(term))
          : `(${this.value(term)} === true)`;
    }
  }

  /** Whether all, or any, of the terms are true, asked in turn. */
  connected(terms: readonly Term[], connective: '&&' | '||'): string {
    const [first, ...rest] = terms;
    if (first === undefined) return connective === '&&' ? 'true' : 'false';
    const left = this.test(first);
    if (rest.length === 0) return left;
    const before = this.lines.length;
    const right = this.connected(rest, connective);
    const added = this.lines.splice(before);
    if (added.length === 0) return `(${left} ${connective} ${right})`;
    const name = this.name();
    const asks = connective === '&&' ? name : `!${name}`;
    this.lines.push(`let ${name} = ${left};`, `if (${asks}) {`, ...added, `${name} = ${right};`, '}');
    return name;
  }

  /** Statements that put what a rule does into `made`: the key of a fact, and fields. */
  params(params: readonly CompiledParam[], hasKey: boolean): void {
    this.lines.push('const fields = record();', 'made.key = null;');
    for (const { name, code } of params) {
      const body = readBody(this.#program.code, code);
      const isPlain = body !== null && body.start === code.start;
      const value = isPlain ? this.value(body.root) : this.nothing();
      const target = hasKey && name === 'key' ? 'made.key' : `fields[${this.constant(name)}]`;
      this.lines.push(`${target} = ${value};`);
    }
    this.lines.push('made.fields = fields;');
  }

  /** A name that nothing else has. */
  name(): string {
    this.#names += 1;
    return `t${this.#names}`;
  }

  constant(value: unknown): string {
    return `k${this.constants.push(value) - 1}`;
  }

  /** In place of what has no text. */
  nothing(): string {
    this.isWhole = false;
    return 'null';
  }

  /** The local holds a fact or null. */
  fieldOf(local: number, name: string): string {
    if (local >= this.locals) return this.nothing();
    if (name === 'key' || name === 'type') return `(l${local} === null ? null : l${local}.${name})`;
    const constant = this.constant(name);
    if (name.startsWith('__'))
      return `(l${local} === null ? null : machine.readField(l${local}, ${constant}))`;
    return `(f${local}[${constant}] ?? null)`;
  }

  /** What has no text of its own, and neither loops nor stores, is run by the machine in its place. */
  #run(term: Term): string {
    if (!isStraight(term)) return this.nothing();
    const name = this.name();
    for (let local = 0; local < this.locals; local++)
      this.lines.push(`machine.locals[${local}] = l${local};`);
    this.lines.push(
      `const ${name} = machine.evaluate(${term.start}, ${term.end});`,
      'if (machine.isNoted) return undefined;',
    );
    return name;
  }

  #local(local: number): string {
    return local < this.locals ? `l${local}` : this.nothing();
  }

  #field(of: Term, name: string): string {
    if (of.code === OP.LoadLocal && isLeaf(of)) return this.fieldOf(of.argument, name);
    return `machine.readField(${this.value(of)}, ${this.constant(name)})`;
  }

  /** Two operands as names, evaluated in turn. */
  #both({ operands: [left, right] }: Term): readonly [string, string] {
    if (left === undefined || right === undefined) return [this.nothing(), this.nothing()];
    return [this.#named(left), this.#named(right)];
  }

  #named(term: Term): string {
    const text = this.value(term);
    if (text.startsWith('k')) return text;
    const name = this.name();
    this.lines.push(`const ${name} = ${text};`);
    return name;
  }
}
