/**
 * The units of a program: every run of code with what it belongs to and the locals it sees, in the one order in
 * which units lie in the code. Verifier and disassembler walk the program through it.
 */
import type { CodeRange, CompiledAction, CompiledCondition, Program } from './program.ts';

export interface Unit {
  readonly owner: 'segment' | 'rule' | 'expert rule' | 'arbiter';
  readonly name: string;
  /** Of its owner: `when`, `then cost`, `on Alert where`. */
  readonly part: string;
  readonly range: CodeRange;
  readonly locals: number;
}

type Owner = Pick<Unit, 'owner' | 'name'>;

export function* unitsOf(program: Program): Generator<Unit> {
  for (const { name, code, locals } of program.segments) {
    yield { owner: 'segment', name, part: '', range: code, locals };
  }
  for (const { name, when, then, otherwise } of program.rules) {
    const owner = { owner: 'rule', name } as const;
    yield* unitsOfCondition(owner, when);
    yield* unitsOfAction(owner, { part: 'then', action: then, locals: when.locals });
    if (otherwise !== null)
      yield* unitsOfAction(owner, { part: 'otherwise', action: otherwise, locals: when.locals });
  }
  for (const { name, when, then } of program.expertRules) {
    const owner = { owner: 'expert rule', name } as const;
    yield* unitsOfCondition(owner, when);
    yield* unitsOfAction(owner, { part: 'then', action: then, locals: when.locals });
  }
  for (const { name, handlers } of program.arbiters) {
    for (const { outcome, where, locals } of handlers) {
      if (where !== null) yield { owner: 'arbiter', name, part: `on ${outcome} where`, range: where, locals };
    }
  }
}

export function titleOf({ owner, name, part }: Unit): string {
  return part === '' ? `${owner} ${name}` : `${owner} ${name} ${part}`;
}

function* unitsOfCondition(owner: Owner, { code, locals }: CompiledCondition): Generator<Unit> {
  if (code !== null) yield { ...owner, part: 'when', range: code, locals };
}

function* unitsOfAction(
  owner: Owner,
  {
    part,
    action,
    locals,
  }: { readonly part: string; readonly action: CompiledAction; readonly locals: number },
): Generator<Unit> {
  for (const param of action.params)
    yield { ...owner, part: `${part} ${param.name}`, range: param.code, locals };
}
