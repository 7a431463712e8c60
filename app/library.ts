/**
 * The library: compile programs, decide, run sessions and systems in process. What is exported here is the public
 * surface of the package `arbiter`.
 *
 * @example
 * import { compile, contextFromJson, decideRules } from 'arbiter';
 * const { program } = compile({ name: 'rules.arb', text }, 'rules');
 * const { matched } = decideRules(program, contextFromJson({ user: { cart_total: 40 } }), { nowSeconds: 0 });
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
  type Command,
  checkpointSession,
  contextFromJson,
  type Decision,
  type ArbitraceStep,
  decideFlag,
  decideFlags,
  decideRules,
  decideStrategy,
  type FlagDecision,
  type MatchOptions,
  matchRules,
  type Override,
  type Overrides,
  type RuleOptions,
  type StrategyDecision,
  type TraceLevel,
  type Trap,
  unsupported,
  type EngineLimits,
  ENGINE_LIMITS,
  restoreSession,
  type RuleDecision,
  type RuleMatches,
  Session,
  type SessionOptions,
  type Step,
} from '#engine';
export {
  bundleDigest,
  bundleId,
  type Compilation,
  compile,
  compileFiles,
  type CompileOptions,
  convertJsonRules,
  convertToJson,
  type ConversionToJson,
  decodeProgram,
  type Diagnostic,
  disassemble,
  encodeProgram,
  type Envelope,
  type Module,
  openBundle,
  type Opened,
  format,
  type Formatted,
  type Program,
  type PublicKey,
  type JsonAction,
  type JsonNode,
  type JsonRule,
  type JsonRules,
  type JsonRulesConversion,
  type Remark,
  renderDiagnostics,
  renderReport,
  type ReportFormat,
  type ReportOptions,
  sealBundle,
  type SealOptions,
  type SigningKey,
  type Source,
  type Tally,
  tallyOf,
  type Trust,
} from '#lang';
export { MemoryBus } from '#streams/memory-bus.js';
export { Fault } from '#streams/faults.js';
export { Subjects } from '#streams/subjects.js';
export { overridesFromJson, type ParsedOverrides } from './overrides.ts';
export { readFiles, type Resolver } from './read-files.ts';
export { generateKeys, type KeyPair, publicKeyFromPem, signingKeyFromPem } from './pem.ts';
