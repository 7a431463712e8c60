/** What an exported document holds beside its rules: constants and features. Both are optional. */
import type { ConstDeclaration, FeatureDeclaration, FieldDeclaration } from '../ast/nodes.ts';
import { decodeNode } from './decode-node.ts';
import { below, type Decoding, member, shown } from './decoding.ts';
import { makeName, makeString, NOWHERE } from './make.ts';
import { parseType } from './parse-expression.ts';

const FEATURE: ReadonlySet<string> = new Set(['name', 'source', 'fields']);

export function decodeConsts(json: unknown, path: string, decoding: Decoding): readonly ConstDeclaration[] {
  return members(json, path, decoding).flatMap(([key, value]) => {
    const at = below(path, key);
    const name = decoding.name(key, at, 'a const');
    const decoded = decodeNode(value, at, decoding);
    if (name === null || decoded === null) return [];
    return [{ kind: 'const', name: makeName(name), value: decoded, span: NOWHERE }];
  });
}

export function decodeFeatures(
  json: unknown,
  path: string,
  decoding: Decoding,
): readonly FeatureDeclaration[] {
  return members(json, path, decoding).flatMap(([key, value]) => {
    const feature = decodeFeature(key, value, { path: below(path, key), decoding });
    return feature === null ? [] : [feature];
  });
}

interface Site {
  readonly path: string;
  readonly decoding: Decoding;
}

function decodeFeature(key: string, json: unknown, { path, decoding }: Site): FeatureDeclaration | null {
  const object = decoding.object(json, path, 'a feature');
  if (object === null) return null;
  const isWhole = decoding.onlyMembers(object, FEATURE, { path, of: 'a feature' });
  const name = decoding.name(member(object, 'name') ?? key, below(path, 'name'), 'the name of a feature');
  const source = decoding.text(member(object, 'source'), below(path, 'source'), 'the source of a feature');
  const at = below(path, 'fields');
  const given = members(member(object, 'fields'), at, decoding);
  const fields = given.map(([field, type]) => decodeField(field, type, { path: below(at, field), decoding }));
  const whole = fields.filter((field) => field !== null);
  if (!isWhole || name === null || source === null || whole.length < fields.length) return null;
  if (name !== key)
    return decoding.refuse(below(path, 'name'), `is not ${shown(key)}, as it is called outside`);
  return { kind: 'feature', name: makeName(name), from: makeString(source), fields: whole, span: NOWHERE };
}

function decodeField(key: string, json: unknown, { path, decoding }: Site): FieldDeclaration | null {
  const optional = key.endsWith('?');
  const name = decoding.name(optional ? key.slice(0, -1) : key, path, 'a field');
  const text = decoding.text(json, path, 'a type');
  if (name === null || text === null) return null;
  const type = parseType(text);
  if (type === undefined) return decoding.refuse(path, `${shown(text)} is no type of the language`);
  return { kind: 'field', name: makeName(name), optional, type, span: NOWHERE };
}

/** The members of an optional object. */
function members(json: unknown, path: string, decoding: Decoding): readonly (readonly [string, unknown])[] {
  return Object.entries((json === undefined ? {} : decoding.object(json, path, 'this')) ?? {});
}
