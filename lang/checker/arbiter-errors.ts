/** Mistakes in arbiters, workers and expert rules beyond names and types, one function each. */
import type { Name } from '../ast/nodes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import { printable } from '../lexer/printable.ts';
import type { Span } from '../span.ts';
import { type Type, typeName } from '../types.ts';
import { reportUnknown, type SpanRepetition, type Unknown, type Word } from './errors.ts';

export function duplicateArbiterClause(
  clause: string,
  places: SpanRepetition,
  diagnostics: Diagnostics,
): void {
  const labels = [{ span: places.first, text: 'the first one' }];
  diagnostics.report('check/duplicate-arbiter-clause', {
    span: places.again,
    values: { clause: printable(clause) },
    labels,
  });
}

export function noTrigger(arbiter: Name, diagnostics: Diagnostics): void {
  diagnostics.report('check/no-trigger', { span: arbiter.span, values: { name: printable(arbiter.text) } });
}

export function unstreamedSource(fact: string, span: Span, diagnostics: Diagnostics): void {
  const help = `add \`stream ${printable(fact)}\``;
  diagnostics.report('check/unstreamed-source', { span, values: { fact: printable(fact) }, help });
}

export function streamWithoutRetention(fact: string, span: Span, diagnostics: Diagnostics): void {
  const help = `say how long: \`source ${printable(fact)} retain 1h\``;
  diagnostics.report('check/stream-without-retention', { span, values: { fact: printable(fact) }, help });
}

/** `type` is how the type of the field is called, with a `?` when it is optional. */
export function partitionField(field: Name, type: string, diagnostics: Diagnostics): void {
  diagnostics.report('check/partition-field', {
    span: field.span,
    values: { field: printable(field.text), type },
  });
}

export function timeField(field: Name, type: Type, diagnostics: Diagnostics): void {
  const values = { field: printable(field.text), type: typeName(type) };
  diagnostics.report('check/time-field', { span: field.span, values });
}

/** `by` is the name or the tag that has chosen the rule. */
export function leftOutRule(
  by: Name,
  { rule, required }: { readonly rule: Name; readonly required: Name },
  diagnostics: Diagnostics,
): void {
  const values = { rule: printable(rule.text), required: printable(required.text) };
  const labels = [{ span: required.span, text: 'required here' }];
  diagnostics.report('check/left-out-rule', { span: by.span, values, labels });
}

export function routeNeedsTarget(handler: Name, diagnostics: Diagnostics): void {
  diagnostics.report('check/handler-needs-target', { span: handler.span, values: { name: handler.text } });
}

export function routeTakesNoTarget(handler: Name, target: Word, diagnostics: Diagnostics): void {
  diagnostics.report('check/handler-takes-no-target', { span: target.span, values: { name: handler.text } });
}

export function temporalPerFact(clause: string, span: Span, diagnostics: Diagnostics): void {
  diagnostics.report('check/temporal-per-fact', { span, values: { clause } });
}

export function missingKey(effect: string, fact: Name, diagnostics: Diagnostics): void {
  diagnostics.report('check/missing-key', {
    span: fact.span,
    values: { effect, fact: printable(fact.text) },
  });
}

/** A handler that is nearly one of the runtime's own. */
export function unfamiliarRoute(handler: Name, meant: string, diagnostics: Diagnostics): void {
  const values = { name: printable(handler.text) };
  diagnostics.report('check/unfamiliar-handler', {
    span: handler.span,
    values,
    help: `did you mean \`${meant}\`?`,
  });
}

export function forWithDebounce(span: Span, diagnostics: Diagnostics): void {
  diagnostics.report('check/for-with-debounce', { span });
}

export function onlyKey(effect: string, param: Name, diagnostics: Diagnostics): void {
  diagnostics.report('check/only-key', { span: param.span, values: { effect, name: printable(param.text) } });
}

export function keyInSet(param: Name, diagnostics: Diagnostics): void {
  diagnostics.report('check/key-in-set', { span: param.span });
}

export function missingSet(target: Name, diagnostics: Diagnostics): void {
  diagnostics.report('check/missing-set', { span: target.span });
}

export function cron(span: Span, reason: string, diagnostics: Diagnostics): void {
  diagnostics.report('check/cron', { span, values: { reason: printable(reason) } });
}

export function aliasCollision(alias: string, places: SpanRepetition, diagnostics: Diagnostics): void {
  const labels = [{ span: places.first, text: 'the first one' }];
  diagnostics.report('check/alias-collision', { span: places.again, values: { alias }, labels });
}

export function chainWithoutSource(target: Word, from: Name, diagnostics: Diagnostics): void {
  const values = { target: printable(target.text), name: printable(from.text) };
  diagnostics.report('check/chain-without-source', { span: target.span, values });
}

export function workerTransport(transport: Name, diagnostics: Diagnostics): void {
  diagnostics.report('check/worker-transport', { span: transport.span, values: { name: transport.text } });
}

export function workerInput(
  outcome: Word,
  worker: { readonly name: string; readonly input: string },
  diagnostics: Diagnostics,
): void {
  const values = {
    outcome: printable(outcome.text),
    worker: printable(worker.name),
    input: printable(worker.input),
  };
  diagnostics.report('check/worker-input', { span: outcome.span, values });
}

/** `known` are the facts that a stream or source may mean. */
export function undeclaredSource(unknown: Unknown, diagnostics: Diagnostics): void {
  reportUnknown('check/undeclared-fact', unknown, diagnostics);
}
