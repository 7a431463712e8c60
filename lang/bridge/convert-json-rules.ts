/**
 * JSON rules to the language. Every declaration is read back before it is given out: text that would mean something else, or that
 * the parser would refuse for its depth, is a problem and never a result.
 */
import type { RuleDeclaration } from '../ast/nodes.ts';
import { decodeConsts, decodeFeatures } from './decode-declarations.ts';
import { decodeRule } from './decode-rule.ts';
import { below, Decoding, isArray, isObject, kindOf, member } from './decoding.ts';
import { makeName } from './make.ts';
import { parseAlone } from './parse-expression.ts';
import { type Printable, printDeclaration } from './print-rule.ts';
import type { Remark } from './problems.ts';
import { ruleNames } from './rule-names.ts';
import { isSame } from './same.ts';

/** With a problem there is no text; notes tell what was renamed. */
export type JsonRulesConversion =
  | { readonly text: string; readonly notes: readonly Remark[] }
  | { readonly problems: readonly Remark[] };

/** A declaration and where it comes from. */
interface Placed {
  readonly path: string;
  readonly declaration: Printable;
}

const DOCUMENT: ReadonlySet<string> = new Set(['features', 'consts', 'rules']);

/** Takes `{ rules: […] }`, a list of rules, or one rule, as parsed JSON. */
export function convertJsonRules(json: unknown): JsonRulesConversion {
  const decoding = new Decoding();
  const texts = decodeDocument(json, decoding).map((placed) => checkedText(placed, decoding));
  return decoding.hasProblems
    ? { problems: decoding.problems }
    : { text: texts.join('\n'), notes: decoding.notes };
}

function decodeDocument(json: unknown, decoding: Decoding): readonly Placed[] {
  if (isArray(json)) return decodeRules(json, '', decoding);
  if (!isObject(json)) {
    decoding.refuse('', `the document is an object or a list, not ${kindOf(json)}`);
    return [];
  }
  if (!Object.hasOwn(json, 'rules'))
    return named([{ path: '', rule: decodeRule(json, '', decoding) }], decoding);
  decoding.onlyMembers(json, DOCUMENT, { path: '', of: 'the document' });
  const rules = member(json, 'rules');
  if (!isArray(rules)) decoding.refuse('/rules', `rules is a list, not ${kindOf(rules)}`);
  return [
    ...placed(decodeFeatures(member(json, 'features'), '/features', decoding), '/features'),
    ...placed(decodeConsts(member(json, 'consts'), '/consts', decoding), '/consts'),
    ...(isArray(rules) ? decodeRules(rules, '/rules', decoding) : []),
  ];
}

function decodeRules(rules: readonly unknown[], path: string, decoding: Decoding): readonly Placed[] {
  const decoded = rules.map((rule, index) => {
    const at = below(path, index);
    return { path: at, rule: decodeRule(rule, at, decoding) };
  });
  return named(decoded, decoding);
}

interface Decoded {
  readonly path: string;
  readonly rule: RuleDeclaration | null;
}

function named(decoded: readonly Decoded[], decoding: Decoding): readonly Placed[] {
  const whole = decoded.flatMap(({ path, rule }) => (rule === null ? [] : [{ path, rule }]));
  const names = ruleNames(
    whole.map(({ path, rule }) => ({ path, name: rule.name.text })),
    decoding,
  );
  return whole.map(({ path, rule }, index) => {
    return { path, declaration: { ...rule, name: makeName(names[index] ?? '') } };
  });
}

function placed(declarations: readonly Printable[], path: string): readonly Placed[] {
  return declarations.map((declaration) => ({ path: below(path, declaration.name.text), declaration }));
}

function checkedText({ path, declaration }: Placed, decoding: Decoding): string {
  const text = printDeclaration(declaration);
  const { declaration: back, isTooDeep } = parseAlone(text);
  if (isTooDeep) decoding.refuse(path, 'nests deeper than the language allows');
  else if (!isSame(declaration, back)) decoding.refuse(path, 'cannot be written in the language as it is');
  return text;
}
