/** Rules and actions of the JSON form. Conditions and actions may be given as JSON text within the JSON. */
import type { Action, Expression, Param, Priority, RuleDeclaration } from '../ast/nodes.ts';
import { INTEGER_MAX, INTEGER_MIN } from '../parser/clause.ts';
import { decodeNode } from './decode-node.ts';
import { below, type Decoding, kindOf, member } from './decoding.ts';
import { parseJson } from './json-text.ts';
import { makeName, NOWHERE, UNGOVERNED } from './make.ts';

const RULE: ReadonlySet<string> = new Set(['name', 'priority', 'condition', 'action', 'fallback']);
const ACTION: ReadonlySet<string> = new Set(['ActionName', 'ParamMap']);

/** The name is the document's; `rule-names.ts` makes it one of the language. */
export function decodeRule(json: unknown, path: string, decoding: Decoding): RuleDeclaration | null {
  const object = decoding.object(json, path, 'a rule');
  if (object === null) return null;
  const isWhole = decoding.onlyMembers(object, RULE, { path, of: 'a rule' });
  const name = ruleName(member(object, 'name'), below(path, 'name'), decoding);
  const priority = decodePriority(member(object, 'priority'), below(path, 'priority'), decoding);
  const given = member(object, 'condition');
  const condition = part(given, { path, name: 'condition', decoding }, decodeNode);
  const then = part(member(object, 'action'), { path, name: 'action', decoding }, decodeAction);
  const fallback = member(object, 'fallback');
  const hasFallback = fallback !== undefined && fallback !== '';
  const otherwise = hasFallback ? part(fallback, { path, name: 'fallback', decoding }, decodeAction) : null;
  if (!isWhole || name === null || priority === 'refused' || condition === null || then === null) return null;
  if (hasFallback && otherwise === null) return null;
  return {
    kind: 'rule',
    name: makeName(name),
    priority,
    tags: [],
    governance: UNGOVERNED,
    when: whenOf(condition),
    then,
    otherwise,
    span: NOWHERE,
  };
}

function whenOf(condition: Expression): RuleDeclaration['when'] {
  const block = { kind: 'block', lets: [], condition, span: NOWHERE } as const;
  return { kind: 'when', segment: null, block, span: NOWHERE };
}

function ruleName(json: unknown, path: string, decoding: Decoding): string | null {
  if (typeof json === 'string' && json !== '') return json;
  return decoding.refuse(path, `the name of a rule is a string, not ${json === '' ? 'empty' : kindOf(json)}`);
}

function decodePriority(json: unknown, path: string, decoding: Decoding): Priority | null | 'refused' {
  if (json === undefined) return null;
  if (typeof json === 'number' && Number.isInteger(json) && json >= INTEGER_MIN && json <= INTEGER_MAX)
    return { kind: 'priority', value: json === 0 ? 0 : json, span: NOWHERE };
  decoding.refuse(path, `a priority is a whole number from ${INTEGER_MIN} to ${INTEGER_MAX}`);
  return 'refused';
}

interface Part {
  readonly path: string;
  readonly name: string;
  readonly decoding: Decoding;
}

type Decode<T> = (json: unknown, path: string, decoding: Decoding) => T | null;

/** A required part of a rule; its pointers go on into JSON text as if that were no text. */
function part<T>(json: unknown, { path, name, decoding }: Part, decode: Decode<T>): T | null {
  const at = below(path, name);
  if (json === undefined || json === '') return decoding.refuse(at, `the ${name} is missing`);
  if (typeof json !== 'string') return decode(json, at, decoding);
  const parsed = parseJson(json);
  if ('value' in parsed) return decode(parsed.value, at, decoding);
  return decoding.refuse(at, `is no JSON text (mistake at character ${parsed.faultAt + 1})`);
}

function decodeAction(json: unknown, path: string, decoding: Decoding): Action | null {
  const object = decoding.object(json, path, 'an action');
  if (object === null) return null;
  const isWhole = decoding.onlyMembers(object, ACTION, { path, of: 'an action' });
  const name = decoding.name(member(object, 'ActionName'), below(path, 'ActionName'), 'ActionName');
  const params = decodeParams(member(object, 'ParamMap') ?? {}, below(path, 'ParamMap'), decoding);
  if (!isWhole || name === null || params === null) return null;
  return { kind: 'action', name: makeName(name), lets: [], params, span: NOWHERE };
}

/** Sorted by name, so that the same rules always give the same text. */
function decodeParams(json: unknown, path: string, decoding: Decoding): readonly Param[] | null {
  const object = decoding.object(json, path, 'ParamMap');
  if (object === null) return null;
  const decoded = Object.keys(object)
    .sort()
    .map((key) => decodeParam(key, object[key], { path, decoding }));
  const params = decoded.filter((param) => param !== null);
  return params.length < decoded.length ? null : params;
}

function decodeParam(key: string, json: unknown, site: { path: string; decoding: Decoding }): Param | null {
  const at = below(site.path, key);
  const name = site.decoding.name(key, at, 'a parameter');
  const value = decodeNode(json, at, site.decoding);
  return name === null || value === null
    ? null
    : { kind: 'param', name: makeName(name), value, span: NOWHERE };
}
