/** Why a flag has its value, in the words of OpenFeature. */
import { type ResolutionReason, StandardResolutionReasons } from '@openfeature/server-sdk';
import type { ArbitraceStep, FlagDecision } from '#engine';
import type { Program } from '#lang';
import { instructionsOf } from '#lang/bytecode/instruction.js';
import { OP } from '#lang/bytecode/opcodes.js';
import type { CodeRange, CompiledFlag } from '#lang/bytecode/program.js';

const { DISABLED, STATIC, SPLIT, TARGETING_MATCH, DEFAULT } = StandardResolutionReasons;

export function resolutionReason(
  program: Program,
  flag: CompiledFlag,
  { reason, arbitrace, variant }: FlagDecision,
): ResolutionReason {
  if (reason === 'kill-switched') return DISABLED;
  if (reason === 'assigned by split') return SPLIT;
  if (arbitrace.length === 0 && !isComputed(program, flag, variant)) return STATIC;
  if (!reason.startsWith('matched')) return DEFAULT;
  return arbitrace.findLast(isGate)?.kind === 'rollout' ? SPLIT : TARGETING_MATCH;
}

/**
 * Whether the flag fell to its default although a rule would have applied to a user: the rule gives shares of all users, and
 * nobody said who this one is. Shares of something else (`by account.id`) are no matter of the targeting key.
 */
export function lacksTargetingKey({ reason, arbitrace }: FlagDecision): boolean {
  return (
    reason === 'no rules matched' &&
    arbitrace.some(
      ({ kind, detail }) =>
        (kind === 'rollout' || kind === 'split') && detail.startsWith('subject_key=user.id missing'),
    )
  );
}

/** What failed on the way. */
export function trapsOf({ arbitrace }: FlagDecision): readonly string[] {
  return arbitrace.filter(({ kind }) => kind === 'trap').map(({ detail }) => detail);
}

function isGate({ kind }: ArbitraceStep): boolean {
  return kind !== 'trap';
}

/** Whether the payload depends on the context. */
function isComputed(program: Program, { variants, defaults }: CompiledFlag, variant: string): boolean {
  const own = variants.find(({ name }) => name === variant)?.params ?? [];
  return [...defaults, ...own].some(({ code }) => reads(program, code));
}

function reads({ code }: Program, range: CodeRange): boolean {
  for (const { opcode } of instructionsOf(code, range))
    if (opcode.code === OP.LoadPath || opcode.code === OP.LoadNow) return true;
  return false;
}
