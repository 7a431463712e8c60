/**
 * The library: compile programs, decide, run sessions and systems in process. What is exported here is the public
 * surface of the package `arbiter`.
 *
 * @example
 * import { compile } from 'arbiter';
 * const { program } = compile({ name: 'rules.arb', text });
 * const { matched } = program.decide({ user: { cart_total: 40 } });
 */
export {
  type Clock,
  type Entropy,
  type Ports,
  type RunningSystem,
  type Sink,
  startSystem,
  type Store,
  SYSTEM_LIMITS,
  type SystemInput,
  type SystemLimits,
  type Telemetry,
  type TelemetryEvent,
} from '#actors';
export {
  type CaseFailure,
  type CaseResult,
  type Command,
  contextFromJson,
  type ContextReading,
  type Decision,
  type ArbitraceStep,
  decideFlag,
  decideFlags,
  decideRules,
  decideStrategy,
  type FlagDecision,
  type FlagsOptions,
  InvalidContext,
  type MatchOptions,
  matchRules,
  type Override,
  readContext,
  REDACTED,
  Secret,
  type SecretResolver,
  type Overrides,
  type RuleOptions,
  type StrategyDecision,
  type TraceLevel,
  type Trap,
  unsupported,
  type EngineLimits,
  ENGINE_LIMITS,
  type RuleDecision,
  type RuleMatches,
  Session,
  type SessionOptions,
  type FailedPart,
  type Justification,
  type Obstacle,
  type Proof,
  type SessionDelta,
  type SessionSnapshot,
  type Step,
  type VisibleFact,
  type WhyNot,
  type Explanation,
  type Leaf,
  type Reason,
  type Target,
  why,
  type WhyOptions,
} from '#engine';
export {
  applyEdits,
  bundleDigest,
  bundleId,
  type CodeAction,
  codeActions,
  type CompileOptions,
  complete,
  type Completion,
  type ConversionToJson,
  convertJsonRules,
  convertToJson,
  decodeProgram,
  definition,
  type Diagnostic,
  disassemble,
  documentDiagnostics,
  type DocumentSymbol,
  documentSymbols,
  encodeProgram,
  type Envelope,
  format,
  type Formatted,
  hover,
  type Hover,
  type JsonAction,
  type JsonNode,
  type JsonRule,
  type JsonRules,
  type JsonRulesConversion,
  type Module,
  offsetOf,
  openBundle,
  overlayPath,
  type Opened,
  type Position,
  positionOf,
  type Program,
  type PublicKey,
  references,
  type Remark,
  rename,
  type Rename,
  renamed,
  renderDiagnostics,
  renderReport,
  type ReportFormat,
  type ReportOptions,
  sealBundle,
  type SealOptions,
  SEMANTIC_MODIFIERS,
  SEMANTIC_TYPES,
  type SemanticToken,
  semanticTokens,
  type SigningKey,
  type Source,
  type Tally,
  tallyOf,
  type TextEdit,
  type Trust,
  Workspace,
  type WorkspaceOptions,
} from '#lang';
export { MemoryBus } from '#streams/memory-bus.js';
export { Fault } from '#streams/faults.js';
export { Subjects } from '#streams/subjects.js';
export { overrideEventJson } from '#actors/overrides/event-json.js';
export type {
  NextOverride,
  OverrideEvent,
  OverrideStore,
  OverrideWatchOptions,
} from '#actors/overrides/override-store.js';
export type { OverrideTarget } from '#engine/govern/override-entries.js';
export { overridesJson } from '#streams/codec/override-json.js';
export { overridesFromJson, type ParsedOverrides } from '#streams/codec/overrides.js';
export { openOverrides, type OverridePlace } from './open-overrides.ts';
export { type FileResult, runFile as test } from './testing/run-file.ts';
export {
  type AskOptions,
  compile,
  compileFiles,
  type RuleCompilation,
  type RuleProgram,
  ruleProgram,
} from './program.ts';
export { readFiles, type Resolver } from './read-files.ts';
export { generateKeys, type KeyPair, publicKeyFromPem, signingKeyFromPem } from './pem.ts';
export type { LoadedProgram, RefusedProgram, RejectedProgram } from './load.ts';
export {
  failureText,
  type LoadFailure,
  type WatchedProgram,
  type WatchOptions,
  watchProgram,
} from './watch.ts';
export { type Authorization, type AuthorizationRequest, authorize } from './authorize.ts';
export { environmentSecrets, type EnvironmentOptions, fileSecrets } from './secrets.ts';
export {
  createSession,
  type ExpertOptions,
  ExpertSession,
  InvalidCheckpoint,
  restoreSession,
  type SyncResult,
} from './session.ts';
export { type GivenFact, InvalidFact } from './session-facts.ts';
export { loadFacts } from './load-facts.ts';
