/** The language: text to checked, verified bytecode. Pure and synchronous. */
export { type SealOptions, sealBundle } from './bundle/envelope.ts';
export { bundleId, type Module } from './bundle/identity.ts';
export { type PublicKey, publicKeyFrom, type SigningKey, signingKeyFrom } from './bundle/keys.ts';
export { type Envelope, isBundle, openBundle, type Opened, type Trust } from './bundle/open.ts';
export type { EnvelopeCode } from './bundle/refusals.ts';
export { disassemble } from './bytecode/disassemble.ts';
export { decodeProgram, type Decoded } from './bytecode/decode.ts';
export { bundleDigest, encodeProgram } from './bytecode/encode.ts';
export type { BundleCode } from './bytecode/refusals.ts';
export { LANGUAGE_VERSION, type Program } from './bytecode/program.ts';
export { CODES, type Code } from './codes.ts';
export { compile, type Compilation } from './compiler/compile.ts';
export { type Diagnostic, type Severity, type Tally, tallyOf } from './diagnostic.ts';
export { renderDiagnostics } from './report/pretty.ts';
export { isCode, referenceUrl } from './report/reference.ts';
export { renderReport, REPORT_FORMATS, type ReportFormat, type ReportOptions } from './report/report.ts';
export type { Source } from './source.ts';
