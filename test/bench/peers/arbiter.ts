/** Arbiter, by the public surface of the library only. */
import { assert } from '#engine/assert.js';
import {
  compile,
  contextFromJson,
  decodeProgram,
  encodeProgram,
  matchRules,
  type Program,
} from '#app/library.js';
import type { Context, PlainRule } from '../rules.ts';
import type { Decide, Peer } from './peer.ts';

/** The instant of every decision. */
export const AT = { nowSeconds: 1_800_000_000 };

/** A context as the engine takes it. */
export type Prepared = NonNullable<ReturnType<typeof contextFromJson>>;

export function programOf(text: string): Program {
  const { program, diagnostics } = compile({ name: 'bench.arb', text }, 'bench');
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return program;
}

export function prepared({ context }: Program, json: Context): Prepared {
  const record = contextFromJson(json, context);
  assert(record !== undefined, 'a context is an object');
  return record;
}

export const arbiter: Peer = {
  store: (rules) => rules.map(textOf).join('\n'),
  load: (text) => deciderOf(programOf(text)),
};

export function bundleOf(text: string): Uint8Array {
  return encodeProgram(programOf(text));
}

export function loadBundle(bytes: Uint8Array): Decide {
  const decoded = decodeProgram(bytes);
  if (decoded.kind === 'refused') throw new Error(decoded.reason);
  return deciderOf(decoded.program);
}

function deciderOf(program: Program): Decide {
  return (context) => matchRules(program, prepared(program, context), AT).matched.map(({ params }) => params);
}

/** A rule in the canonical layout. */
function textOf({ name, tests, action, params }: PlainRule): string {
  const condition = tests.map(({ path, operator, value }) => `${path} ${operator} ${JSON.stringify(value)}`);
  return [
    `rule ${name} {`,
    '    when {',
    `        ${condition.join('\n        and ')}`,
    '    }',
    `    then ${action} {`,
    ...Object.entries(params).map(([param, value]) => `        ${param}: ${JSON.stringify(value)},`),
    '    }\n}\n',
  ].join('\n');
}
