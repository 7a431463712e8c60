/**
 * Code for the condition and the params of an expert rule that is evaluated often (decision 0014). It does what the machine would do,
 * for plain values and as long as nothing fails; otherwise it gives no answer and the machine is asked, which costs an evaluation and
 * changes nothing.
 */
import { BARE, bareRecord } from '../bare.ts';
import type { Fact } from '../fact.ts';
import { Secret } from '../secret.ts';
import { Decimal } from '../decimal.ts';
import { compareValues, equalValues, textOf, type Value, type ValueRecord } from '../value.ts';
import { instantiate } from '../vm/instantiate.ts';
import type { Machine } from '../vm/machine.ts';
import { readBody } from '../vm/terms.ts';
import type { Reader } from './cell.ts';
import type { Bound } from './network.ts';
import { type RuleCode, RuleText } from './rule-text.ts';

/**
 * Whether the condition holds; then witnesses are in the locals of the machine, and what the rule does is in `made`, if there is code for
 * that as well. `undefined` for no answer. Call on a machine that has been renewed.
 */
export type Evaluate = (
  machine: Machine,
  bound: readonly Bound[],
  reader: Reader | null,
  fact: Fact | null,
  made: Made,
) => boolean | undefined;

/** What a rule does for an instance, before it is checked. */
export interface Made {
  /** Of the fact that it is about. */
  key: Value;
  /** Null while nobody has evaluated them. */
  fields: ValueRecord | null;
}

/** `null` for a rule that has no text, and where the host refuses. */
export function generateRule(code: RuleCode): Evaluate | null {
  const withParams = write(code, true);
  const text = withParams.isWhole ? withParams : write(code, false);
  return text.isWhole ? instantiate<Evaluate>(linesOf(text), text.constants, supportOf()) : null;
}

function write(code: RuleCode, hasParams: boolean): RuleText {
  const { program, rule } = code;
  const { effect, then, when } = rule;
  const text = new RuleText(code);
  const body = when.code === null ? null : readBody(program.code, when.code);
  if (body === null || body.start !== when.code?.start) text.nothing();
  else text.lines.push(`if (!${text.test(body.root)}) return answer(false);`);
  if (!hasParams) return text;
  if (then.lets !== null || effect === 'modify') text.nothing();
  text.params(then.params, effect !== 'emit');
  return text;
}

function linesOf({ locals, constants, lines }: RuleText): readonly string[] {
  const all = Array.from({ length: locals }, (_, local) => local);
  return [
    '"use strict";',
    'const [bare, nothing, equal, compare, add, finite, record, strange, answer, keyed, keyedByAll, kept, whole, folded] = S;',
    ...constants.map((_, index) => `const k${index} = K[${index}];`),
    'return function evaluate(machine, bound, reader, fact, made) {',
    'let fuel = machine.fuel;',
    ...all.map((local) => `let l${local} = null, f${local} = nothing;`),
    ...lines,
    'machine.fuel = fuel;',
    ...all.map((local) => `machine.locals[${local}] = l${local};`),
    'return answer(true); };',
  ];
}

/** What the text calls, in the order in which it names them. */
function supportOf(): readonly unknown[] {
  let isStrange = false;
  const strange = <Stand>(stand: Stand): Stand => {
    isStrange = true;
    return stand;
  };
  const answer = (holds: boolean): boolean | undefined => {
    if (!isStrange) return holds;
    isStrange = false;
    return undefined;
  };
  const compare = (left: Value, right: Value): number => {
    if (left instanceof Decimal && right instanceof Decimal) return strange(Number.NaN);
    return compareValues(left, right) ?? Number.NaN;
  };
  const finite = (value: number): Value => (Number.isFinite(value) ? value : null);
  const add = (left: Value, right: Value): Value => {
    if (typeof left === 'string' && typeof right === 'string') return left + right;
    if (typeof left === 'number' && typeof right === 'number') return finite(left + right);
    const isText = typeof left === 'string' || typeof right === 'string';
    if (!isText || left instanceof Secret || right instanceof Secret) return strange(null);
    return textOf(left) + textOf(right);
  };
  return [BARE, bareRecord(), equalValues, compare, add, finite, bareRecord, strange, answer, ...ASK];
}

const ASK = [
  ({ index }: Bound, reader: Reader | null, key: Value) => index?.findOne(key, reader) ?? null,
  ({ index }: Bound, reader: Reader | null, keys: readonly Value[]) => {
    const found = index?.find(keys, reader) ?? null;
    return index?.isExact === true ? found : null;
  },
  ({ kept }: Bound, reader: Reader | null) => {
    if (kept !== null) reader?.read(kept);
    return kept?.facts ?? [];
  },
  ({ table }: Bound, reader: Reader | null) => {
    reader?.read(table);
    return table.all;
  },
  ({ kept }: Bound, reader: Reader | null) => {
    if (kept !== null) reader?.read(kept);
    return kept?.value;
  },
];
