/**
 * Conditions as JavaScript, for those that are made of nothing but tests of paths. Where the host does not allow code from text there
 * is none, and the table of tests goes on answering: whoever asks must not be able to tell the difference.
 */
import { BARE } from '../bare.ts';
import { equalValues, type Value, type ValueRecord } from '../value.ts';
import { ConditionText, type Paths } from './condition-text.ts';
import { instantiate } from './instantiate.ts';
import type { Question } from './planner.ts';
import { isIn, order } from './tests.ts';

/** A question and the place of its answer. */
export interface Asked {
  readonly position: number;
  readonly question: Question;
}

/** What a condition came to; `none` where nobody has asked it. */
export const ANSWER = { none: 0, held: 1, failed: 2 } as const;

/** Writes the answers about a context; false, and none are written, where the context is not bare. */
export type Ask = (context: ValueRecord, answers: Uint8Array) => boolean;

/** V8 does not optimise functions beyond 60 kB of its bytecode, of which a test takes 30 bytes: room for a hundred conditions. */
const TESTS_MAX = 16;

/** Whether there is code for a condition. */
export function isGenerable(question: Question): boolean {
  return testsOf(question) <= TESTS_MAX;
}

/** Infinite where something is no test. */
function testsOf(question: Question): number {
  switch (question.kind) {
    case 'both':
    case 'either':
      return testsOf(question.left) + testsOf(question.right);
    case 'not':
      return testsOf(question.of);
    case 'test':
      return 1;
    case 'code':
      return Number.POSITIVE_INFINITY;
  }
}

/**
 * `null` where the host refuses. Paths are followed through bare records, which is what JSON becomes; `onStrange` is called where one
 * leads through any other object, and the answers do not count then.
 */
export function generate(asked: readonly Asked[], paths: Paths, onStrange: () => void): Ask | null {
  const text = new ConditionText(paths);
  const answers = asked.map(
    ({ position, question }) =>
      `a[${position}] = ${text.expression(question)} ? ${ANSWER.held} : ${ANSWER.failed};`,
  );
  const strange = (value: Value): null => {
    if (typeof value === 'object' && value !== null) onStrange();
    return null;
  };
  return instantiate<Ask>(
    [
      '"use strict";',
      'const [bare, equal, order, isIn, strange] = S;',
      ...text.constants.map((_, index) => `const k${index} = K[${index}];`),
      'return function answer(x, a) {',
      'if (x[bare] !== true) return false; let v;',
      ...text.reads,
      ...answers,
      'return true; };',
    ],
    text.constants,
    [BARE, equalValues, order, isIn, strange],
  );
}
