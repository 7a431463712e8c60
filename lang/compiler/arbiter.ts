/** Arbiters to their compiled form: clauses grouped by what the runtime asks for. */
import type { ArbiterClause, ArbiterDeclaration, HandlerClause } from '../ast/nodes.ts';
import type { CompiledArbiter, CompiledHandler } from '../bytecode/program.ts';
import { type Assembly, UnitWriter } from './unit.ts';

/** Spells a stream or source target as the fact is declared. */
export type DeclaredName = (target: string) => string;

export function compileArbiter(
  arbiter: ArbiterDeclaration,
  declared: DeclaredName,
  assembly: Assembly,
): CompiledArbiter {
  const { clauses } = arbiter;
  return {
    name: arbiter.name.text,
    streams: ofKind(clauses, 'stream').map(({ target, by, at }) => ({
      factType: declared(target.text),
      by: by?.text ?? null,
      at: at?.text ?? null,
    })),
    retention: ofKind(clauses, 'source').map(({ target, retainFor, retainLast }) => ({
      factType: declared(target.text),
      forMs: retainFor?.ms ?? 0,
      last: retainLast?.count ?? 0,
    })),
    pollMs: ofKind(clauses, 'poll')[0]?.interval.ms ?? 0,
    checkpoint: ofKind(clauses, 'checkpoint')[0]?.target.text ?? '',
    handlers: ofKind(clauses, 'handler').map((clause) => compileHandler(clause, assembly)),
  };
}

function compileHandler(
  { outcome, where, handler, target }: HandlerClause,
  assembly: Assembly,
): CompiledHandler {
  const writer = new UnitWriter(assembly);
  const code = where === null ? null : writer.expression(where);
  return {
    outcome: outcome?.text ?? '*',
    where: code,
    locals: writer.locals,
    kind: handler.text,
    target: target?.text ?? '',
  };
}

function ofKind<Kind extends ArbiterClause['kind']>(
  clauses: readonly ArbiterClause[],
  kind: Kind,
): readonly Extract<ArbiterClause, { kind: Kind }>[] {
  return clauses.filter((clause): clause is Extract<ArbiterClause, { kind: Kind }> => clause.kind === kind);
}
