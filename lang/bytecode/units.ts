/**
 * The units of a program: every run of code with what it belongs to and the locals it sees, in the one order in
 * which units lie in the code. Verifier and disassembler walk the program through it. Titles are put together only
 * when somebody reads them: a program has more units than failures.
 */
import type { CodeRange, CompiledAction, CompiledParam, Program } from './program.ts';

export interface Unit {
  readonly owner: 'segment' | 'rule' | 'strategy' | 'flag' | 'expert rule' | 'arbiter';
  readonly name: string;
  /** Of its owner. */
  readonly part: string;
  /** Name of the param or outcome that a part has many of. */
  readonly entry: string;
  readonly range: CodeRange;
  readonly locals: number;
}

export function unitsOf(program: Program): readonly Unit[] {
  const units = new Units();
  for (const { name, code, locals } of program.segments) units.of('segment', name, locals).push('', '', code);
  for (const rule of program.rules) {
    const { name, when, then, otherwise } = rule;
    const part = units.of('rule', name, when.locals);
    part.push('when', '', when.code);
    part.pushAction('then', then);
    if (otherwise !== null) part.pushAction('otherwise', otherwise);
  }
  for (const { name, arms } of program.strategies) {
    for (const { label, when, then } of arms) {
      const part = units.of('strategy', name, when.locals);
      part.push(`${label} when`, '', when.code);
      part.pushAction(label, then);
    }
  }
  for (const { name, locals, defaults, variants, rules } of program.flags) {
    const part = units.of('flag', name, locals);
    part.pushParams('defaults', defaults);
    for (const variant of variants) part.pushParams(`variant ${variant.name}`, variant.params);
    for (const [index, rule] of rules.entries()) part.push('when', String(index), rule.condition);
  }
  for (const { name, when, then, set } of program.expertRules) {
    const part = units.of('expert rule', name, when.locals);
    part.push('when', '', when.code);
    part.pushAction('then', then);
    part.pushParams('set', set);
  }
  for (const { name, handlers } of program.arbiters) {
    for (const { outcome, where, locals } of handlers)
      units.of('arbiter', name, locals).push('on', `${outcome} where`, where);
  }
  return units.all;
}

/** `rule FreeShipping then cost`. */
export function titleOf({ owner, name, part, entry }: Unit): string {
  return [owner, name, part, entry].filter((word) => word !== '').join(' ');
}

class Units {
  readonly all: Unit[] = [];

  of(owner: Unit['owner'], name: string, locals: number): Part {
    return new Part(this.all, { owner, name, locals });
  }
}

/** Collects the units of one owner, which share their locals. */
class Part {
  readonly #units: Unit[];
  readonly #owner: Pick<Unit, 'owner' | 'name' | 'locals'>;

  constructor(units: Unit[], owner: Pick<Unit, 'owner' | 'name' | 'locals'>) {
    this.#units = units;
    this.#owner = owner;
  }

  push(part: string, entry: string, range: CodeRange | null): void {
    if (range !== null) this.#units.push({ ...this.#owner, part, entry, range });
  }

  pushAction(part: string, { lets, params }: CompiledAction): void {
    this.push(part, 'let', lets);
    this.pushParams(part, params);
  }

  pushParams(part: string, params: readonly CompiledParam[]): void {
    for (const { name, code } of params) this.push(part, name, code);
  }
}
