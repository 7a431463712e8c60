/**
 * What segments and expert rules say they read must cover what their code reads. A session evaluates a rule again
 * only when something it reads has changed, so a bundle that keeps a read to itself would decide on stale facts.
 * Saying too much is allowed; it costs time only.
 */
import { instructionsOf } from './instruction.ts';
import { OP } from './opcodes.ts';
import type { CodeRange, CompiledExpertRule, CompiledSegment, Program } from './program.ts';
import { firstFailure, type VerifyFailure } from './verify-parts.ts';

interface Declared {
  readonly factTypes: readonly string[];
  readonly readsClock: boolean;
  readonly readsRound: boolean;
}

/** Code and cross references are verified. */
export function verifyReads(program: Program): VerifyFailure | null {
  const segments = new Map(program.segments.map((segment) => [segment.name, segment]));
  return (
    firstFailure(program.segments, (segment) => verifySegment(segment, program)) ??
    firstFailure(program.expertRules, (rule) => {
      const segment = rule.when.segment === null ? undefined : segments.get(rule.when.segment);
      return verifyRule(rule, segment, program);
    })
  );
}

function verifySegment(segment: CompiledSegment, program: Program): VerifyFailure | null {
  return isCovered([segment.code], segment, program) ? null : undeclared(`segment ${segment.name}`);
}

function verifyRule(
  rule: CompiledExpertRule,
  segment: CompiledSegment | undefined,
  program: Program,
): VerifyFailure | null {
  const { then, set, when } = rule;
  const params = [...then.params, ...set].map((param) => param.code);
  const ranges = [when.code, then.lets, ...params].filter((range) => range !== null);
  const isDeclared = isCovered(ranges, rule, program) && (segment === undefined || covers(rule, segment));
  return isDeclared ? null : undeclared(`expert rule ${rule.name}`);
}

function isCovered(ranges: readonly CodeRange[], declared: Declared, { code, strings }: Program): boolean {
  const factTypes = new Set(declared.factTypes);
  for (const range of ranges) {
    for (const { opcode, argument } of instructionsOf(code, range)) {
      if (opcode.code === OP.LoadFacts && !factTypes.has(strings[argument] ?? '')) return false;
      if (opcode.code === OP.LoadNow && !declared.readsClock) return false;
      if (opcode.code === OP.LoadRound && !declared.readsRound) return false;
    }
  }
  return true;
}

function covers(rule: Declared, segment: Declared): boolean {
  const factTypes = new Set(rule.factTypes);
  return (
    segment.factTypes.every((type) => factTypes.has(type)) &&
    (rule.readsClock || !segment.readsClock) &&
    (rule.readsRound || !segment.readsRound)
  );
}

function undeclared(owner: string): VerifyFailure {
  return { code: 'bundle/undeclared-read', message: `${owner} reads more than it declares` };
}
