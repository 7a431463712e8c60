/**
 * The checker: declarations → the same declarations with what every path means and every expression is. It reports all
 * mistakes, each once: what is wrong becomes `unknown`, and nothing that is unknown is wrong.
 */
import type { Declaration } from '../ast/nodes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import { checkArbiters } from './arbiter.ts';
import type { Checked } from './checked.ts';
import type { Checking } from './checking.ts';
import { checkConsts } from './consts.ts';
import { checkExpertRule } from './declarations/expert.ts';
import { checkRule, checkSegment } from './declarations/rule.ts';
import { checkRequires, warnUnused } from './governance.ts';
import { DeclaredNames } from './names.ts';
import { checkSchema, type Schema, schemaOf } from './schema.ts';

export function check(declarations: readonly Declaration[], diagnostics: Diagnostics): Checked {
  const names = new DeclaredNames(declarations, diagnostics);
  const checking: Checking = {
    diagnostics,
    names,
    facts: schemasOf(names, 'fact'),
    outcomes: schemasOf(names, 'outcome'),
    types: new Map(),
    resolutions: new Map(),
    differences: new Set(),
    constTypes: new Map(),
    usedSegments: new Set(),
    undeclared: new Set(),
  };
  checkConsts(checking);
  for (const declaration of declarations) checkDeclaration(declaration, checking);
  checkRequires('rule', checking);
  checkRequires('expert-rule', checking);
  checkArbiters(checking);
  warnUnused(checking);
  const { resolutions, types, differences } = checking;
  return { declarations, resolutions, types, differences };
}

/** Consts are checked before and arbiters after everything else, because they look at all of it. */
function checkDeclaration(declaration: Declaration, checking: Checking): void {
  switch (declaration.kind) {
    case 'fact':
    case 'outcome':
      return checkSchema(declaration, checking.diagnostics);
    case 'segment':
      return checkSegment(declaration, checking);
    case 'rule':
      return checkRule(declaration, checking);
    case 'expert-rule':
      return checkExpertRule(declaration, checking);
    case 'const':
    case 'arbiter':
    case 'broken':
      return;
  }
}

function schemasOf(names: DeclaredNames, kind: 'fact' | 'outcome'): ReadonlyMap<string, Schema> {
  return new Map(names.first(kind).map((declaration) => [declaration.name.text, schemaOf(declaration)]));
}
