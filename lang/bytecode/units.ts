/**
 * The units of a program: every run of code with what it belongs to and the locals it sees, in the one order in
 * which units lie in the code. Verifier and disassembler walk the program through it. Titles are put together only
 * when somebody reads them: a program has more units than failures.
 */
import type { CodeRange, CompiledAction, Program } from './program.ts';

export interface Unit {
  readonly owner: 'segment' | 'rule' | 'expert rule' | 'arbiter';
  readonly name: string;
  /** Of its owner. */
  readonly part: 'condition' | 'when' | 'then' | 'otherwise' | 'handler';
  /** Name of the param or outcome that a part has many of. */
  readonly entry: string;
  readonly range: CodeRange;
  readonly locals: number;
}

export function unitsOf(program: Program): readonly Unit[] {
  const units: Unit[] = [];
  for (const { name, code, locals } of program.segments) {
    units.push({ owner: 'segment', name, part: 'condition', entry: '', range: code, locals });
  }
  for (const rule of program.rules) {
    pushRule(units, 'rule', rule);
    if (rule.otherwise !== null)
      pushParams(units, rule.otherwise, { owner: 'rule', part: 'otherwise', rule });
  }
  for (const rule of program.expertRules) pushRule(units, 'expert rule', rule);
  for (const { name, handlers } of program.arbiters) {
    for (const { outcome, where, locals } of handlers) {
      if (where === null) continue;
      units.push({ owner: 'arbiter', name, part: 'handler', entry: outcome, range: where, locals });
    }
  }
  return units;
}

/** `rule FreeShipping then cost`. */
export function titleOf({ owner, name, part, entry }: Unit): string {
  if (part === 'condition') return `${owner} ${name}`;
  if (part === 'handler') return `${owner} ${name} on ${entry} where`;
  return entry === '' ? `${owner} ${name} ${part}` : `${owner} ${name} ${part} ${entry}`;
}

type Rule = Pick<Program['rules'][number], 'name' | 'when' | 'then'>;

function pushRule(units: Unit[], owner: Unit['owner'], rule: Rule): void {
  const { name, when, then } = rule;
  if (when.code !== null)
    units.push({ owner, name, part: 'when', entry: '', range: when.code, locals: when.locals });
  pushParams(units, then, { owner, part: 'then', rule });
}

function pushParams(
  units: Unit[],
  { params }: CompiledAction,
  { owner, part, rule }: Pick<Unit, 'owner' | 'part'> & { readonly rule: Rule },
): void {
  const { name, when } = rule;
  for (const param of params)
    units.push({ owner, name, part, entry: param.name, range: param.code, locals: when.locals });
}
