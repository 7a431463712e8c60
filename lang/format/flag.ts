/** Flags: kill switch, metadata, requires, defaults, variants, then rules in their order. */
import type { Defaults, FlagDeclaration, FlagRule, Split, Variant, VariantName } from '../ast/nodes.ts';
import { conditionBody, printParams } from './clause.ts';
import { concat, type Doc } from './document.ts';
import { clauseBody, enclosed } from './enclosed.ts';
import { clauseLines, governanceParts, killSwitchParts, linePart, nameParts, RANK } from './governance.ts';
import { numberText } from './literal.ts';
import type { Original } from './original.ts';
import type { Part } from './parts.ts';

const FLAG_RANK = { metadata: 1, requires: 2, defaults: 3, variant: 4, rule: 5 } as const;

export function flag(original: Original, node: FlagDeclaration): Doc {
  const {
    name,
    returns,
    type,
    default: served,
    killSwitch,
    metadata,
    requires,
    defaults,
    variants,
    rules,
    span,
  } = node;
  const header = [
    `flag ${name.text}`,
    ...(returns === null ? [] : [`returns ${returns.text}`]),
    ...(type === null ? [] : [`type ${type}`]),
    ...(served === null ? [] : [`default ${variantText(original, served)}`]),
  ];
  const parts: readonly Part[] = [
    ...killSwitchParts(killSwitch),
    ...metadata.map(({ name: key, value, span: place }) =>
      linePart(place, FLAG_RANK.metadata, `${key.text}: ${original.text(value.span)}`),
    ),
    ...nameParts(requires, { word: 'requires', rank: FLAG_RANK.requires }),
    ...(defaults === null
      ? []
      : [paramsPart(original, defaults, { rank: FLAG_RANK.defaults, head: 'defaults' })]),
    ...variants.map((variant) =>
      paramsPart(original, variant, {
        rank: FLAG_RANK.variant,
        head: `variant ${original.text(variant.name.span)}`,
      }),
    ),
    ...rules.map((rule) => ({ ...rule.span, rank: FLAG_RANK.rule, print: () => printRule(original, rule) })),
  ];
  const marks = { start: original.find('{', (served ?? returns ?? name).span.end), end: span.end };
  return concat(`${header.join(' ')} `, clauseBody(original, marks, parts));
}

function paramsPart(
  original: Original,
  { params, span }: Defaults | Variant,
  { rank, head }: { readonly rank: number; readonly head: string },
): Part {
  const print = (): Doc => concat(`${head} `, printParams(original, span, params));
  return { ...span, rank, print };
}

function printRule(original: Original, node: FlagRule): Doc {
  const { isElse, governance, segment, condition, serves, span } = node;
  const isMatched = segment !== null || condition !== null;
  const serve: Part = {
    ...serves.span,
    rank: RANK.then,
    isTransparent: true,
    print: () => concat(isElse && !isMatched ? 'else ' : '', printServes(original, serves)),
  };
  const match = isMatched ? [matchPart(original, node)] : [];
  return clauseLines(original, span, [...governanceParts(original, governance), ...match, serve]);
}

/** `when S`, `when { … }`, `when S { … }`. The segment called `segment` needs the word before its name. */
function matchPart(original: Original, { isElse, segment, condition, span }: FlagRule): Part {
  const word = isElse ? 'else when' : 'when';
  const gate = segment === null ? '' : segment.text === 'segment' ? ' segment segment' : ` ${segment.text}`;
  const start = (segment ?? condition)?.span.start ?? span.start;
  if (condition === null)
    return {
      start,
      end: segment?.span.end ?? start,
      rank: RANK.when,
      isFollowed: true,
      print: () => `${word}${gate}`,
    };
  const body = {
    start: original.findLast('{', condition.span.start),
    end: original.find('}', condition.span.end) + 1,
  };
  const print = (): Doc => concat(`${word}${gate} `, conditionBody(original, body, condition));
  return { start: Math.min(start, body.start), end: body.end, rank: RANK.when, isFollowed: true, print };
}

function printServes(original: Original, serves: VariantName | Split): Doc {
  if (serves.kind === 'variant-name') return `then ${variantText(original, serves)}`;
  const { subject, namespace, weights, span } = serves;
  const by = subject === null ? '' : ` by ${subject.text}`;
  const named = namespace === null ? '' : ` namespace ${original.text(namespace.span)}`;
  const parts = weights.map(({ variant, weight, span: place }) =>
    linePart(place, 0, `${original.text(variant.span)}: ${numberText(original, weight)}`),
  );
  const marks = { start: original.find('{', (namespace ?? subject)?.span.end ?? span.start), end: span.end };
  return concat(`split${by}${named} `, enclosed(original, { style: 'params', marks, parts }));
}

/** A variant is its source text. Where that could run into what follows, a string says the same. */
function variantText(original: Original, { text, span }: VariantName): string {
  const written = original.text(span);
  const isClosed = /^"|[)\]]$|^-?[\w.]+$/.test(written) && !/\blookup\b/.test(written);
  const isSafe = isClosed || /^[\d.]+[ \t]+(?!in$|%$)\S+$|^\d[\w.:+-]*$/.test(written);
  return isSafe || text === '' ? written : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
