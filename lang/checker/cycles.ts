/** Cycles of a directed graph and an order in which its nodes can be visited, without recursion: graphs may be deep. */
export interface Exploration<Node> {
  /** Each as the nodes on the way, beginning where it closes. At most `CYCLES_MAX`. */
  readonly cycles: readonly (readonly [Node, ...Node[]])[];
  /** Every node after those it leads to, as far as cycles allow. */
  readonly order: readonly Node[];
}

const CYCLES_MAX = 100;

interface Visit<Node> {
  readonly node: Node;
  readonly edges: Iterator<Node>;
}

export function explore<Node>(
  nodes: readonly Node[],
  edgesOf: (node: Node) => Iterable<Node>,
): Exploration<Node> {
  const cycles: [Node, ...Node[]][] = [];
  const order: Node[] = [];
  const depths = new Map<Node, number>();
  const finished = new Set<Node>();
  const visits: Visit<Node>[] = [];
  const enter = (node: Node): void => {
    depths.set(node, visits.length);
    visits.push({ node, edges: edgesOf(node)[Symbol.iterator]() });
  };
  for (const root of nodes) {
    if (!depths.has(root)) enter(root);
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const edge = visit.edges.next();
      if (edge.done === true) {
        visits.pop();
        finished.add(visit.node);
        order.push(visit.node);
      } else if (!depths.has(edge.value)) {
        enter(edge.value);
      } else if (!finished.has(edge.value) && cycles.length < CYCLES_MAX) {
        const [, ...others] = visits.slice(depths.get(edge.value)).map(({ node }) => node);
        cycles.push([edge.value, ...others]);
      }
    }
  }
  return { cycles, order };
}
