/**
 * What `npm run bench` measures, beside the limit set by hand-written JavaScript in the same process. Contexts are many and in
 * random order, because a small pool flatters whatever the branch predictor can learn.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contextFromJson } from '#engine/context.js';
import { decideFlag } from '#engine/decide/flags.js';
import { decideRules } from '#engine/decide/rules.js';
import { decideStrategy } from '#engine/decide/strategy.js';
import { decisionBytes, decisionOf } from '#engine/decision.js';
import { Session } from '#engine/session/session.js';
import type { Value, ValueRecord } from '#engine/value.js';
import { compile, decodeProgram, encodeProgram, type Program } from '#lang';
import { Prng } from '#sim/prng.js';
import { ROOT } from '../harness/sources.ts';
import { EDITOR_BENCHMARKS } from './editor.ts';

const CONTEXTS = 4096;
const MONITOR = readFileSync(join(ROOT, 'examples', 'earthquakes', 'monitor.arb'), 'utf8');
const RULE =
  'rule R { when { user.total >= 35 and user.region != "XX" } then Ship { cost: 0, method: "standard" } }';

function programOf(text: string): Program {
  const { program, diagnostics } = compile({ name: 'bench.arb', text }, 'bench');
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return program;
}

const prng = new Prng(1);
const contexts = Array.from({ length: CONTEXTS }, () => ({
  user: { total: prng.integer(0, 70), region: prng.integer(0, 9) === 0 ? 'XX' : 'DE' },
}));
const records = contexts.map((context): ValueRecord => contextFromJson(context) ?? Object.create(null));
const rule = programOf(RULE);
const monitor = programOf(MONITOR);
const bundle = encodeProgram(monitor);

function byHand({ user }: (typeof contexts)[number]): object | null {
  return user.total >= 35 && user.region !== 'XX'
    ? { name: 'Ship', params: { cost: 0, method: 'standard' } }
    : null;
}

/** Rules as in the samples of the language: three conditions, two params. */
function manyRules(count: number): string {
  return Array.from({ length: count }, (_, index) =>
    [
      `rule Rule${index} priority ${index % 10} {`,
      '    when {',
      `        user.cart_total >= ${index}`,
      '        and user.region != "XX"',
      `        and tx.amount > ${2 * index} USD`,
      '    }',
      `    then ApplyShipping {\n        cost: ${index},\n        method: "standard",\n    }\n}\n`,
    ].join('\n'),
  ).join('\n');
}

const FIVE_THOUSAND = manyRules(5_000);
const TEN_THOUSAND = manyRules(10_000);
const routing = programOf(
  'outcome Path { target: string }\nstrategy Route returns Path {\n' +
    'when { user.total >= 60 } then Fast { target: "fast" }\nwhen { user.region == "XX" } then Hold { target: "hold" }\n' +
    'else Slow { target: "slow" } }\n' +
    'flag beta { owner: "bench" rollout 50 by user.region when { user.total >= 10 } then true }',
);

/** A session with a window of facts, and one more fact each time. */
function growingSession(): () => Uint8Array {
  const [arbiter] = monitor.arbiters;
  const session = new Session(monitor, arbiter === undefined ? {} : { policy: arbiter });
  let sequence = 0;
  return () => {
    sequence += 1;
    const now = 1_517_000_000_000 + sequence * 600_000;
    const fields: Record<string, Value> = Object.assign(Object.create(null), {
      region: 'x',
      place: 'y',
      kind: 'earthquake',
      magnitude: (sequence % 50) / 10,
      depth: 10_000,
      latitude: 0,
      longitude: 0,
      at: now / 1000,
    });
    const command = { kind: 'assert' as const, type: 'Quake', key: `q${sequence}`, fields };
    const step = session.apply(command, now);
    return decisionBytes(decisionOf({ bundle: 'b', arbiter: 'm', key: 'x', sequence }, command, step));
  };
}

/** The next of the contexts, over and over. */
function taking<Element>(list: readonly Element[]): () => Element {
  const state = { next: 0 };
  return () => {
    const element = list[state.next++ % list.length];
    if (element === undefined) throw new RangeError('there are no contexts');
    return element;
  };
}

const nextContext = taking(contexts);
const nextRecord = taking(records);
const step = growingSession();

export interface Benchmark {
  readonly name: string;
  readonly run: () => unknown;
}

export const BENCHMARKS: readonly Benchmark[] = [
  { name: 'one rule by hand', run: () => byHand(nextContext()) },
  { name: 'one governed rule with arbitrace', run: () => decideRules(rule, nextRecord(), { nowSeconds: 0 }) },
  {
    name: 'one strategy of three arms',
    run: () => decideStrategy(routing, 'Route', { context: nextRecord(), nowSeconds: 0 }),
  },
  {
    name: 'one flag with a rollout',
    run: () => decideFlag(routing, 'beta', { context: nextRecord(), nowSeconds: 0 }),
  },
  { name: 'earthquake fact: step and canonical decision', run: () => step() },
  { name: 'compile monitor.arb', run: () => programOf(MONITOR) },
  { name: 'decode and verify its bundle', run: () => decodeProgram(bundle) },
  { name: 'compile 5,000 rules (1.1 MB)', run: () => programOf(FIVE_THOUSAND) },
  { name: 'compile 10,000 rules (2.2 MB)', run: () => programOf(TEN_THOUSAND) },
  ...EDITOR_BENCHMARKS,
];
