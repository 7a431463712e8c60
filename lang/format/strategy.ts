/** Strategies: arms in their order, each with its prelude on lines of its own and `when … then …` together. */
import type { Arm, StrategyDeclaration } from '../ast/nodes.ts';
import { printBody, printWhen } from './clause.ts';
import { concat, type Doc } from './document.ts';
import { clauseBody } from './enclosed.ts';
import { clauseLines, governanceParts, RANK } from './governance.ts';
import type { Original } from './original.ts';
import type { Part } from './parts.ts';

export function strategy(original: Original, { name, returns, arms, span }: StrategyDeclaration): Doc {
  const marks = { start: original.find('{', returns.span.end), end: span.end };
  const parts = arms.map((arm) => ({ ...arm.span, print: () => printArm(original, arm) }));
  const body = clauseBody(original, marks, parts);
  return concat(`strategy ${name.text} returns ${returns.text} `, body);
}

function printArm(original: Original, arm: Arm): Doc {
  const { label, isElse, governance, when, span } = arm;
  const then: Part = {
    start: label.span.start,
    end: span.end,
    rank: RANK.then,
    isTransparent: true,
    print: () =>
      concat(
        `${isElse ? 'else' : 'then'} ${label.text} `,
        printBody(original, { start: label.span.end, end: span.end }, arm),
      ),
  };
  const match: readonly Part[] =
    when === null
      ? []
      : [{ ...when.span, rank: RANK.when, isFollowed: true, print: () => printWhen(original, when) }];
  return clauseLines(original, span, [...governanceParts(original, governance), ...match, then]);
}
