/** The choice of a declaration by its keyword. */
import type { Declaration } from '../ast/nodes.ts';
import { arbiterDeclaration } from './arbiter.ts';
import { byKeyword, type Grammar } from './combinators.ts';
import { expertRuleDeclaration } from './expert.ts';
import { ruleDeclaration } from './rule.ts';
import { constDeclaration, factDeclaration, outcomeDeclaration, segmentDeclaration } from './schema.ts';

export const declaration: Grammar<Declaration> = byKeyword<Declaration>(
  {
    const: constDeclaration,
    segment: segmentDeclaration,
    fact: factDeclaration,
    outcome: outcomeDeclaration,
    rule: ruleDeclaration,
    expert: expertRuleDeclaration,
    arbiter: arbiterDeclaration,
  },
  'a declaration',
);
