/** Many rules and many facts: is the cost of a change that of what it concerns, or of what the session holds? */
import type { Command } from '#app/library.js';
import { type Candidate, candidate, comparison } from '../candidate.ts';
import {
  type Change,
  changesOf,
  CLASSES,
  type Floor,
  floorOf,
  type Job,
  type Machine,
  pairingText,
  type Start,
} from '../pairings.ts';
import { PairingsByHand } from '../pairings-by-hand.ts';
import { programOf } from '../peers/arbiter.ts';
import { assertion, loadedSession, NOW, outcomesOf, type PlainFact } from '../peers/expert.ts';
import type { Reach, Size } from '../suite.ts';

const PAIRS = 20;
const FEW = 10_000;
const MANY = 100_000;

interface Setting {
  /** In words, of facts when the suite has its full size. */
  readonly facts: string;
  readonly pairs: number;
  readonly floor: Floor;
  readonly changes: readonly Change[];
  /** By change, what starts because of it, and what when it is taken back. */
  readonly expected: readonly (readonly [changed: readonly Start[], back: readonly Start[]])[];
}

export const expertScale = comparison({
  name: 'expert-scale',
  question: 'One changed fact under 200 rules, each a join of two types with a test, and the session runs',
  prepare: (size) => {
    const few = settingOf(FEW, size);
    const many = settingOf(MANY, size);
    const reach = { median: 200_000, beside: { row: nameOf(few), ratio: 2 } };
    return [byHandOf(few), byHandOf(many), ours(few), ours(many, reach)];
  },
});

function settingOf(count: number, { rulesMax, factsMax, contexts }: Size): Setting {
  const pairs = Math.min(PAIRS, Math.floor(rulesMax / CLASSES));
  const floor = floorOf(pairs, (count * Math.min(MANY, factsMax)) / MANY);
  const changes = changesOf(floor, pairs, contexts);
  const facts = `${count.toLocaleString('en')} facts`;
  return { facts, pairs, floor, changes, expected: changes.map(byHand(floor)) };
}

function byHand(floor: Floor) {
  const pairings = new PairingsByHand(floor);
  return ({ before, after }: Change): readonly [readonly Start[], readonly Start[]] => [
    pairings.replace(before, after),
    pairings.replace(after, before),
  ];
}

function byHandOf({ facts, floor, changes, expected }: Setting): Candidate {
  return candidate({
    name: `by hand, both sides hashed, ${facts}`,
    perCall: 2,
    inputs: changes,
    decide: byHand(floor),
    answer: (found) => found,
    expected,
  });
}

function nameOf({ facts }: Setting): string {
  return `Arbiter with ${facts}`;
}

function ours(setting: Setting, reach?: Reach): Candidate {
  const { pairs, floor, changes, expected } = setting;
  const session = loadedSession(
    programOf(pairingText(pairs)),
    [...floor.jobs, ...floor.machines].map(plainFact),
  );
  return candidate({
    name: nameOf(setting),
    own: true,
    perCall: 2,
    ...(reach && { reach }),
    inputs: changes.map(({ before, after }): readonly [Command, Command] => [
      assertion(plainFact(after)),
      assertion(plainFact(before)),
    ]),
    decide: ([change, back]) => [session.apply(change, NOW), session.apply(back, NOW)],
    answer: (steps) => steps.map(outcomesOf),
    expected,
  });
}

function plainFact({ kind, pair, key, ...fields }: Job | Machine): PlainFact {
  return { type: `${kind}${pair}`, key, fields };
}
