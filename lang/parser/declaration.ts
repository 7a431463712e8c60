/** The choice of a declaration by its keyword. */
import type { Declaration } from '../ast/nodes.ts';
import { arbiterDeclaration } from './arbiter.ts';
import { byKeyword, type Grammar } from './combinators.ts';
import { expertRuleDeclaration } from './expert.ts';
import { flagDeclaration } from './flag.ts';
import { importDeclaration, includeDeclaration, tagDeclaration, tagsDeclaration } from './module.ts';
import { ruleDeclaration } from './rule.ts';
import {
  constDeclaration,
  factDeclaration,
  featureDeclaration,
  inputDeclaration,
  outcomeDeclaration,
  segmentDeclaration,
} from './schema.ts';
import { strategyDeclaration } from './strategy.ts';
import { tableDeclaration } from './table.ts';
import { workerDeclaration } from './worker.ts';

export const declaration: Grammar<Declaration> = byKeyword<Declaration>(
  {
    const: constDeclaration,
    segment: segmentDeclaration,
    input: inputDeclaration,
    feature: featureDeclaration,
    fact: factDeclaration,
    outcome: outcomeDeclaration,
    table: tableDeclaration,
    tag: tagDeclaration,
    tags: tagsDeclaration,
    include: includeDeclaration,
    import: importDeclaration,
    rule: ruleDeclaration,
    strategy: strategyDeclaration,
    flag: flagDeclaration,
    expert: expertRuleDeclaration,
    arbiter: arbiterDeclaration,
    worker: workerDeclaration,
  },
  'a declaration',
);
