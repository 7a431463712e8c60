/** Facts from files and web addresses, for sessions: `session.sync(await loadFacts('positions.csv', program))`. */
import type { Program } from '#lang';
import type { GivenFact } from './session-facts.ts';

/** Types of fields whose CSV cells stay as they are written. */
const AS_WRITTEN: ReadonlySet<string> = new Set(['string', 'enum', 'decimal', 'timestamp']);

/**
 * What a CSV, JSON or JSONL file holds, or what an `http://` or `https://` address answers; the formats are in
 * `docs/reference/sources.md`. With a program the cells of a CSV file are read as it declares them. Rejects with a `Fault` that says
 * what is wrong: `source/unknown` for what cannot be loaded at all, `source/failed` for what could not be loaded now.
 *
 * @example
 * const session = createSession(program);
 * session.sync(await loadFacts('positions.csv', program));
 * session.run(Date.now());
 */
export async function loadFacts(target: string, program?: Program): Promise<readonly GivenFact[]> {
  const { loadSource } = await import('#connectors/sources/load.js');
  const { facts } = await loadSource(target, program === undefined ? {} : { isText: textFieldsOf(program) });
  return facts;
}

/** Whether a field of a declared fact is no number however its text looks. */
export function textFieldsOf({ facts }: Program): (type: string, field: string) => boolean {
  const texts = new Set(
    facts.flatMap(({ name, fields }) =>
      fields.filter(({ type }) => AS_WRITTEN.has(type.kind)).map((field) => `${name}\0${field.name}`),
    ),
  );
  return (type, field) => texts.has(`${type}\0${field}`);
}
