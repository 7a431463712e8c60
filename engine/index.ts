/** The engine: a verified program and facts or a context in, a decision out. Pure and synchronous. */
export { contextFromJson, type ContextReading, InvalidContext, readContext } from './context.ts';
export { decideFlag, decideFlags, type FlagDecision, type FlagsOptions } from './decide/flags.ts';
export { type MatchOptions, matchRules, type RuleMatches } from './decide/match.ts';
export type { DecideOptions } from './decide/request.ts';
export { decideRules, type MatchedRule, type RuleDecision, type RuleOptions } from './decide/rules.ts';
export { decideStrategy, type StrategyDecision } from './decide/strategy.ts';
export type { DecidedOutcome, Decision } from './decision.ts';
export type { FactIdentity } from './fact.ts';
export { factFields } from './prepared.ts';
export type { Override, Overrides } from './govern/overrides.ts';
export type { Leaf } from './govern/leaves.ts';
export type { Shown } from './govern/shown.ts';
export type { ArbitraceStep, TraceLevel } from './govern/trace.ts';
export { ENGINE_LIMITS, type EngineLimits } from './limits.ts';
export { REDACTED, Secret, type SecretResolver } from './secret.ts';
export { checkpointSession } from './session/checkpoint.ts';
export { type Restored, restoreSession } from './session/restore.ts';
export type { Command } from './session/command.ts';
export { type Justification, type Proof, proveFact, proveOutcome } from './session/proof.ts';
export { Session, type SessionOptions } from './session/session.ts';
export type { Activation, Outcome, Step, StopReason } from './session/step.ts';
export {
  deltaOf,
  type SessionDelta,
  type SessionSnapshot,
  snapshotOf,
  type VisibleFact,
} from './session/snapshot.ts';
export { type Asserted, syncTo } from './session/sync.ts';
export { fork } from './session/fork.ts';
export { type FailedPart, type Obstacle, type WhyNot, whyNot } from './session/why-not.ts';
export { Coverage } from './testing/coverage.ts';
export { isLeafCovered, type LeafCount } from './testing/leaf-count.ts';
export type { CaseFailure, CaseResult } from './testing/result.ts';
export { runCase } from './testing/run.ts';
export { isCovered, type Unit } from './testing/units.ts';
export type { Trap } from './traps.ts';
export { unsupported, unsupportedBySessions } from './unsupported.ts';
export type { Value, ValueRecord } from './value.ts';
export type { Explanation, Reason, Target } from './why/explanation.ts';
export { why, type WhyOptions } from './why/why.ts';
