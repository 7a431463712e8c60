/** Transitive closure by nools, without a test whether a path is there already: a chain leads to each only once. */
import { type Flow, loadedNools, noolsFlow } from './nools.ts';

export class EdgeFact {
  readonly from: string;
  readonly to: string;
  constructor(from: string, to: string) {
    this.from = from;
    this.to = to;
  }
}

/** No kind of edge, because an instance of a subclass would match as one. */
class PathFact {
  readonly from: string;
  readonly to: string;
  constructor(from: string, to: string) {
    this.from = from;
    this.to = to;
  }
}

interface Bound {
  readonly e: EdgeFact;
  readonly p: PathFact;
}

export function pathFlow(): Flow {
  return noolsFlow((flow) => {
    flow.rule('Direct', [[EdgeFact, 'e']], ({ e }: Bound, session) => {
      session.assert(new PathFact(e.from, e.to));
    });
    const patterns = [
      [PathFact, 'p'],
      [EdgeFact, 'e', 'e.from == p.to'],
    ] as const;
    flow.rule('Onward', patterns, ({ p, e }: Bound, session) => {
      session.assert(new PathFact(p.from, e.to));
    });
  });
}

export async function pathsBy(flow: Flow, edges: readonly EdgeFact[]): Promise<readonly PathFact[]> {
  const session = await loadedNools(flow, edges);
  const paths = session.getFacts(PathFact);
  session.dispose();
  return paths;
}
