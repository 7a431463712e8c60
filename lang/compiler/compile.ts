/** Source to program: parse, check, lower. Diagnostics are collected through all of it; with an error there is no program. */
import type { Declaration } from '../ast/nodes.ts';
import type { CompiledField, CompiledSchema, Program } from '../bytecode/program.ts';
import { LANGUAGE_VERSION } from '../bytecode/program.ts';
import { verifyProgram } from '../bytecode/verify.ts';
import { check } from '../checker/check.ts';
import type { Checked } from '../checker/checked.ts';
import { declaredFactName } from '../checker/names.ts';
import { fieldType } from '../checker/schema.ts';
import { type Diagnostic, Diagnostics } from '../diagnostic.ts';
import { parse } from '../parser/parse.ts';
import type { Source } from '../source.ts';
import { compileArbiter } from './arbiter.ts';
import { Pools } from './pools.ts';
import { compileExpertRule, compileRule, compileSegment } from './rule.ts';
import type { Assembly } from './unit.ts';

export interface Compilation {
  /** `null` when there is an error among the diagnostics. */
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** `name` is what the bundle is called, for example in rollouts and audit rows. */
export function compile(source: Source, name: string): Compilation {
  const diagnostics = new Diagnostics();
  const checked = check(parse(source, diagnostics), diagnostics);
  const program = diagnostics.hasErrors ? null : verified(lower(source, name, checked), diagnostics);
  return { program, diagnostics: diagnostics.sorted() };
}

/** What the compiler makes is safe by construction, but a rule can be larger than the machine. */
function verified(program: Program, diagnostics: Diagnostics): Program | null {
  const failure = verifyProgram(program);
  if (failure === null) return program;
  const pc = failure.pc ?? 0;
  const span = { start: program.spans[2 * pc] ?? 0, end: program.spans[2 * pc + 1] ?? 0 };
  diagnostics.report('compile/too-large', { span, values: { reason: failure.message } });
  return null;
}

function lower(source: Source, name: string, checked: Checked): Program {
  const { declarations } = checked;
  const assembly: Assembly = { checked, pools: new Pools(), words: [], spans: [] };
  const segments = ofKind(declarations, 'segment').map((segment) => compileSegment(segment, assembly));
  const rules = ofKind(declarations, 'rule').map((rule) => compileRule(rule, assembly));
  const experts = ofKind(declarations, 'expert-rule');
  const expertRules = experts.map((rule) => compileExpertRule(rule, segments, assembly));
  const declared = (target: string): string => declaredFactName(declarations, target) ?? target;
  const arbiters = ofKind(declarations, 'arbiter').map((arbiter) =>
    compileArbiter(arbiter, declared, assembly),
  );
  return {
    languageVersion: LANGUAGE_VERSION,
    name,
    source: source.text,
    strings: assembly.pools.strings.constants,
    numbers: assembly.pools.numbers.constants,
    paths: assembly.pools.paths.constants,
    code: Int32Array.from(assembly.words),
    spans: Int32Array.from(assembly.spans),
    facts: ofKind(declarations, 'fact').map(compileSchema),
    outcomes: ofKind(declarations, 'outcome').map(compileSchema),
    segments,
    rules,
    expertRules,
    arbiters,
  };
}

function compileSchema({ name, fields }: Extract<Declaration, { kind: 'fact' | 'outcome' }>): CompiledSchema {
  const compiled = fields.map(
    (field): CompiledField => ({
      name: field.name.text,
      optional: field.optional,
      type: fieldType(field.type),
    }),
  );
  return { name: name.text, fields: compiled };
}

function ofKind<Kind extends Declaration['kind']>(
  declarations: readonly Declaration[],
  kind: Kind,
): readonly Extract<Declaration, { kind: Kind }>[] {
  return declarations.filter((each): each is Extract<Declaration, { kind: Kind }> => each.kind === kind);
}
