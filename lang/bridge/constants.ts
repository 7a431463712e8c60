/**
 * Constants and segments with all constants in them written out. A value is resolved once; cycles, chains that would exhaust the
 * stack, and values that grow beyond measure are problems.
 */
import type { ConstDeclaration, Expression, SegmentDeclaration } from '../ast/nodes.ts';
import { children } from '../ast/visit.ts';
import { HEIGHT_MAX } from '../parser/height.ts';
import type { Span } from '../span.ts';
import type { Encoding } from './encoding.ts';
import { firstShared, openHeadsOf, variablesOf, witnessesOf } from './names.ts';
import { DEPTH_MAX } from './problems.ts';
import { replacePaths } from './replace-paths.ts';

/** A value that may be copied to where its name stands. */
export interface Inlined {
  readonly value: Expression;
  readonly nodes: number;
  /** Names that it takes from where it is put. */
  readonly open: ReadonlySet<string>;
  /** Names that it leaves bound there. */
  readonly witnesses: ReadonlySet<string>;
}

/** Where a value is put. */
export interface Place {
  readonly name: string;
  readonly span: Span;
  /** Variables of the whole that it becomes a part of. */
  readonly bound: ReadonlySet<string>;
  /** Names that the whole takes from outside. */
  readonly open: ReadonlySet<string>;
}

type Declared = ConstDeclaration | SegmentDeclaration;

export class Constants {
  readonly #consts: ReadonlyMap<string, ConstDeclaration>;
  readonly #encoding: Encoding;
  readonly #resolved = new Map<Declared, Inlined | null>();
  /** What is being resolved, outermost first. */
  readonly #open = new Set<Declared>();

  constructor(consts: readonly ConstDeclaration[], encoding: Encoding) {
    this.#consts = new Map(consts.map((declaration) => [declaration.name.text, declaration]));
    this.#encoding = encoding;
  }

  has(name: string): boolean {
    return this.#consts.has(name);
  }

  /** The value of a const that exists. */
  find(name: string): Inlined | null {
    const declaration = this.#consts.get(name);
    return declaration === undefined ? null : this.resolve(declaration);
  }

  /** `null` for what was reported. */
  resolve(declaration: Declared): Inlined | null {
    const known = this.#resolved.get(declaration);
    if (known !== undefined) return known;
    const { name } = declaration;
    if (this.#open.has(declaration))
      return this.#encoding.refuseAt(name.span, `the value of \`${name.text}\` refers to itself`);
    if (this.#open.size >= DEPTH_MAX)
      return this.#encoding.refuseAt(
        name.span,
        `constants refer to each other over more than ${DEPTH_MAX} steps`,
      );
    this.#open.add(declaration);
    const resolved = this.#writeOut(declaration);
    this.#open.delete(declaration);
    this.#resolved.set(declaration, resolved);
    return resolved;
  }

  #writeOut(declaration: Declared): Inlined | null {
    const root = declaration.kind === 'const' ? declaration.value : declaration.condition;
    const [bound, open] = [variablesOf([root]), openHeadsOf(root)];
    if (!this.areVisible(bound, declaration.name.span)) return null;
    const value = replacePaths(root, (path) => {
      const [{ text: name }, ...tail] = path.segments;
      if (tail.length > 0 || !this.has(name)) return path;
      return this.copy(this.find(name), { name, span: path.span, bound, open });
    });
    return value && this.inlined(value);
  }

  /** A variable with the name of a const means another thing in one place than in the next. */
  areVisible(bound: ReadonlySet<string>, span: Span): boolean {
    const hidden = [...bound].filter((name) => this.has(name));
    for (const name of hidden)
      this.#encoding.refuseAt(span, `the variable \`${name}\` hides the const of that name; rename it`);
    return hidden.length === 0;
  }

  /** The value, where its name stands. A quantifier in one may not catch a name of the other. */
  copy(inlined: Inlined | null, { name, span, bound, open }: Place): Expression | null {
    if (inlined === null || !this.#encoding.copies(inlined.nodes, span)) return null;
    const caught = firstShared(inlined.open, bound) ?? firstShared(inlined.witnesses, open);
    if (caught === undefined) return inlined.value;
    const message = `written out, \`${name}\` would mix up the variable \`${caught}\` of a quantifier with another name; rename it`;
    return this.#encoding.refuseAt(span, message);
  }

  inlined(value: Expression): Inlined | null {
    const { nodes, height } = measure(value);
    if (height <= HEIGHT_MAX)
      return { value, nodes, open: openHeadsOf(value), witnesses: witnessesOf([value]) };
    return this.#encoding.refuseAt(value.span, `written out, this nests deeper than ${HEIGHT_MAX} levels`);
  }
}

/** Both sides of a copy are at most so high, so this cannot exhaust the stack. */
function measure(node: Expression): { readonly nodes: number; readonly height: number } {
  let nodes = 1;
  let height = 0;
  for (const child of children(node)) {
    const inner = measure(child);
    nodes += inner.nodes;
    height = Math.max(height, inner.height);
  }
  return { nodes, height: height + 1 };
}
