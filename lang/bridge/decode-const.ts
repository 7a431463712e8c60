/** Constants and lists of the JSON form. Elements of a list stand bare, in a `Const`, or are other nodes. */
import type { Expression } from '../ast/nodes.ts';
import { below, type Decoding, isArray, isObject, kindOf, shown } from './decoding.ts';
import { makeBoolean, makeNumber, makeString, NOWHERE } from './make.ts';

const KINDS: ReadonlySet<string> = new Set(['StrConst', 'NumConst', 'BoolConst']);

/** `{StrConst}`, `{NumConst}` or `{BoolConst}`. */
export function decodeScalar(json: unknown, path: string, decoding: Decoding): Expression | null {
  const object = decoding.object(json, path, 'a constant');
  if (object === null) return null;
  const keys = Object.keys(object);
  const [kind = ''] = keys;
  if (!KINDS.has(kind) || keys.length > 1)
    return decoding.refuse(path, `a constant is one of StrConst, NumConst, BoolConst, not ${members(keys)}`);
  const at = below(path, kind);
  const value = object[kind];
  if (kind === 'StrConst') {
    const text = decoding.text(value, at, kind);
    return text === null ? null : makeString(text);
  }
  if (kind === 'BoolConst') {
    if (typeof value === 'boolean') return makeBoolean(value);
    return decoding.refuse(at, `BoolConst is true or false, not ${kindOf(value)}`);
  }
  if (typeof value !== 'number') return decoding.refuse(at, `NumConst is a number, not ${kindOf(value)}`);
  return Number.isFinite(value) ? makeNumber(value) : decoding.refuse(at, 'the number is out of range');
}

interface Nodes {
  readonly decoding: Decoding;
  /** Passed in, because nodes hold lists and lists hold nodes. */
  readonly decodeNode: (json: unknown, path: string, decoding: Decoding) => Expression | null;
}

export function decodeList(json: unknown, path: string, { decoding, decodeNode }: Nodes): Expression | null {
  if (!isArray(json)) return decoding.refuse(path, `ConstList is a list, not ${kindOf(json)}`);
  const decoded = json.map((element, index) =>
    isBare(element)
      ? decodeScalar(element, below(path, index), decoding)
      : decodeNode(element, below(path, index), decoding),
  );
  const elements = decoded.filter((element) => element !== null);
  return elements.length < decoded.length ? null : { kind: 'list', elements, span: NOWHERE };
}

function isBare(json: unknown): boolean {
  return isObject(json) && Object.keys(json).some((key) => KINDS.has(key));
}

function members(keys: readonly string[]): string {
  return keys.length === 0 ? 'an empty object' : shown(keys.join(', '));
}
