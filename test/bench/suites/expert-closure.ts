/** Transitive closure of a chain, by a rule that is recursive: what does a derived fact cost, with what supports it? */
import { Session } from '#app/library.js';
import { Prng } from '#sim/prng.js';
import { type Candidate, candidate, comparison } from '../candidate.ts';
import { ClosureByHand, type Edge } from '../closure-by-hand.ts';
import { programOf } from '../peers/arbiter.ts';
import { AMPLE, assertion, NOW, settled } from '../peers/expert.ts';
import { EdgeFact, pathFlow, pathsBy } from '../peers/paths.ts';

const TEXT = `
fact Edge { from: string to: string }
fact Path { from: string to: string }

expert rule Direct per_fact {
    when { any e in facts.Edge { e.from != e.to } }
    then assert Path { key: e.from + ">" + e.to, from: e.from, to: e.to }
}

expert rule Onward per_fact {
    when { any p in facts.Path { any e in facts.Edge { e.from == p.to } } }
    then assert Path { key: p.from + ">" + e.to, from: p.from, to: e.to }
}
`;

const NODES = 200;
/** The edges of one chain in different orders. */
const ORDERS = 4;
const NOOLS = 'nools, without derivations';

interface Setting {
  readonly chains: readonly (readonly Edge[])[];
  readonly expected: readonly (readonly string[])[];
}

export const expertClosure = comparison({
  name: 'expert-closure',
  question: 'The transitive closure of a chain of 200 nodes, 19,900 derived facts, each with its support',
  prepare: ({ factsMax }) => {
    const prng = new Prng('chain');
    const nodes = Math.min(NODES, Math.floor(Math.sqrt(2 * factsMax)));
    const chain = Array.from({ length: nodes - 1 }, (_, n) => ({
      key: `e${n}`,
      from: `n${n}`,
      to: `n${n + 1}`,
    }));
    const chains = Array.from({ length: ORDERS }, () => prng.shuffle([...chain]));
    const setting = { chains, expected: chains.map(() => pathsOf(nodes)) };
    return [
      candidate({
        name: 'by hand, derivations both ways',
        inputs: chains,
        decide: (edges) => new ClosureByHand(edges),
        answer: ({ paths }) => [...paths.keys()].sort(),
        expected: setting.expected,
      }),
      ours(setting),
      peer(setting),
    ];
  },
});

function pathsOf(nodes: number): readonly string[] {
  const paths: string[] = [];
  for (let to = 1; to < nodes; to++) for (let from = 0; from < to; from++) paths.push(`n${from}>n${to}`);
  return paths.sort();
}

function ours({ chains, expected }: Setting): Candidate {
  const program = programOf(TEXT);
  return candidate({
    name: 'Arbiter, `applyAll` in a fresh session',
    own: true,
    reach: { median: 60e6, beside: { row: NOOLS, ratio: 1 / 20 } },
    inputs: chains.map((edges) =>
      edges.map(({ key, from, to }) => assertion({ type: 'Edge', key, fields: { from, to } })),
    ),
    decide: (commands) => new Session(program, { limits: AMPLE }).applyAll(commands, NOW),
    answer: (step) =>
      settled(step)
        .changes.filter(({ type }) => type === 'Path')
        .map(({ key }) => key)
        .sort(),
    expected,
  });
}

function peer({ chains, expected }: Setting): Candidate {
  const flow = pathFlow();
  return candidate({
    name: NOOLS,
    isAsync: true,
    inputs: chains.map((edges) => edges.map(({ from, to }) => new EdgeFact(from, to))),
    decide: (edges) => pathsBy(flow, edges),
    answer: (paths) => paths.map(({ from, to }) => `${from}>${to}`).sort(),
    expected,
  });
}
