/** The language: text to checked, verified bytecode. Pure and synchronous. */
export { disassemble } from './bytecode/disassemble.ts';
export { decodeProgram, type Decoded } from './bytecode/decode.ts';
export { bundleDigest, encodeProgram } from './bytecode/encode.ts';
export { LANGUAGE_VERSION, type Program } from './bytecode/program.ts';
export { CODES, type Code } from './codes.ts';
export { compile, type Compilation } from './compiler/compile.ts';
export type { Diagnostic, Severity } from './diagnostic.ts';
export { format, type Formatted } from './format/format.ts';
export { renderDiagnostics } from './render.ts';
export type { Source } from './source.ts';
