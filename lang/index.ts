/** The language: text to checked, verified bytecode. Pure and synchronous. */
export { type SealOptions, sealBundle } from './bundle/envelope.ts';
export { bundleId, type Module } from './bundle/identity.ts';
export { type PublicKey, publicKeyFrom, type SigningKey, signingKeyFrom } from './bundle/keys.ts';
export { type Envelope, isBundle, openBundle, type Opened, type Trust } from './bundle/open.ts';
export type { EnvelopeCode } from './bundle/refusals.ts';
export { convertJsonRules, type JsonRulesConversion } from './bridge/convert-json-rules.ts';
export { convertToJson, type ConversionToJson } from './bridge/convert-to-json.ts';
export type { JsonAction, JsonNode, JsonRule, JsonRules } from './bridge/json-nodes.ts';
export { type ParsedJson, parseJson } from './bridge/json-text.ts';
export { type Remark, remarkText } from './bridge/problems.ts';
export { disassemble } from './bytecode/disassemble.ts';
export { decodeProgram, type Decoded } from './bytecode/decode.ts';
export { bundleDigest, encodeProgram } from './bytecode/encode.ts';
export type { BundleCode } from './bytecode/refusals.ts';
export { LANGUAGE_VERSION, type Program } from './bytecode/program.ts';
export { CODES, type Code } from './codes.ts';
export { compile, compileFiles, type Compilation, type CompileOptions } from './compiler/compile.ts';
export { type Diagnostic, type Severity, type Tally, tallyOf } from './diagnostic.ts';
export { renderDiagnostics } from './report/pretty.ts';
export { isCode, referenceUrl } from './report/reference.ts';
export { renderReport, REPORT_FORMATS, type ReportFormat, type ReportOptions } from './report/report.ts';
export { type Files, filesOf, gatherFiles, parseFile, type ParsedFile } from './module/files.ts';
export { overlayPath } from './module/overlay.ts';
export { type Manifest, MANIFEST_NAME, parseManifest } from './module/manifest.ts';
export { format, type Formatted } from './format/format.ts';
export { type CodeAction, codeActions } from './editor/code-actions.ts';
export { complete, type Completion } from './editor/complete.ts';
export { documentDiagnostics } from './editor/document-diagnostics.ts';
export { type DocumentSymbol, documentSymbols } from './editor/document-symbols.ts';
export { applyEdits, type TextEdit } from './editor/edits.ts';
export { type Hover, hover } from './editor/hover.ts';
export { definition, references } from './editor/navigate.ts';
export { type Rename, rename, renamed } from './editor/rename.ts';
export {
  SEMANTIC_MODIFIERS,
  SEMANTIC_TYPES,
  type SemanticToken,
  semanticTokens,
} from './editor/semantic-tokens.ts';
export { Workspace, type WorkspaceOptions } from './editor/workspace.ts';
export { offsetOf, type Position, positionOf, type Source } from './source.ts';
export type { Suite, SuiteCase } from './testing/ast.ts';
export { checkSuite } from './testing/check.ts';
export { parseSuite } from './testing/parse.ts';
