/**
 * A rule as the JSON form can hold it: its segment in front of its condition, lets and constants written out where they are
 * used. A let is evaluated before the condition and its copy within it, so wherever a quantifier makes that a difference the rule is
 * refused: the JSON must decide what the rule decides.
 */
import type { Action, Expression, Let, Path, RuleDeclaration, SegmentDeclaration } from '../ast/nodes.ts';
import type { Constants, Inlined } from './constants.ts';
import type { Encoding } from './encoding.ts';
import { makeBoolean } from './make.ts';
import { firstShared, openHeadsOf, variablesOf, witnessesOf } from './names.ts';
import { replacePaths } from './replace-paths.ts';

export interface Surroundings {
  readonly constants: Constants;
  readonly segments: ReadonlyMap<string, SegmentDeclaration>;
  readonly encoding: Encoding;
}

/** The rule with no lets, and a `when` that holds the whole condition. `null` when it was refused. */
export function inlineRule(rule: RuleDeclaration, surroundings: Surroundings): RuleDeclaration | null {
  return new Inlining(rule, surroundings).rule();
}

/** A let; `bound` are the variables that come between its own place and those of its copies. */
interface Local {
  readonly inlined: Inlined | null;
  readonly bound: ReadonlySet<string>;
}

type Locals = ReadonlyMap<string, Local>;

/** Names of the part of a rule that values are put into. */
interface Scope {
  readonly bound: ReadonlySet<string>;
  readonly open: ReadonlySet<string>;
}

class Inlining {
  readonly #rule: RuleDeclaration;
  readonly #surroundings: Surroundings;
  readonly #scope: Scope;

  constructor(rule: RuleDeclaration, surroundings: Surroundings) {
    this.#rule = rule;
    this.#surroundings = surroundings;
    this.#scope = scopeOf(rootsOf(rule));
  }

  rule(): RuleDeclaration | null {
    const { when, then, otherwise, name } = this.#rule;
    if (!this.#surroundings.constants.areVisible(this.#scope.bound, name.span)) return null;
    const lets = when?.block?.lets ?? [];
    const locals = this.#locals(lets, new Map(), this.#scope.bound);
    const condition = this.#whole(locals);
    const done = this.#action(then, locals);
    const undone = otherwise && this.#action(otherwise, locals);
    const isSound = this.#areUnmixed([...lets, ...then.lets, ...(otherwise?.lets ?? [])]);
    if (condition === null || done === null || !isSound || (otherwise !== null && undone === null))
      return null;
    const { span } = condition;
    const block = { kind: 'block', lets: [], condition, span } as const;
    return {
      ...this.#rule,
      when: { kind: 'when', segment: null, block, span },
      then: done,
      otherwise: undone,
    };
  }

  /** The segment and the condition behind it. */
  #whole(locals: Locals): Expression | null {
    const when = this.#rule.when;
    const inline = when?.block?.condition ?? null;
    const condition = inline && this.#value(inline, locals);
    if (when === null || when.segment === null) return inline === null ? makeBoolean(true) : condition;
    const segment = this.#segment(when.segment.text, when.segment.span);
    if (inline === null || segment === null || condition === null) return inline === null ? segment : null;
    return { kind: 'binary', operator: 'and', left: segment, right: condition, span: when.span };
  }

  #segment(name: string, span: Expression['span']): Expression | null {
    const { constants, segments, encoding } = this.#surroundings;
    const declaration = segments.get(name);
    if (declaration === undefined) return encoding.refuseAt(span, `there is no segment \`${name}\``);
    const bound: ReadonlySet<string> = new Set();
    return constants.copy(constants.resolve(declaration), { name, span, bound, open: this.#scope.open });
  }

  /** Lets see those before them; of two with one name the later counts. */
  #locals(lets: readonly Let[], before: Locals, bound: ReadonlySet<string>): Locals {
    const locals = new Map(before);
    for (const { name, value } of lets) {
      const whole = this.#value(value, locals);
      locals.set(name.text, { inlined: whole && this.#surroundings.constants.inlined(whole), bound });
    }
    return locals;
  }

  /** Lets of an action stand behind the condition and may use what it bound. */
  #action(action: Action, before: Locals): Action | null {
    const roots = [...action.lets, ...action.params].map(({ value }) => value);
    const locals = this.#locals(action.lets, before, variablesOf(roots));
    const params = action.params.flatMap((param) => {
      const value = this.#value(param.value, locals);
      return value === null ? [] : [{ ...param, value }];
    });
    return params.length < action.params.length ? null : { ...action, lets: [], params };
  }

  #value(expression: Expression, locals: Locals): Expression | null {
    return replacePaths(expression, (path) => this.#replaced(path, locals));
  }

  #replaced(path: Path, locals: Locals): Expression | null {
    const { constants } = this.#surroundings;
    const { span } = path;
    const { bound, open } = this.#scope;
    const [{ text: name }, ...tail] = path.segments;
    const local = locals.get(name);
    if (local !== undefined) {
      const value = constants.copy(local.inlined, { name, span, bound: local.bound, open });
      return value === null || tail.length === 0 ? value : this.#member(value, path);
    }
    if (tail.length > 0 || !constants.has(name)) return path;
    return constants.copy(constants.find(name), { name, span, bound, open });
  }

  /** `a.k` of `let a = order` is `order.k`. */
  #member(value: Expression, path: Path): Expression | null {
    const [, ...tail] = path.segments;
    if (value.kind === 'path') return { ...path, segments: [...value.segments, ...tail] };
    const name = path.segments.map(({ text }) => text).join('.');
    return this.#surroundings.encoding.refuseAt(path.span, `\`${name}\` is a member of what is no path`);
  }

  /** No variable is called as a let, and what a let leaves bound is not used beside it. */
  #areUnmixed(lets: readonly Let[]): boolean {
    const { encoding } = this.#surroundings;
    const mixed = lets.flatMap(({ name, value }) => {
      if (this.#scope.bound.has(name.text))
        return [
          { name, message: `a variable of a quantifier is called as the let \`${name.text}\`; rename it` },
        ];
      const used = firstShared(witnessesOf([value]), this.#scope.open);
      return used === undefined
        ? []
        : [{ name, message: `what the let \`${name.text}\` binds to \`${used}\` is used outside of it` }];
    });
    for (const { name, message } of mixed) encoding.refuseAt(name.span, message);
    return mixed.length === 0;
  }
}

function rootsOf({ when, then, otherwise }: RuleDeclaration): readonly Expression[] {
  const condition = when?.block?.condition ?? null;
  return [
    ...[when?.block?.lets, then.lets, then.params, otherwise?.lets, otherwise?.params].flatMap((parts) =>
      (parts ?? []).map(({ value }) => value),
    ),
    ...(condition === null ? [] : [condition]),
  ];
}

function scopeOf(roots: readonly Expression[]): Scope {
  return { bound: variablesOf(roots), open: new Set(roots.flatMap((root) => [...openHeadsOf(root)])) };
}
