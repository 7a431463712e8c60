/** The engine: a verified program and facts or a context in, a decision out. Pure and synchronous. */
export { contextFromJson } from './context.ts';
export { decideFlag, decideFlags, type FlagDecision } from './decide/flags.ts';
export { type MatchOptions, matchRules, type RuleMatches } from './decide/match.ts';
export type { DecideOptions } from './decide/request.ts';
export { decideRules, type MatchedRule, type RuleDecision, type RuleOptions } from './decide/rules.ts';
export { decideStrategy, type StrategyDecision } from './decide/strategy.ts';
export type { DecidedOutcome, Decision } from './decision.ts';
export type { Override, Overrides } from './govern/overrides.ts';
export type { ArbitraceStep, TraceLevel } from './govern/trace.ts';
export { ENGINE_LIMITS, type EngineLimits } from './limits.ts';
export { REDACTED, Secret, type SecretResolver } from './secret.ts';
export { checkpointSession, type Restored, restoreSession } from './session/checkpoint.ts';
export type { Command } from './session/command.ts';
export { Session, type SessionOptions } from './session/session.ts';
export type { Activation, Outcome, Step, StopReason } from './session/step.ts';
export type { Trap } from './traps.ts';
export { unsupported } from './unsupported.ts';
export type { Value, ValueRecord } from './value.ts';
