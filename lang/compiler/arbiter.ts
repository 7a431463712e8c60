/** Arbiters and workers to their compiled form: clauses grouped by what the runtime asks for. */
import type {
  ArbiterClause,
  ArbiterDeclaration,
  HandlerClause,
  Target,
  WorkerDeclaration,
} from '../ast/nodes.ts';
import type { CompiledArbiter, CompiledHandler, CompiledWorker } from '../bytecode/program.ts';
import type { CheckedModule } from '../checker/checked.ts';
import { qualifiedName, spellings } from '../checker/names.ts';
import { camelCase } from '../checker/sources.ts';
import { type Assembly, programName } from './lowering.ts';
import { UnitWriter } from './unit.ts';

export interface ArbiterPlace {
  readonly module: CheckedModule;
  readonly assembly: Assembly;
  /** Expert rules of the program by tag. */
  readonly tagged: ReadonlyMap<string, readonly string[]>;
}

export function compileArbiter({ name, clauses }: ArbiterDeclaration, place: ArbiterPlace): CompiledArbiter {
  const { module } = place;
  const streams = ofKind(clauses, 'stream');
  const sources = ofKind(clauses, 'source');
  return {
    name: module.names.qualified(name.text),
    streams: streams.flatMap(({ target, by, at }) => {
      const factType = factTypeOf(target, module);
      return factType === null ? [] : [{ factType, by: by?.text ?? null, at: at?.text ?? null }];
    }),
    externalStreams: streams
      .filter(({ target }) => isExternal(target, module))
      .map(({ target }) => target.text),
    retention: sources.flatMap(({ target, retainFor, retainLast }) => {
      const factType = factTypeOf(target, module);
      return factType === null ? [] : [{ factType, forMs: retainFor?.ms ?? 0, last: retainLast?.value ?? 0 }];
    }),
    sources: sources
      .filter(({ target }) => isExternal(target, module))
      .map(({ target }) => sourceText(target, module)),
    pollMs: ofKind(clauses, 'poll')[0]?.interval.ms ?? 0,
    schedules: ofKind(clauses, 'schedule').map(({ cron, source }) => ({
      cron: cron.value,
      source: source?.text ?? '',
    })),
    checkpoint: ofKind(clauses, 'checkpoint')[0]?.target.text ?? '',
    rules: rulesOf(clauses, place),
    durability: ofKind(clauses, 'durability')[0]?.level ?? 'synced',
    handlers: ofKind(clauses, 'handler').map((clause) => compileHandler(clause, place)),
  };
}

export function compileWorker(worker: WorkerDeclaration, module: CheckedModule): CompiledWorker {
  const { name, input, output, transport, target } = worker;
  return {
    name: module.names.qualified(name.text),
    input: programName(input, module),
    output: programName(output, module),
    transport: transport.text,
    target: target.text,
  };
}

/** Named rules and those with a tag, each once; without a clause all rules. */
function rulesOf(
  clauses: readonly ArbiterClause[],
  { module, tagged }: ArbiterPlace,
): readonly string[] | null {
  const chosen = ofKind(clauses, 'rules');
  if (chosen.length === 0) return null;
  const named = chosen.flatMap(({ names }) => names.map((name) => programName(name, module)));
  const byTag = chosen.flatMap(({ tag }) => (tag === null ? [] : (tagged.get(tag.text) ?? [])));
  return [...new Set([...named, ...byTag])];
}

function compileHandler(clause: HandlerClause, { module, assembly }: ArbiterPlace): CompiledHandler {
  const { outcome, where, handler, retry, backoff } = clause;
  const writer = new UnitWriter(assembly, module);
  const code = where === null ? null : writer.expression(where);
  return {
    outcome: outcome === null ? '*' : programName(outcome, module),
    where: code,
    locals: writer.locals,
    kind: handler.text,
    target: handlerTarget(clause, module),
    retry: retry?.value ?? -1,
    backoffMs: backoff?.ms ?? 0,
  };
}

/** Chains and workers are declarations of the program. */
function handlerTarget({ handler, target }: HandlerClause, module: CheckedModule): string {
  const text = target?.text ?? '';
  if (handler.text === 'chain') return declaredName('arbiter', text, module);
  return handler.text === 'worker' ? declaredName('worker', text, module) : text;
}

function sourceText({ text }: Target, module: CheckedModule): string {
  const [, scheme, name = ''] = /^(chain|worker):\/\/(.*)$/.exec(text) ?? [];
  if (scheme === 'chain') return `chain://${declaredName('arbiter', name, module)}`;
  return scheme === 'worker' ? `worker://${declaredName('worker', name, module)}` : text;
}

function declaredName(kind: 'arbiter' | 'worker', text: string, { names }: CheckedModule): string {
  const found = names.find(kind, text);
  return found === undefined ? text : qualifiedName(found);
}

/** The fact type that a target names, `null` for a target outside of the program. */
function factTypeOf({ text }: Target, { names }: CheckedModule): string | null {
  const spelled = spellings(names.of('fact'))(text);
  const found = spelled === undefined ? undefined : names.find('fact', spelled);
  if (found !== undefined) return qualifiedName(found);
  return /^[A-Za-z_]\w*$/.test(text) ? camelCase(text) : null;
}

function isExternal(target: Target, module: CheckedModule): boolean {
  return factTypeOf(target, module) === null;
}

function ofKind<Kind extends ArbiterClause['kind']>(
  clauses: readonly ArbiterClause[],
  kind: Kind,
): readonly Extract<ArbiterClause, { kind: Kind }>[] {
  return clauses.filter((clause): clause is Extract<ArbiterClause, { kind: Kind }> => clause.kind === kind);
}
