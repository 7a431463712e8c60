/**
 * The law of sessions: whatever the program and the history are, the engine's session and that of the model say the same in every
 * step, and the same facts are visible behind it; and a session that is restored goes on like the one that wrote the checkpoint.
 */
import { contextFromJson } from '#engine/context.js';
import { factFields, prepare } from '#engine/prepared.js';
import { checkpointSession } from '#engine/session/checkpoint.js';
import type { Command } from '#engine/session/command.js';
import type { Session } from '#engine/session/session.js';
import { compileFiles, filesOf, type Program } from '#lang';
import { modelProgramOf, ModelSession } from '#sim';
import { type EngineOptions, openSession, overrideSession, reopenSession } from './engine-session.ts';
import type { Extent } from './generate/session/condition.ts';
import type { Event, Happening, History } from './generate/session/history.ts';

const NAME = 'generated';
const ENTRY = 'main.arb';

/** One program in both forms. */
export interface SessionPair {
  readonly text: string;
  readonly program: Program;
  /** The same, with code for its rules from the first evaluation on. */
  readonly generated: Program;
  readonly model: Exclude<ReturnType<typeof modelProgramOf>, { readonly errors: unknown }>;
}

/** Or what is wrong with the program. */
export function sessionPairOf(text: string): SessionPair | { readonly errors: readonly string[] } {
  const files = filesOf(ENTRY, { name: ENTRY, text });
  const { program } = compileFiles(ENTRY, files, { name: NAME });
  const model = modelProgramOf(ENTRY, files);
  if ('errors' in model) return { errors: model.errors.map(({ message }) => message) };
  return program === null
    ? { errors: ['too large'] }
    : { text, program, generated: generatedOf(program), model };
}

/** What is prepared belongs to one program, so this one has its own. */
function generatedOf(program: Program): Program {
  const generated = { ...program };
  for (const { tier } of prepare(generated).session.rules) tier.generate();
  return generated;
}

/** Where they disagree first, as text; `null` where they do not. */
export function sessionDisagreement(pair: SessionPair, history: History, extent: Extent): string | null {
  const { program, model } = pair;
  const given = { policy: history.policy, limits: history.limits };
  let { overrides } = history;
  let envelope = contextFromJson(history.envelope);
  const live = openSession(program, { ...given, envelope, overrides });
  const quick = openSession(pair.generated, { ...given, envelope, overrides });
  const oracle = new ModelSession(model, { ...given, envelope, overrides, name: NAME });
  let restored: Session | null = null;
  let now = history.beginning;
  let due: number | null = null;
  for (const [index, event] of history.events.entries()) {
    const sessions = restored === null ? [live, quick] : [live, quick, restored];
    if (event.envelope !== undefined) {
      envelope = contextFromJson(event.envelope);
      for (const session of [...sessions, oracle]) session.setEnvelope(envelope);
    }
    if (event.overrides !== undefined) {
      overrides = event.overrides;
      for (const session of sessions) overrideSession(session, overrides);
      oracle.setOverrides(overrides);
    }
    now = instantOf(event, now, due);
    const commands = event.happenings.flatMap((happening) => commandOf(happening, program) ?? []);
    const [step, soon, again] = sessions.map((session) => session.applyAll(commands, now));
    const meant = oracle.applyAll(commands, now);
    due = meant.nextDue;
    const found =
      differing('step', told(step, extent), told(meant, extent)) ??
      differing('facts', visibleIn(live, pair.text), oracle.visible()) ??
      differing('generated', soon, step) ??
      (again === undefined ? null : differing('restored', step, again));
    if (found !== null) return `event ${index} at ${now}: ${found}`;
    if (index !== history.restoredBehind) continue;
    const reopened = reopen(live, program, { ...given, envelope, overrides });
    if (reopened === null) return `event ${index}: a restored session writes another checkpoint`;
    restored = reopened;
  }
  return null;
}

function instantOf({ wait }: Event, now: number, due: number | null): number {
  if (typeof wait === 'number') return now + wait;
  if (due === null) return now;
  return wait === 'due' ? due : Math.max(now, due - 1);
}

/** What does not fit its declaration never reaches a session. */
function commandOf(happening: Happening, program: Program): Command | null {
  if (happening.kind === 'tick') return { kind: 'tick', missed: 0 };
  if (happening.kind === 'retract') return happening;
  const normalised = factFields(program, happening.type, happening.fields);
  return normalised.kind === 'valid' ? { ...happening, fields: normalised.fields } : null;
}

/** `null` when the bytes are not the same. */
function reopen(live: Session, program: Program, options: EngineOptions): Session | null {
  const bytes = Buffer.from(checkpointSession(live));
  const restored = reopenSession(program, JSON.parse(bytes.toString('utf8')), options);
  return Buffer.from(checkpointSession(restored)).equals(bytes) ? restored : null;
}

/** By type and key, of every type that the text has. */
function visibleIn({ memory }: Session, text: string): readonly unknown[] {
  const types = [...new Set(text.match(/\b[A-Z]\b/g) ?? []), 'A', 'B', 'U', 'D', 'E'];
  return [...new Set(types)].toSorted().flatMap((type) => memory.facts(type));
}

interface Told {
  readonly activations: readonly Reported[];
  readonly outcomes: readonly unknown[];
  readonly traps: readonly unknown[];
}

interface Reported {
  readonly kind: string;
  readonly changed: boolean;
  readonly arbitrace: readonly { readonly detail: string }[];
}

/**
 * Until the engine reports what is described, of activations those that change facts are compared, divisions by zero are not, which
 * `per_fact` rules count over the whole memory, nor the order of outcomes, of which those that have waited come first, and no trap is.
 */
function told(step: Told | undefined, extent: Extent): unknown {
  if (extent === 'whole' || step === undefined) return step;
  const { traps: _traps, activations, outcomes, ...rest } = step;
  const reported = activations.filter(({ kind, changed }) => changed && kind === 'assert');
  return {
    ...rest,
    outcomes: outcomes.map(canonical).toSorted(),
    activations: reported.map(({ arbitrace, ...activation }) => ({
      ...activation,
      arbitrace: arbitrace.map(({ detail, ...gate }) => [gate, detail.replace(/ \(\d+ divisions.*/, '')]),
    })),
  };
}

/** Texts are written only to show a difference: writing them takes longer than deciding. */
function differing(what: string, engine: unknown, model: unknown): string | null {
  if (isAlike(engine, model)) return null;
  const [said, meant] = [canonical(engine), canonical(model)];
  let at = 0;
  while (at < said.length && said[at] === meant[at]) at++;
  const around = (text: string): string => text.slice(Math.max(0, at - 300), at + 300);
  return `${what}:\nengine …${around(said)}\nmodel  …${around(meant)}`;
}

/** As data: members by name, and negative zero told from zero. */
function isAlike(engine: unknown, model: unknown): boolean {
  const [first, second] = [dataOf(engine), dataOf(model)];
  if (typeof first !== 'object' || typeof second !== 'object' || first === null || second === null)
    return Object.is(first, second);
  if (Array.isArray(first) !== Array.isArray(second)) return false;
  const [entries, others] = [Object.entries(first), new Map(Object.entries(second))];
  return (
    entries.length === others.size &&
    entries.every(([name, member]) => others.has(name) && isAlike(member, others.get(name)))
  );
}

function dataOf(value: unknown): unknown {
  const hasForm = typeof value === 'object' && value !== null && 'toJSON' in value;
  return hasForm && typeof value.toJSON === 'function' ? value.toJSON() : value;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) => {
    if (Object.is(member, -0)) return '-0';
    const isRecord = typeof member === 'object' && member !== null && !Array.isArray(member);
    if (!isRecord) return member;
    return Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
