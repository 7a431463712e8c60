/**
 * Where exactly a name stands within the span of its node: without the namespace before it, the quotes around it, the scheme
 * of a target. Nodes that the parser makes by itself (from `join`, for example) have the span of something else, and no
 * place.
 */
import type { Name } from '../ast/nodes.ts';
import { type Span, textOf } from '../span.ts';
import type { EntityKind } from './entity.ts';

export interface Place {
  readonly name: Span;
  readonly namespace: Span | null;
}

export function placeOf({ text, span }: Name, kind: EntityKind): Place | undefined {
  const raw = textOf(span);
  const dot = kind === 'tag' ? -1 : text.indexOf('.');
  const last = text.slice(dot + 1);
  const end = raw.length > 1 && raw.endsWith('"') ? raw.length - 1 : raw.length;
  const start = end - last.length;
  if (start < 0 || raw.slice(start, end) !== last || (start > 0 && !/["./\s]/.test(raw.charAt(start - 1))))
    return undefined;
  const name = part(span, start, end);
  if (dot === -1) return { name, namespace: null };
  const namespace = text.slice(0, dot);
  const before = raw.slice(0, start).replace(/\s*\.\s*$/, '');
  if (!before.endsWith(namespace)) return undefined;
  return { name, namespace: part(span, before.length - namespace.length, before.length) };
}

/** The last part of a target that spells a name in its own way: `user_profile` for `UserProfile`. */
export function lastPart(span: Span): Span {
  const raw = textOf(span);
  const end = raw.length > 1 && raw.endsWith('"') ? raw.length - 1 : raw.length;
  const start = Math.max(...['"', '.', '/'].map((mark) => raw.lastIndexOf(mark, end - 1))) + 1;
  return part(span, Math.min(start, end), end);
}

/** What is between the quotes of a string, or the whole of anything else. */
export function unquoted(span: Span): Span {
  const raw = textOf(span);
  return raw.length > 1 && raw.startsWith('"') && raw.endsWith('"') ? part(span, 1, raw.length - 1) : span;
}

/** Whether an offset is in a span or touches it. */
export function touches({ start, end }: { readonly start: number; readonly end: number }, offset: number) {
  return start <= offset && offset <= end;
}

function part({ source, start }: Span, from: number, to: number): Span {
  return { source, start: start + from, end: start + to };
}
