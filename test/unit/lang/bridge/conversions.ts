/** Short ways to write JSON nodes, and to see what becomes of them, for the tests of the bridge. */
import { outline } from '#lang/ast/outline.js';
import { convertJsonRules } from '#lang/bridge/convert-json-rules.js';
import { convertToJson } from '#lang/bridge/convert-to-json.js';
import type { JsonNode } from '#lang/bridge/json-nodes.js';
import { remarkText } from '#lang/bridge/problems.js';
import { Diagnostics } from '#lang/diagnostic.js';
import { parse } from '#lang/parser/parse.js';

export const variable = (path: string): JsonNode => ({ VarExpr: path });
export const number = (value: number): JsonNode => ({ Const: { NumConst: value } });
export const text = (value: string): JsonNode => ({ Const: { StrConst: value } });
export const compare = (Operator: string, Lhs: JsonNode, Rhs: JsonNode): JsonNode => ({ Operator, Lhs, Rhs });
export const and = (...Conditions: readonly JsonNode[]): JsonNode => ({ OpLogic: '&&', Conditions });
export const or = (...Conditions: readonly JsonNode[]): JsonNode => ({ OpLogic: '||', Conditions });
export const not = (condition: JsonNode): JsonNode => ({ OpLogic: 'not', Conditions: [condition] });

export const ACTION = { ActionName: 'A', ParamMap: {} };

/** The text of a document; its problems instead where there are some. */
export function textOf(json: unknown): string {
  const converted = convertJsonRules(json);
  return 'text' in converted ? converted.text : converted.problems.map(remarkText).join('\n');
}

export function notesOf(json: unknown): readonly string[] {
  const converted = convertJsonRules(json);
  return 'notes' in converted ? converted.notes.map(remarkText) : ['refused'];
}

/** The condition of a rule, on one line: it stands as a parameter here, which is written on one. */
export function conditionOf(node: unknown): string {
  const rule = { name: 'R', condition: variable('x'), action: { ActionName: 'A', ParamMap: { c: node } } };
  const written = textOf(rule);
  return /^ {8}c: ([^]*),\n {4}\}\n\}\n$/m.exec(written)?.[1] ?? written.replaceAll('/action/ParamMap/c', '');
}

/** The JSON of a program; its problems instead where there are some. */
export function jsonOf(program: string): unknown {
  const converted = convertToJson({ name: 'rules.arb', text: program });
  return 'json' in converted ? converted.json : converted.problems.map(remarkText);
}

export function droppedOf(program: string): readonly string[] {
  const converted = convertToJson({ name: 'rules.arb', text: program });
  return 'dropped' in converted ? converted.dropped.map(remarkText) : ['refused'];
}

/** The node that a condition becomes. */
export function nodeOf(condition: string, declarations = ''): unknown {
  const converted = convertToJson({
    name: 'rules.arb',
    text: `rule R { when { ${condition} } then A { } }\n${declarations}`,
  });
  return 'json' in converted ? converted.json.rules[0]?.condition : converted.problems.map(remarkText);
}

export function outlines(program: string): readonly string[] {
  return parse({ name: 'rules.arb', text: program }, new Diagnostics()).map(outline);
}
