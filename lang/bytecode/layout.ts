/**
 * Where each part of a program stands in a bundle: the one definition that encoder and decoder share. The order of
 * fields and variants is the format; a change of it is a new `FORMAT_VERSION`.
 */
import { UNKNOWN, type Type } from '../types.ts';
import {
  bool,
  type Codec,
  constant,
  f64,
  i32,
  list,
  nullable,
  oneOf,
  record,
  refused,
  text,
  u32,
  union,
  words,
} from './codec.ts';
import type {
  CodeRange,
  CompiledAction,
  CompiledArbiter,
  CompiledCondition,
  CompiledExpertRule,
  CompiledField,
  CompiledHandler,
  CompiledParam,
  CompiledRetention,
  CompiledRule,
  CompiledSchema,
  CompiledSegment,
  CompiledStream,
  Program,
} from './program.ts';

export const FORMAT_VERSION = 1;
/** Of declarations, params, constants: of whatever a program lists. */
export const ENTRIES_MAX = 1 << 20;
export const WORDS_MAX = 1 << 24;
/** `list<list<…>>` in a schema; decoding must not recurse as deep as bytes tell it to. */
export const TYPE_NESTING_MAX = 8;

const type = typeNested(TYPE_NESTING_MAX);
const texts = list(text, ENTRIES_MAX);
const span = record<CompiledRule['span']>({ start: u32, end: u32 });
const range = record<CodeRange>({ start: u32, length: u32 });
const param = record<CompiledParam>({ name: text, code: range });
const action = record<CompiledAction>({ name: text, params: list(param, ENTRIES_MAX) });
const condition = record<CompiledCondition>({ segment: nullable(text), code: nullable(range), locals: u32 });
const field = record<CompiledField>({ name: text, optional: bool, type });
const schema = record<CompiledSchema>({ name: text, fields: list(field, ENTRIES_MAX) });

const segment = record<CompiledSegment>({
  name: text,
  code: range,
  locals: u32,
  factTypes: texts,
  readsClock: bool,
  readsRound: bool,
});

const rule = record<CompiledRule>({
  name: text,
  priority: i32,
  killSwitch: bool,
  requires: texts,
  when: condition,
  then: action,
  otherwise: nullable(action),
  span,
});

const expertRule = record<CompiledExpertRule>({
  name: text,
  priority: i32,
  killSwitch: bool,
  noLoop: bool,
  perFact: bool,
  requires: texts,
  when: condition,
  forMs: f64,
  withinMs: f64,
  cooldownMs: f64,
  effect: oneOf(['assert', 'emit']),
  then: action,
  factTypes: texts,
  readsClock: bool,
  readsRound: bool,
  span,
});

const stream = record<CompiledStream>({ factType: text, by: nullable(text), at: nullable(text) });
const retention = record<CompiledRetention>({ factType: text, forMs: f64, last: u32 });
const handler = record<CompiledHandler>({
  outcome: text,
  where: nullable(range),
  locals: u32,
  kind: text,
  target: text,
});

const arbiter = record<CompiledArbiter>({
  name: text,
  streams: list(stream, ENTRIES_MAX),
  retention: list(retention, ENTRIES_MAX),
  pollMs: f64,
  checkpoint: text,
  handlers: list(handler, ENTRIES_MAX),
});

export const programLayout: Codec<Program> = record<Program>({
  languageVersion: text,
  name: text,
  source: text,
  strings: texts,
  numbers: list(f64, ENTRIES_MAX),
  paths: list(texts, ENTRIES_MAX),
  code: words(WORDS_MAX),
  spans: words(2 * WORDS_MAX),
  facts: list(schema, ENTRIES_MAX),
  outcomes: list(schema, ENTRIES_MAX),
  segments: list(segment, ENTRIES_MAX),
  rules: list(rule, ENTRIES_MAX),
  expertRules: list(expertRule, ENTRIES_MAX),
  arbiters: list(arbiter, ENTRIES_MAX),
});

/** Unrolled rather than recursive: the bound is in the structure. */
function typeNested(levels: number): Codec<Type> {
  const element = levels === 0 ? refused(UNKNOWN, 'a type of fewer lists') : typeNested(levels - 1);
  return union<Type>(UNKNOWN, {
    unknown: record({ kind: constant('unknown') }),
    null: record({ kind: constant('null') }),
    boolean: record({ kind: constant('boolean') }),
    string: record({ kind: constant('string') }),
    timestamp: record({ kind: constant('timestamp') }),
    number: record({ kind: constant('number'), dimension: nullable(text) }),
    list: record({ kind: constant('list'), element }),
    fact: record({ kind: constant('fact'), fact: text }),
  });
}
