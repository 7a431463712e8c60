/**
 * One generated program of expert rules and some histories under the law of sessions. A finding is shrunk before it is told: commands, then
 * events, then rules are left out as long as there is any difference.
 */
import type { Prng } from '#sim/prng.js';
import type { Extent } from './generate/session/condition.ts';
import { generateHistory, type History } from './generate/session/history.ts';
import { type ExpertProgram, generateExpertProgram, textOf } from './generate/session/program.ts';
import { sessionDisagreement, type SessionPair, sessionPairOf } from './session-law.ts';

export interface Amount {
  readonly extent: Extent;
  readonly histories: number;
}

/** `null` when there is none. */
export function expertFinding(prng: Prng, { extent, histories }: Amount): string | null {
  const program = generateExpertProgram(prng, extent);
  const pair = sessionPairOf(textOf(program));
  if ('errors' in pair) return `does not compile: ${pair.errors.join('; ')}\n${textOf(program)}`;
  for (let each = 0; each < histories; each++) {
    const history = generateHistory(prng, extent);
    if (differenceIn(pair, history, extent) !== null)
      return told(shrunk({ program, history }, extent), extent);
  }
  return null;
}

interface Case {
  readonly program: ExpertProgram;
  readonly history: History;
}

function told({ program, history }: Case, extent: Extent): string {
  const found = differenceOf(program, history, extent);
  return `${found}\n${textOf(program)}\n${JSON.stringify(history, null, 1)}`;
}

/** A program that does not compile has none. */
function differenceOf(program: ExpertProgram, history: History, extent: Extent): string | null {
  const pair = sessionPairOf(textOf(program));
  return 'errors' in pair ? null : differenceIn(pair, history, extent);
}

/** An exception is a difference too. */
function differenceIn(pair: SessionPair, history: History, extent: Extent): string | null {
  try {
    return sessionDisagreement(pair, history, extent);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

function shrunk(found: Case, extent: Extent): Case {
  for (let smallest = found; ; ) {
    const smaller = smallerCases(smallest).find(
      ({ program, history }) => differenceOf(program, history, extent) !== null,
    );
    if (smaller === undefined) return smallest;
    smallest = smaller;
  }
}

function smallerCases({ program, history }: Case): readonly Case[] {
  const { rules } = program;
  const { events } = history;
  return [
    ...rules.map((_, at) => ({ program: { ...program, rules: without(rules, at) }, history })),
    ...events.map((_, at) => ({
      program,
      history: {
        ...history,
        events: without(events, at),
        restoredBehind: history.restoredBehind - (at <= history.restoredBehind ? 1 : 0),
      },
    })),
    ...events.flatMap(({ happenings }, at) =>
      happenings.map((_, index) => ({
        program,
        history: {
          ...history,
          events: events.map((event, place) =>
            place === at ? { ...event, happenings: without(event.happenings, index) } : event,
          ),
        },
      })),
    ),
  ];
}

function without<Each>(all: readonly Each[], at: number): readonly Each[] {
  return all.filter((_, index) => index !== at);
}
