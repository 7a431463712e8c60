/** Flags as s-expressions; see `outline.ts`. */
import type { FlagDeclaration, FlagRule, Split, VariantName } from './nodes.ts';
import { form, outlineExpression, outlineParam } from './outline-expression.ts';
import { outlineGovernance } from './outline-governance.ts';

export function outlineFlag(flag: FlagDeclaration): string {
  return form(
    'flag',
    flag.name.text,
    flag.returns !== null && form('returns', flag.returns.text),
    flag.type !== null && form('type', flag.type),
    flag.default !== null && form('default', variant(flag.default)),
    flag.killSwitch !== null && form('kill-switch', flag.killSwitch.on ? 'on' : 'off'),
    ...flag.metadata.map(({ name, value }) => form('metadata', name.text, JSON.stringify(value.value))),
    flag.requires.length > 0 && form('requires', ...flag.requires.map(({ text }) => text)),
    flag.defaults !== null && form('defaults', ...flag.defaults.params.map(outlineParam)),
    ...flag.variants.map(({ name, params }) => form('variant', variant(name), ...params.map(outlineParam))),
    ...flag.rules.map(flagRule),
  );
}

function flagRule({ isElse, governance, segment, condition, serves }: FlagRule): string {
  return form(
    isElse ? 'else-when' : 'when',
    ...outlineGovernance(governance),
    segment !== null && form('segment', segment.text),
    condition !== null && outlineExpression(condition),
    serves.kind === 'split' ? split(serves) : form('then', variant(serves)),
  );
}

function split({ subject, namespace, weights }: Split): string {
  return form(
    'split',
    subject !== null && form('by', subject.text),
    namespace !== null && form('namespace', JSON.stringify(namespace.value)),
    ...weights.map(({ variant: named, weight }) => form(variant(named), String(weight.value))),
  );
}

function variant({ text }: VariantName): string {
  return JSON.stringify(text);
}
