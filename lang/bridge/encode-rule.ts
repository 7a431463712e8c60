/** Rules to the JSON form, when their lets and constants are written out. What governs a rule has no place in it and is noted. */
import type { Action, Governance, RuleDeclaration } from '../ast/nodes.ts';
import { encodeNode } from './encode-node.ts';
import type { Encoding } from './encoding.ts';
import { inlineRule, type Surroundings } from './inline-rule.ts';
import type { JsonAction, JsonNode, JsonRule } from './json-nodes.ts';

/** `null` for what was reported. */
export function encodeRule(rule: RuleDeclaration, surroundings: Surroundings): JsonRule | null {
  const { encoding } = surroundings;
  for (const what of dropped(rule))
    encoding.noteAt(rule.name.span, `rule ${rule.name.text}: ${what} is not part of JSON rules`);
  const inlined = inlineRule(rule, surroundings);
  const root = inlined?.when?.block?.condition ?? null;
  if (inlined === null || root === null) return null;
  const condition = encodeNode(root, encoding);
  const action = encodeAction(inlined.then, encoding);
  const fallback = inlined.otherwise && encodeAction(inlined.otherwise, encoding);
  if (condition === null || action === null || (inlined.otherwise !== null && fallback === null)) return null;
  return {
    name: rule.name.text,
    ...(rule.priority === null ? {} : { priority: rule.priority.value }),
    condition,
    action,
    ...(fallback === null ? {} : { fallback }),
  };
}

function dropped({ governance, tags, when, otherwise }: RuleDeclaration): readonly string[] {
  const segment = when?.segment?.text;
  const gate =
    otherwise === null || segment === undefined ? [] : [`that \`otherwise\` waits for segment ${segment}`];
  return [...governed(governance), ...tags.map(({ text }) => `tag ${JSON.stringify(text)}`), ...gate];
}

/** `kill_switch off` says nothing, so nothing is lost with it. */
function governed({
  killSwitch,
  activeFrom,
  activeUntil,
  requires,
  excludes,
  rollout,
}: Governance): readonly string[] {
  return [
    killSwitch?.on === true ? 'kill_switch' : '',
    activeFrom === null ? '' : 'active_from',
    activeUntil === null ? '' : 'active_until',
    ...requires.map(({ text }) => `requires ${text}`),
    ...excludes.map(({ text }) => `excludes ${text}`),
    rollout === null ? '' : 'rollout',
  ].filter((what) => what !== '');
}

/** Parameters sorted by name; a name given twice would lose one of its values. */
function encodeAction({ name, params }: Action, encoding: Encoding): JsonAction | null {
  const ParamMap = new Map<string, JsonNode>();
  const seen = new Set<string>();
  for (const { name: param, value } of params) {
    if (seen.has(param.text)) encoding.refuseAt(param.span, `the parameter \`${param.text}\` is given twice`);
    seen.add(param.text);
    const encoded = encodeNode(value, encoding);
    if (encoded !== null) ParamMap.set(param.text, encoded);
  }
  if (ParamMap.size < params.length) return null;
  const sorted = [...ParamMap].sort(([a], [b]) => (a < b ? -1 : 1));
  return { ActionName: name.text, ParamMap: Object.fromEntries(sorted) };
}
