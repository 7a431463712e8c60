/**
 * Gathers the names that occur in a module, each with what it stands for. Declarations are looked up by name in the module as
 * it is now, never by the objects that an earlier check has left in its tables.
 */
import type { Name } from '../ast/nodes.ts';
import type { Checking } from '../checker/checking.ts';
import type { ModuleCheck } from '../checker/module.ts';
import type { Span } from '../span.ts';
import type { Type } from '../types.ts';
import { type Entity, type NamedKind, type Occurrence, UNDECLARED } from './entity.ts';
import { lastPart, placeOf } from './places.ts';

export class Collector {
  readonly check: ModuleCheck;
  readonly #found = new Map<string, Occurrence>();

  constructor(check: ModuleCheck) {
    this.check = check;
  }

  get checking(): Checking {
    return this.check.checking;
  }

  /** In the order of the text, file by file; no place twice. */
  occurrences(): readonly Occurrence[] {
    return [...this.#found.values()].sort(
      (a, b) => compare(a.span.source.name, b.span.source.name) || a.span.start - b.span.start,
    );
  }

  declare(entity: Entity, name: Name, type: Type | null = null): void {
    const place = placeOf(name, entity.kind);
    if (place !== undefined) this.addSpan(place.name, { entity, type, isDeclaration: true });
  }

  use(entity: Entity, name: Name, type: Type | null = null): void {
    const place = placeOf(name, entity.kind);
    if (place !== undefined) this.addSpan(place.name, { entity, type, isDeclaration: false });
  }

  /** A declaration of this module. */
  declareNamed(kind: NamedKind, name: Name, type: Type | null = null): void {
    this.declare({ kind, owner: this.check.module.path, name: name.text }, name, type);
  }

  /** A reference to a declaration, here or in an imported module. */
  mention(kind: NamedKind, name: Name, type: Type | null = null): void {
    const place = placeOf(name, kind);
    const entity = this.meant(kind, name.text);
    if (place?.namespace != null) {
      const [namespace = ''] = name.text.split('.');
      this.addSpan(place.namespace, { entity: this.namespace(namespace), type: null, isDeclaration: false });
    }
    this.addSpan(place?.name ?? lastPart(name.span), { entity, type, isDeclaration: false });
  }

  /** What a name of a kind stands for; a name that nobody declares stands for itself. */
  meant(kind: NamedKind, text: string): Entity {
    const { module, name } = this.checking.names.place(kind, text);
    if (module == null) return { kind, owner: UNDECLARED, name: text };
    return { kind, owner: module.own(kind).has(name) ? module.path : UNDECLARED, name };
  }

  namespace(name: string): Entity {
    return { kind: 'namespace', owner: this.check.module.path, name };
  }

  /** The first meaning of a place is the one that counts: `on .field` of a join is read twice. */
  addSpan(span: Span, occurrence: Omit<Occurrence, 'span'>): void {
    const key = `${span.source.name} ${span.start}`;
    if (!this.#found.has(key) && span.end > span.start) this.#found.set(key, { ...occurrence, span });
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
