/** The language: text to checked, verified bytecode. Pure and synchronous. */
export { convertJsonRules, type JsonRulesConversion } from './bridge/convert-json-rules.ts';
export { convertToJson, type ConversionToJson } from './bridge/convert-to-json.ts';
export type { JsonAction, JsonNode, JsonRule, JsonRules } from './bridge/json-nodes.ts';
export { type ParsedJson, parseJson } from './bridge/json-text.ts';
export { type Remark, remarkText } from './bridge/problems.ts';
export { disassemble } from './bytecode/disassemble.ts';
export { decodeProgram, type Decoded } from './bytecode/decode.ts';
export { bundleDigest, encodeProgram } from './bytecode/encode.ts';
export { LANGUAGE_VERSION, type Program } from './bytecode/program.ts';
export { CODES, type Code } from './codes.ts';
export { compile, type Compilation } from './compiler/compile.ts';
export type { Diagnostic, Severity } from './diagnostic.ts';
export { renderDiagnostics } from './render.ts';
export type { Source } from './source.ts';
