/**
 * The paths of a graph as somebody derives them by hand, with truth maintenance: every path knows the derivations that
 * support it, and every fact the derivations that it supports.
 */
import { Buckets } from './buckets.ts';

export interface Edge {
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

interface Derivation {
  readonly rule: 'Direct' | 'Onward';
  readonly premises: readonly Fact[];
  readonly conclusion: Path;
}

interface Fact extends Edge {
  readonly supports: Derivation[];
}

interface Path extends Fact {
  readonly supportedBy: Derivation[];
}

export class ClosureByHand {
  readonly paths = new Map<string, Path>();
  readonly #edges = new Buckets<string, Fact>();
  /** By the node where they end, for edges that come later. */
  readonly #pathsTo = new Buckets<string, Path>();
  readonly #agenda: Path[] = [];

  constructor(edges: readonly Edge[]) {
    for (const { key, from, to } of edges) this.#add({ key, from, to, supports: [] });
    for (let at = 0; at < this.#agenda.length; at++) {
      const path = this.#agenda[at];
      if (path === undefined) continue;
      this.#pathsTo.add(path.to, path);
      for (const edge of this.#edges.of(path.to)) this.#derive('Onward', path, edge);
    }
  }

  #add(edge: Fact): void {
    this.#edges.add(edge.from, edge);
    this.#derive('Direct', edge, edge);
    for (const path of this.#pathsTo.of(edge.from)) this.#derive('Onward', path, edge);
  }

  #derive(rule: Derivation['rule'], start: Fact, end: Fact): void {
    const [from, to] = [start.from, end.to];
    const key = `${from}>${to}`;
    const known = this.paths.get(key);
    const path = known ?? { key, from, to, supports: [], supportedBy: [] };
    const premises = start === end ? [start] : [start, end];
    const derivation = { rule, premises, conclusion: path };
    path.supportedBy.push(derivation);
    for (const premise of premises) premise.supports.push(derivation);
    if (known !== undefined) return;
    this.paths.set(key, path);
    this.#agenda.push(path);
  }
}
