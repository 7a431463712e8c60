/** Variables while the names of a declaration are gathered: the counterpart of the checker's `Scope`, with places. */
import type { Type } from '../types.ts';
import type { Entity, Origin } from './entity.ts';

export interface Local {
  readonly entity: Entity;
  readonly type: Type;
  readonly origin: Origin | null;
}

export class Locals {
  readonly #parent: Locals | null;
  readonly #bound = new Map<string, Local>();

  constructor(parent: Locals | null = null) {
    this.#parent = parent;
  }

  inner(): Locals {
    return new Locals(this);
  }

  find(name: string): Local | undefined {
    return this.#bound.get(name) ?? this.#parent?.find(name);
  }

  bind(name: string, local: Local): void {
    this.#bound.set(name, local);
  }
}
