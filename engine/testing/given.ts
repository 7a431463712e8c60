/**
 * What a case gives: entries become the context of a decision or the envelope of a session, typed by what the program
 * declares; facts become commands. What does not fit its type is a problem of the case, never left as it is.
 */
import type { Program } from '#lang/bytecode/program.js';
import type { Span } from '#lang/span.js';
import type { Entry, GivenFact } from '#lang/testing/ast.js';
import { typeAt } from '#lang/testing/surface.js';
import { typeName } from '#lang/types.js';
import { contextFromJson } from '../context.ts';
import { convert } from '../convert.ts';
import { valueFromJson } from '../json.ts';
import { factFields } from '../prepared.ts';
import type { Command } from '../session/command.ts';
import type { Value, ValueRecord } from '../value.ts';
import { rawOf, rawRecord, valueOf } from './literal.ts';

export interface Problem {
  readonly message: string;
  readonly span: Span;
}

/** Paths that have been given, later ones over earlier ones. */
export class GivenContext {
  readonly problems: Problem[] = [];
  readonly #program: Program;
  readonly #values = new Map<string, Value>();

  constructor(program: Program) {
    this.#program = program;
  }

  /** A record is all of its paths, so that a later one can change a part of it. */
  add(entries: readonly Entry[], prefix = ''): void {
    for (const { path, value, span } of entries) {
      const name = `${prefix}${path.text}`;
      if (value.kind === 'record' && value.entries.length > 0) this.add(value.entries, `${name}.`);
      else this.#set(name, { value, span });
    }
  }

  record(): ValueRecord {
    return contextFromJson(Object.fromEntries(this.#values));
  }

  #set(name: string, { value, span }: Pick<Entry, 'value' | 'span'>): void {
    const type = typeAt(this.#program.context, name);
    const given = type === undefined ? valueOf(value) : convert(type, rawOf(value, type));
    const isDeep = given !== undefined && valueFromJson(given, name.split('.').length) === undefined;
    if (isDeep) this.problems.push({ message: `\`${name}\` nests too deeply`, span });
    else if (given !== undefined) this.#values.set(name, given);
    else if (type !== undefined)
      this.problems.push({ message: `\`${name}\` is ${typeName(type)}, not what is given`, span });
  }
}

/** The command that asserts a fact, or why it is refused. */
export function assertCommand({ type, fields, span }: GivenFact, program: Program): Command | Problem {
  const schema = program.facts.find(({ name }) => name === type.text);

  const normalised = factFields(program, type.text, rawRecord(fields, schema?.fields ?? []));
  if (normalised.kind === 'invalid') return { message: `fact \`${type.text}\`: ${normalised.reason}`, span };
  const key = fields.find(({ path }) => path.text === 'key')?.value;
  return {
    kind: 'assert',
    type: type.text,
    key: key?.kind === 'string' ? key.value : '',
    fields: normalised.fields,
  };
}
