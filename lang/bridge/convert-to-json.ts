/**
 * A program to JSON rules. Only what stateless rules decide can be told in JSON: a program that decides by anything else is refused
 * as a whole, and what merely describes or governs is dropped with a note.
 */
import type { Declaration, RuleDeclaration } from '../ast/nodes.ts';
import { Diagnostics } from '../diagnostic.ts';
import { parse } from '../parser/parse.ts';
import type { Source } from '../source.ts';
import { Constants } from './constants.ts';
import { encodeNode } from './encode-node.ts';
import { encodeRule } from './encode-rule.ts';
import { Encoding, placeOf } from './encoding.ts';
import type { Surroundings } from './inline-rule.ts';
import type { JsonFeature, JsonNode, JsonRules } from './json-nodes.ts';
import { printType } from './print-type.ts';
import type { Remark } from './problems.ts';

/** With a problem there is no JSON; `dropped` tells what the JSON does not hold. */
export type ConversionToJson =
  | { readonly json: JsonRules; readonly dropped: readonly Remark[] }
  | { readonly problems: readonly Remark[] };

const REFUSED: ReadonlyMap<Declaration['kind'], string> = new Map([
  ['strategy', 'strategy'],
  ['flag', 'flag'],
  ['expert-rule', 'expert rule'],
  ['arbiter', 'arbiter'],
  ['worker', 'worker'],
]);

const DROPPED: ReadonlySet<Declaration['kind']> = new Set(['input', 'fact', 'outcome', 'table', 'tag']);

export function convertToJson(source: Source): ConversionToJson {
  const diagnostics = new Diagnostics();
  const declarations = parse(source, diagnostics);
  if (diagnostics.hasErrors) return { problems: mistakes(diagnostics) };
  const encoding = new Encoding();
  refuse(declarations, encoding);
  if (encoding.hasProblems) return { problems: encoding.problems };
  const json = encode(declarations, encoding);
  return encoding.hasProblems ? { problems: encoding.problems } : { json, dropped: encoding.notes };
}

function mistakes(diagnostics: Diagnostics): readonly Remark[] {
  const errors = diagnostics.sorted().filter(({ severity }) => severity === 'error');
  return errors.map(({ span, message }) => ({ place: placeOf(span), message }));
}

/** Everything that JSON rules cannot stand for, each kind once, and names that would not be clear. */
function refuse(declarations: readonly Declaration[], encoding: Encoding): void {
  const seen = new Set<string>();
  for (const { kind, name, span } of declarations) {
    const what = REFUSED.get(kind);
    const key = what ?? `${kind} ${name.text}`;
    const isRepeated = seen.has(key);
    seen.add(key);
    if (what !== undefined && !isRepeated)
      encoding.refuseAt(span, `bundle contains ${what} declarations; Arishem JSON emit only supports rules`);
    else if (kind === 'import' || kind === 'include')
      encoding.refuseAt(span, `${kind} is not followed; only a program of one file can be converted`);
    else if (what === undefined && isRepeated && !DROPPED.has(kind))
      encoding.refuseAt(name.span, `there are two declarations of ${key}`);
  }
}

function encode(declarations: readonly Declaration[], encoding: Encoding): JsonRules {
  const constants = new Constants(ofKind(declarations, 'const'), encoding);
  const segments = new Map(ofKind(declarations, 'segment').map((segment) => [segment.name.text, segment]));
  const features = encodeFeatures(declarations);
  const consts = encodeConsts(declarations, constants, encoding);
  note(declarations, encoding);
  return {
    ...(features.length === 0 ? {} : { features: Object.fromEntries(features) }),
    ...(consts.length === 0 ? {} : { consts: Object.fromEntries(consts) }),
    rules: encodeRules(ofKind(declarations, 'rule'), { constants, segments, encoding }),
  };
}

function encodeRules(rules: readonly RuleDeclaration[], surroundings: Surroundings): JsonRules['rules'] {
  return rules.map((rule) => encodeRule(rule, surroundings)).filter((rule) => rule !== null);
}

function encodeConsts(
  declarations: readonly Declaration[],
  constants: Constants,
  encoding: Encoding,
): readonly (readonly [string, JsonNode])[] {
  return ofKind(declarations, 'const').flatMap((declaration) => {
    const resolved = constants.resolve(declaration);
    const encoded = resolved && encodeNode(resolved.value, encoding);
    return encoded === null ? [] : [[declaration.name.text, encoded] as const];
  });
}

function encodeFeatures(declarations: readonly Declaration[]): readonly (readonly [string, JsonFeature])[] {
  return ofKind(declarations, 'feature').map(({ name, from, fields }) => {
    const typed = fields.map((field) => [
      `${field.name.text}${field.optional ? '?' : ''}`,
      printType(field.type),
    ]);
    return [name.text, { name: name.text, source: from.value, fields: Object.fromEntries(typed) }];
  });
}

function note(declarations: readonly Declaration[], encoding: Encoding): void {
  for (const { kind, name, span } of declarations) {
    const what = kind === 'input' ? kind : `${kind} ${name.text}`;
    if (DROPPED.has(kind)) encoding.noteAt(span, `${what} is not part of JSON rules`);
  }
}

type OfKind<K extends Declaration['kind']> = Extract<Declaration, { readonly kind: K }>;

function ofKind<K extends Declaration['kind']>(
  declarations: readonly Declaration[],
  kind: K,
): readonly OfKind<K>[] {
  return declarations.filter((declaration): declaration is OfKind<K> => declaration.kind === kind);
}
