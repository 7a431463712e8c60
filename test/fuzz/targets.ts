/**
 * What is fuzzed, each with inputs of its own from a generator of random numbers. A target throws when it has found something;
 * whoever runs it knows the seed and the run, which is all it takes to see it again.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contextFromJson } from '#engine/context.js';
import { decideRules } from '#engine/decide/rules.js';
import { Coverage, runCase } from '#engine';
import {
  checkSuite,
  compile,
  compileFiles,
  decodeProgram,
  disassemble,
  encodeProgram,
  filesOf,
  openBundle,
  parseSuite,
  type Program,
  renderDiagnostics,
  sealBundle,
} from '#lang';
import { outline } from '#lang/ast/outline.js';
import { Diagnostics } from '#lang/diagnostic.js';
import { lex } from '#lang/lexer/lex.js';
import { parse } from '#lang/parser/parse.js';
import type { Prng } from '#sim/prng.js';
import { bodyOf, forge } from '../harness/envelopes.ts';
import { brokenLaw } from '../harness/format-laws.ts';
import { EXTENT } from '../harness/engine-session.ts';
import { expertFinding } from '../harness/expert-finding.ts';
import { generateOptions } from '../harness/generate/governed.ts';
import { generateProgram } from '../harness/generate/program.ts';
import { generateContext } from '../harness/generate/shape.ts';
import { disagreement, pairOf } from '../harness/model-law.ts';
import { ROOT } from '../harness/sources.ts';
import { mutateText, randomText } from './texts.ts';

export type Target = (prng: Prng) => void;

const EXAMPLE = readFileSync(join(ROOT, 'examples', 'earthquakes', 'monitor.arb'), 'utf8');
const SUITE = readFileSync(join(ROOT, 'examples', 'earthquakes', 'monitor.test.arb'), 'utf8');
const NOW_SECONDS = 1_770_000_000;

function sourceOf(text: string): { readonly name: string; readonly text: string } {
  return { name: 'fuzz.arb', text };
}

/** Half noise, half damaged programs. */
function anyText(prng: Prng): string {
  if (prng.integer(0, 1) === 0) return randomText(prng);
  return mutateText(prng.integer(0, 1) === 0 ? EXAMPLE : generateProgram(prng), prng);
}

/** Every character belongs to one token or to what stands between two, in order. */
function lexer(prng: Prng): void {
  const text = anyText(prng);
  let end = 0;
  for (let token = lex(sourceOf(text), new Diagnostics()); token.kind !== 'end'; token = token.next) {
    if (token.start < end || token.end <= token.start)
      throw new Error(`a token at ${token.start} of ${JSON.stringify(text)}`);
    end = token.end;
  }
}

/** What could be parsed can be shown, and findings point into the text. */
function parser(prng: Prng): void {
  const text = anyText(prng);
  const diagnostics = new Diagnostics();
  for (const declaration of parse(sourceOf(text), diagnostics)) outline(declaration);
  for (const { span } of diagnostics.all()) {
    if (span.start < 0 || span.end < span.start || span.end > text.length)
      throw new Error(`a finding at ${span.start} of ${JSON.stringify(text)}`);
  }
}

/** What is printed reads back as the same program, and stays as it is. */
function formatter(prng: Prng): void {
  const text = prng.integer(0, 2) === 0 ? anyText(prng) : generateProgram(prng);
  const law = brokenLaw(text);
  if (law !== null && law !== 'rejected') throw new Error(`${law}: ${JSON.stringify(text)}`);
}

function compiler(prng: Prng): void {
  const { program, diagnostics } = compile(sourceOf(anyText(prng)), 'fuzz');
  renderDiagnostics(diagnostics);
  if (program !== null) disassemble(program);
}

/** Bytes of a generated program are changed, and the digest made right, so that decoder and verifier see the change. */
function decoder(prng: Prng): void {
  const { program } = compile(sourceOf(generateProgram(prng)), 'fuzz');
  if (program === null) throw new Error('a generated program does not compile');
  const bundle = Buffer.from(encodeProgram(program));
  for (let edits = prng.integer(1, 6); edits > 0; edits--)
    bundle[prng.integer(40, bundle.length - 1)] = prng.integer(0, 255);
  createHash('sha256').update(bundle.subarray(0, 8)).update(bundle.subarray(40)).digest().copy(bundle, 8);
  const decoded = decodeProgram(bundle);
  if (decoded.kind === 'program') decideRules(decoded.program, {}, { nowSeconds: NOW_SECONDS });
}

const MONITOR = compileExample();
const PACKED = bodyOf(sealBundle(Buffer.from(encodeProgram(MONITOR)), { gzip: true }));

/** Bytes of a compressed body are changed behind a seal that is right, so that the reader of gzip sees them. */
function envelope(prng: Prng): void {
  const body = Uint8Array.from(PACKED);
  for (let edits = prng.integer(1, 3); edits > 0; edits--)
    body[prng.integer(10, body.length - 1)] = prng.integer(0, 255);
  openBundle(forge({ flags: 1, body }));
}

/** Generated programs compile, and decide the same folded and unfolded. */
function decisions(prng: Prng): void {
  const text = generateProgram(prng);
  const raw = generateContext(prng);
  const [folded, plain] = [true, false].map((fold) => {
    const { program } = compileFiles('main.arb', filesOf('main.arb', sourceOf(text)), { name: 'fuzz', fold });
    if (program === null) throw new Error(`a generated program does not compile:\n${text}`);
    const context = contextFromJson(raw, program.context);
    return JSON.stringify(decideRules(program, context, { nowSeconds: NOW_SECONDS }));
  });
  if (folded !== plain) throw new Error(`folding changes a decision:\n${text}\n${JSON.stringify(raw)}`);
}

const MODEL_CONTEXTS = 30;

/** Engine and model decide the same, of one program and many contexts. */
function model(prng: Prng): void {
  const pair = pairOf(generateProgram(prng));
  for (let each = 0; each < MODEL_CONTEXTS; each++) {
    const [context, options] = [generateContext(prng), generateOptions(prng, NOW_SECONDS)];
    const found = disagreement(pair, context, options);
    if (found === null) continue;
    throw new Error(`${found}\n${pair.text}\n${JSON.stringify(context)}\n${JSON.stringify(options)}`);
  }
}

const EXPERT_HISTORIES = 3;

/** The engine's session and the model's say the same, of one program of expert rules and many histories. */
function expert(prng: Prng): void {
  const found = expertFinding(prng, { extent: EXTENT, histories: EXPERT_HISTORIES });
  if (found !== null) throw new Error(found);
}

/** Damaged test files are read, checked, and run where they are right: cases fail, nothing throws. */
function suites(prng: Prng): void {
  const text = mutateText(SUITE, prng);
  const found = new Diagnostics();
  const suite = parseSuite(sourceOf(text), found);
  checkSuite(suite, MONITOR, found);
  if (found.hasErrors) return;
  const coverage = new Coverage(MONITOR);
  for (const each of suite.cases) runCase(each, { program: MONITOR, coverage });
}

export const TARGETS: Readonly<Record<string, Target>> = {
  lexer,
  parser,
  formatter,
  compiler,
  decoder,
  envelope,
  decisions,
  model,
  expert,
  suites,
};

function compileExample(): Program {
  const { program } = compile(sourceOf(EXAMPLE), 'monitor');
  if (program === null) throw new Error('the example does not compile');
  return program;
}
