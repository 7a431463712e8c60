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
  decideRules,
  type EngineLimits,
  ENGINE_LIMITS,
  restoreSession,
  type RuleDecision,
  Session,
  type SessionOptions,
  type Step,
} from '#engine';
export {
  applyEdits,
  bundleDigest,
  type CodeAction,
  codeActions,
  type Compilation,
  compile,
  complete,
  type Completion,
  decodeProgram,
  definition,
  type Diagnostic,
  disassemble,
  documentDiagnostics,
  type DocumentSymbol,
  documentSymbols,
  encodeProgram,
  type Hover,
  hover,
  offsetOf,
  type Position,
  positionOf,
  type Program,
  references,
  type Rename,
  rename,
  renamed,
  renderDiagnostics,
  SEMANTIC_MODIFIERS,
  SEMANTIC_TYPES,
  type SemanticToken,
  semanticTokens,
  type Source,
  type TextEdit,
  Workspace,
  type WorkspaceOptions,
} from '#lang';
export { MemoryBus } from '#streams/memory-bus.js';
export { Fault } from '#streams/faults.js';
export { Subjects } from '#streams/subjects.js';
