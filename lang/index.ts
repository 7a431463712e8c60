/** The language: text to checked, verified bytecode. Pure and synchronous. */
export { disassemble } from './bytecode/disassemble.ts';
export { decodeProgram, type Decoded } from './bytecode/decode.ts';
export { bundleDigest, encodeProgram } from './bytecode/encode.ts';
export { LANGUAGE_VERSION, type Program } from './bytecode/program.ts';
export { CODES, type Code } from './codes.ts';
export { compile, type Compilation } from './compiler/compile.ts';
export type { Diagnostic, Severity } from './diagnostic.ts';
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
export { renderDiagnostics } from './render.ts';
export { offsetOf, type Position, positionOf, type Source } from './source.ts';
