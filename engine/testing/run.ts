/** Runs the cases of a test file against the program under test. Pure: time is the case's own. */
import type { Program } from '#lang/bytecode/program.js';
import type { SuiteCase } from '#lang/testing/ast.js';
import { unsupportedBySessions } from '../unsupported.ts';
import type { Coverage } from './coverage.ts';
import { runDecisionCase } from './decision-case.ts';
import { broken, type CaseFailure, type CaseResult } from './result.ts';
import { runScenario } from './scenario-case.ts';

export interface CaseOptions {
  readonly program: Program;
  readonly coverage: Coverage;
}

export function runCase(suiteCase: SuiteCase, options: CaseOptions): CaseResult {
  const { kind, name, tags, span } = suiteCase;
  const details: string[] = [];
  const failure = refusal(suiteCase, options) ?? decide(suiteCase, { ...options, details });
  return { kind, name: name.value, tags: tags.map(({ value }) => value), span, details, failure };
}

function decide(
  suiteCase: SuiteCase,
  running: CaseOptions & { readonly details: string[] },
): CaseFailure | null {
  return suiteCase.kind === 'test' ? runDecisionCase(suiteCase, running) : runScenario(suiteCase, running);
}

/** A program that would decide otherwise than it reads is no ground for a claim; decisions without a session run all of it. */
function refusal({ kind, name }: SuiteCase, { program }: CaseOptions): CaseFailure | null {
  const parts = kind === 'test' ? [] : unsupportedParts(program);
  return parts.length === 0 ? null : broken(`this version does not run it: ${parts.join('; ')}`, name.span);
}

/** Found once a program, because it takes a look at all of its code. */
const PARTS = new WeakMap<Program, readonly string[]>();

function unsupportedParts(program: Program): readonly string[] {
  const known = PARTS.get(program);
  if (known !== undefined) return known;
  const parts = unsupportedBySessions(program);
  PARTS.set(program, parts);
  return parts;
}
