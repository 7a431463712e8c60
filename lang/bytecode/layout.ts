/**
 * Where each part of a program stands in a bundle: the one definition that encoder and decoder share. The order of
 * fields and variants is the format; a change of it is a new `FORMAT_VERSION`.
 */
import { type RecordField, type Type, UNKNOWN } from '../types.ts';
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
  CompiledArm,
  CompiledCondition,
  CompiledExpertRule,
  CompiledFeature,
  CompiledField,
  CompiledFile,
  CompiledFlag,
  CompiledFlagRule,
  CompiledGovernance,
  CompiledHandler,
  CompiledMetadata,
  CompiledParam,
  CompiledRetention,
  CompiledRollout,
  CompiledRule,
  CompiledSchedule,
  CompiledSchema,
  CompiledSegment,
  CompiledSpan,
  CompiledStrategy,
  CompiledStream,
  CompiledTable,
  CompiledVariant,
  CompiledWeight,
  CompiledWorker,
  Constant,
  Program,
  Serving,
  TableView,
} from './program.ts';

export const FORMAT_VERSION = 2;
/** Of declarations, params, constants: of whatever a program lists. */
export const ENTRIES_MAX = 1 << 20;
export const WORDS_MAX = 1 << 24;
/** `list<list<…>>` in a schema, lists in lists: decoding must not recurse as deep as bytes tell it to. */
export const TYPE_NESTING_MAX = 8;

const texts = list(text, ENTRIES_MAX);
const type = typeNested(TYPE_NESTING_MAX);
const literal = constantNested(TYPE_NESTING_MAX);
const span = record<CompiledSpan>({ start: u32, end: u32 });
const range = record<CodeRange>({ start: u32, length: u32 });
const file = record<CompiledFile>({ path: text, start: u32, length: u32 });
const param = record<CompiledParam>({ name: text, code: range });
const params = list(param, ENTRIES_MAX);
const action = record<CompiledAction>({ name: text, lets: nullable(range), params });
const condition = record<CompiledCondition>({ segment: nullable(text), code: nullable(range), locals: u32 });
const field = record<CompiledField>({ name: text, optional: bool, type });
const fields = list(field, ENTRIES_MAX);
const schema = record<CompiledSchema>({ name: text, fields });
const feature = record<CompiledFeature>({ name: text, from: text, fields });
const table = record<CompiledTable>({
  name: text,
  columns: fields,
  rows: list(list(literal, ENTRIES_MAX), ENTRIES_MAX),
});
const view = record<TableView>({ table: u32, column: i32, descending: bool });
const killSwitch = oneOf(['unset', 'on', 'off']);
const rollout = record<CompiledRollout>({ basisPoints: u32, subject: text, namespace: nullable(text) });

const governance = record<CompiledGovernance>({
  killSwitch,
  activeFrom: nullable(f64),
  activeUntil: nullable(f64),
  requires: texts,
  requiresFlags: texts,
  excludes: texts,
  rollout: nullable(rollout),
});

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
  tags: texts,
  governance,
  when: condition,
  then: action,
  otherwise: nullable(action),
  span,
});

const arm = record<CompiledArm>({ label: text, governance, when: condition, then: action, span });
const strategy = record<CompiledStrategy>({ name: text, returns: text, arms: list(arm, ENTRIES_MAX), span });

const weight = record<CompiledWeight>({ variant: text, weight: u32 });
const serving = union<Serving>(
  { kind: 'variant', variant: '' },
  {
    variant: record({ kind: constant('variant'), variant: text }),
    split: record({
      kind: constant('split'),
      subject: text,
      namespace: nullable(text),
      weights: list(weight, ENTRIES_MAX),
    }),
  },
);

const flagRule = record<CompiledFlagRule>({
  governance,
  segment: nullable(text),
  condition: nullable(range),
  serves: serving,
  span,
});

const flag = record<CompiledFlag>({
  name: text,
  type: oneOf(['boolean', 'multivariate']),
  default: text,
  killSwitch,
  requires: texts,
  metadata: list(record<CompiledMetadata>({ name: text, value: text }), ENTRIES_MAX),
  defaults: params,
  variants: list(record<CompiledVariant>({ name: text, params }), ENTRIES_MAX),
  rules: list(flagRule, ENTRIES_MAX),
  locals: u32,
  span,
});

const expertRule = record<CompiledExpertRule>({
  name: text,
  priority: i32,
  tags: texts,
  governance,
  noLoop: bool,
  stable: bool,
  activationGroup: text,
  perFact: bool,
  when: condition,
  forMs: f64,
  withinMs: f64,
  stableForCycles: u32,
  cooldownMs: f64,
  debounceMs: f64,
  effect: oneOf(['assert', 'emit', 'retract', 'modify']),
  then: action,
  set: params,
  factTypes: texts,
  readsClock: bool,
  readsRound: bool,
  span,
});

const stream = record<CompiledStream>({ factType: text, by: nullable(text), at: nullable(text) });
const retention = record<CompiledRetention>({ factType: text, forMs: f64, last: u32 });
const schedule = record<CompiledSchedule>({ cron: text, source: text });
const handler = record<CompiledHandler>({
  outcome: text,
  where: nullable(range),
  locals: u32,
  kind: text,
  target: text,
  retry: i32,
  backoffMs: f64,
});

const arbiter = record<CompiledArbiter>({
  name: text,
  streams: list(stream, ENTRIES_MAX),
  externalStreams: texts,
  retention: list(retention, ENTRIES_MAX),
  sources: texts,
  pollMs: f64,
  schedules: list(schedule, ENTRIES_MAX),
  checkpoint: text,
  rules: nullable(texts),
  durability: oneOf(['synced', 'acked', 'best-effort']),
  handlers: list(handler, ENTRIES_MAX),
});

const worker = record<CompiledWorker>({
  name: text,
  input: text,
  output: text,
  transport: text,
  target: text,
});

export const programLayout: Codec<Program> = record<Program>({
  languageVersion: text,
  name: text,
  source: text,
  files: list(file, ENTRIES_MAX),
  strings: texts,
  numbers: list(f64, ENTRIES_MAX),
  paths: list(texts, ENTRIES_MAX),
  constants: list(literal, ENTRIES_MAX),
  views: list(view, ENTRIES_MAX),
  code: words(WORDS_MAX),
  spans: words(2 * WORDS_MAX),
  context: fields,
  isContextClosed: bool,
  features: list(feature, ENTRIES_MAX),
  facts: list(schema, ENTRIES_MAX),
  outcomes: list(schema, ENTRIES_MAX),
  tables: list(table, ENTRIES_MAX),
  tags: texts,
  segments: list(segment, ENTRIES_MAX),
  rules: list(rule, ENTRIES_MAX),
  strategies: list(strategy, ENTRIES_MAX),
  flags: list(flag, ENTRIES_MAX),
  expertRules: list(expertRule, ENTRIES_MAX),
  workers: list(worker, ENTRIES_MAX),
  arbiters: list(arbiter, ENTRIES_MAX),
});

/** Unrolled rather than recursive: the bound is in the structure. */
function typeNested(levels: number): Codec<Type> {
  const inner = levels === 0 ? refused(UNKNOWN, 'a type of fewer levels') : typeNested(levels - 1);
  const member = record<RecordField>({ name: text, optional: bool, type: inner });
  return union<Type>(UNKNOWN, {
    unknown: record({ kind: constant('unknown') }),
    null: record({ kind: constant('null') }),
    boolean: record({ kind: constant('boolean') }),
    string: record({ kind: constant('string') }),
    timestamp: record({ kind: constant('timestamp') }),
    number: record({ kind: constant('number'), dimension: nullable(text) }),
    list: record({ kind: constant('list'), element: inner }),
    fact: record({ kind: constant('fact'), fact: text }),
    decimal: record({ kind: constant('decimal'), dimension: nullable(text), unit: nullable(text) }),
    enum: record({ kind: constant('enum'), values: texts }),
    record: record({ kind: constant('record'), fields: list(member, ENTRIES_MAX) }),
  });
}

function constantNested(levels: number): Codec<Constant> {
  const nothing: Constant = { kind: 'null' };
  const inner = levels === 0 ? refused(nothing, 'a list of fewer levels') : constantNested(levels - 1);
  return union<Constant>(nothing, {
    null: record({ kind: constant('null') }),
    boolean: record({ kind: constant('boolean'), value: bool }),
    number: record({ kind: constant('number'), value: f64 }),
    string: record({ kind: constant('string'), value: text }),
    decimal: record({ kind: constant('decimal'), digits: text, unit: text }),
    list: record({ kind: constant('list'), elements: list(inner, ENTRIES_MAX) }),
  });
}
