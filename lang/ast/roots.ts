/** The expressions that stand in a declaration, outermost ones only, in source order. */
import type { Block, Declaration, Expression, FlagDeclaration, Let, Param, When } from './nodes.ts';

export function expressionsOf(declaration: Declaration): readonly Expression[] {
  switch (declaration.kind) {
    case 'const':
      return [declaration.value];
    case 'segment':
      return [declaration.condition];
    case 'table':
      return declaration.rows.flatMap(({ cells }) => cells);
    case 'rule':
      return [...inWhen(declaration.when), ...inBody(declaration.then), ...inBody(declaration.otherwise)];
    case 'strategy':
      return declaration.arms.flatMap((arm) => [...inWhen(arm.when), ...inBody(arm)]);
    case 'flag':
      return inFlag(declaration);
    case 'expert-rule': {
      const { when, then } = declaration;
      return [...inWhen(when), ...inBody(then), ...valuesOf(then.set ?? [])];
    }
    case 'arbiter':
      return declaration.clauses.flatMap((clause) =>
        clause.kind === 'handler' && clause.where !== null ? [clause.where] : [],
      );
    case 'input':
    case 'feature':
    case 'fact':
    case 'outcome':
    case 'tag':
    case 'include':
    case 'import':
    case 'worker':
    case 'broken':
      return [];
  }
}

function inFlag({ variants, defaults, rules }: FlagDeclaration): readonly Expression[] {
  return [
    ...valuesOf(defaults?.params ?? []),
    ...variants.flatMap(({ params }) => valuesOf(params)),
    ...rules.flatMap(({ condition }) => (condition === null ? [] : [condition])),
  ];
}

function inWhen(when: When | null): readonly Expression[] {
  return when?.block == null ? [] : inBlock(when.block);
}

function inBlock({ lets, condition }: Block): readonly Expression[] {
  return condition === null ? valuesOf(lets) : [...valuesOf(lets), condition];
}

interface Body {
  readonly lets: readonly Let[];
  readonly params: readonly Param[];
}

function inBody(body: Body | null): readonly Expression[] {
  return body === null ? [] : [...valuesOf(body.lets), ...valuesOf(body.params)];
}

function valuesOf(parts: readonly (Let | Param)[]): readonly Expression[] {
  return parts.map(({ value }) => value);
}
