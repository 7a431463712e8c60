/**
 * Explanations are true. What did not fire does so when exactly that is otherwise which `why` names, and not when any of it stays
 * as it is; what fired does so whatever the rest of its condition comes to. The model, which knows nothing of explanations, is
 * what is forced. Fixed seeds.
 */
import t from 'tap';
import {
  contextFromJson,
  decideRules,
  decideStrategy,
  type Explanation,
  type Reason,
  type RuleOptions,
  type Target,
  type ValueRecord,
  why,
} from '#engine';
import { Prng } from '#sim/prng.js';
import { generateOptions } from '../harness/generate/governed.ts';
import { generateProgram } from '../harness/generate/program.ts';
import { generateContext } from '../harness/generate/shape.ts';
import { type Pair, pairOf } from '../harness/model-law.ts';

const PROGRAMS = 120;
const CONTEXTS = 8;
const NOW_SECONDS = 1_770_000_000;

type Forced = ReadonlyMap<string, boolean>;

interface Given {
  readonly pair: Pair;
  readonly context: ValueRecord;
  readonly options: RuleOptions;
}

function targetsOf({ program }: Pair): readonly Target[] {
  return [
    ...program.rules.map(({ name }) => ({ kind: 'rule', rule: name }) as const),
    ...program.strategies.flatMap(({ name, arms }) =>
      arms.map(({ label }) => ({ kind: 'arm', strategy: name, arm: label }) as const),
    ),
    ...program.flags.flatMap(({ name, rules }) =>
      rules.map((_, index) => ({ kind: 'flag-rule', flag: name, index }) as const),
    ),
  ];
}

/** What the model calls a reason. */
function keyOf(target: Target, { kind, check, target: other = '', span }: Reason): string {
  if (kind === 'leaf') return `leaf ${span.start}:${span.end}`;
  const scope = target.kind === 'rule' ? 'rule' : target.kind === 'arm' ? 'strategy' : 'flag';
  if (kind !== 'order') return `${scope} ${check} ${span.start}`;
  return `order ${target.kind === 'arm' ? target.strategy : target.kind === 'flag-rule' ? target.flag : ''}/${other}`;
}

/** A gate that blocks has to let pass; a leaf has to be the opposite, and one that fails is tried as both. */
function forcings(target: Target, reasons: readonly Reason[]): readonly Forced[] {
  const failing = reasons.filter(({ kind, result }) => kind === 'leaf' && result === null);
  const base = reasons.map((reason): [string, boolean] => [
    keyOf(target, reason),
    reason.kind !== 'leaf' || reason.result === false,
  ]);
  return Array.from({ length: 2 ** failing.length }, (_, bits) => {
    const tried = failing.map((reason, at): [string, boolean] => [
      keyOf(target, reason),
      ((bits >> at) & 1) === 1,
    ]);
    return new Map([...base, ...tried]);
  });
}

/** Whether it fires by the model. */
function fires(target: Target, { pair, context, options }: Given, forced: Forced): boolean {
  const { model } = pair;
  const given = { ...options, forced };
  switch (target.kind) {
    case 'rule':
      return model
        .decide(context, given)
        .matched.some(({ name, fallback }) => name === target.rule && !fallback);
    case 'arm':
      return model.strategy(target.strategy, context, given)?.selected === target.arm;
    case 'flag-rule':
      return model.flagRule(target.flag, context, given) === target.index;
  }
}

/** What the engine says of it. */
function fired(target: Target, { pair, context, options }: Given): boolean {
  const { program } = pair;
  if (target.kind === 'rule')
    return decideRules(program, context, options).matched.some(
      ({ name, fallback }) => name === target.rule && !fallback,
    );
  if (target.kind === 'arm')
    return decideStrategy(program, target.strategy, { ...options, context })?.selected === target.arm;
  return pair.model.flagRule(target.flag, context, options) === target.index;
}

/** Nothing that could be otherwise helps against a trap in a let or a param, or gives a split a subject. */
function isBeyond({ because }: Explanation): boolean {
  return because.some(({ kind }) => kind === 'trap' || kind === 'split');
}

/** What is wrong with an explanation; `null` for nothing. */
function wrong(target: Target, given: Given, explanation: Explanation, prng: Prng): string | null {
  const { because } = explanation;
  if (explanation.fired !== fired(target, given)) return 'another result';
  if (explanation.fired)
    return fires(target, given, unrelated(target, given, because, prng)) ? null : 'not sufficient';
  if (isBeyond(explanation)) return null;
  if (because.length === 0) return 'no reason';
  if (!forcings(target, because).some((forced) => fires(target, given, forced)))
    return 'does not make it fire';
  const isNeeded = (reason: Reason): boolean => {
    const rest = because.filter((other) => other !== reason);
    return !forcings(target, rest).some((forced) => fires(target, given, forced));
  };
  return because.length > 6 || because.every(isNeeded) ? null : 'not smallest';
}

/** The leaves that decided stay; all others of the same condition are something or other. */
function unrelated(
  target: Target,
  { pair, context, options }: Given,
  because: readonly Reason[],
  prng: Prng,
): Forced {
  const forced = new Map<string, boolean>();
  const steps =
    target.kind === 'rule' ? decideRules(pair.program, context, { ...options, trace: 'full' }).arbitrace : [];
  for (const { subject, leaves = [] } of steps)
    if (target.kind === 'rule' && subject === target.rule)
      for (const { span } of leaves) forced.set(`leaf ${span.start}:${span.end}`, prng.chance(0.5));
  const own = because.flatMap((reason) => (reason.kind === 'segment' ? (reason.because ?? []) : [reason]));
  for (const { kind, result, span } of own)
    if (kind === 'leaf') forced.set(`leaf ${span.start}:${span.end}`, result === true);
  return forced;
}

void t.test('what is named makes it fire, and nothing less does', (t) => {
  const root = new Prng(31);
  const seen = { fired: 0, not: 0, beyond: 0 };
  for (let run = 0; run < PROGRAMS; run++) {
    const prng = root.fork(String(run));
    const pair = pairOf(generateProgram(prng));
    for (let each = 0; each < CONTEXTS; each++) {
      const context = contextFromJson(generateContext(prng), pair.program.context);
      if (context === undefined) throw new RangeError('a generated context is an object');
      const {
        tags: _tags,
        allTags: _allTags,
        onTrap: _onTrap,
        ...options
      } = generateOptions(prng, NOW_SECONDS);
      const given = { pair, context, options };
      for (const target of targetsOf(pair)) {
        const explanation = why(pair.program, target, { ...options, context });
        const problem =
          explanation === undefined ? 'no explanation' : wrong(target, given, explanation, prng);
        if (explanation === undefined || problem !== null)
          return void t.fail(
            `${problem}: ${JSON.stringify({ target, explanation, context, options })}\n${pair.text}`,
          );
        seen[explanation.fired ? 'fired' : isBeyond(explanation) ? 'beyond' : 'not'] += 1;
      }
    }
  }
  t.ok(seen.fired > 500 && seen.not > 500, JSON.stringify(seen));
  t.ok(seen.beyond < seen.not / 4, JSON.stringify(seen));
  t.end();
});
