/** The gates of a declaration: names that they refer to, windows that are open at some time. */
import type { Governance, Name } from '../ast/nodes.ts';
import type { Checking } from './checking.ts';
import { ENVELOPE_NAMES } from './context-shape.ts';
import { unknownName, unknownPath } from './errors.ts';
import { neverReached, rolloutNamespace } from './governed-errors.ts';
import { demand, refer } from './references.ts';

export function checkSegmentReference(segment: Name, checking: Checking): void {
  demand('segment', segment, checking);
}

/** Rules require rules and flags, and exclude rules; expert rules refer to expert rules. */
export function checkGovernance(
  kind: 'rule' | 'expert-rule',
  governance: Governance,
  { what, checking }: { readonly what: string; readonly checking: Checking },
): void {
  for (const required of governance.requires) checkRequired(kind, required, checking);
  for (const excluded of governance.excludes) demand(kind, excluded, checking);
  checkWindow(governance, { what, checking });
}

/** Where the context is closed a subject is one of its paths. */
export function checkSubject(subject: Name | null, { shape, diagnostics }: Checking): void {
  if (subject === null) return;
  const [head = ''] = subject.text.split('.');
  if (shape.isClosed && !shape.fields.has(head) && !ENVELOPE_NAMES.has(head))
    unknownPath({ name: { text: head, span: subject.span }, known: [...shape.fields.keys()] }, diagnostics);
}

export function checkWindow(
  { activeFrom, activeUntil, rollout }: Governance,
  { what, checking }: { readonly what: string; readonly checking: Checking },
): void {
  checkSubject(rollout?.subject ?? null, checking);
  if (activeFrom === null || activeUntil === null || activeFrom.seconds < activeUntil.seconds) return;
  neverReached(activeUntil.span, what, 'window', checking.diagnostics);
}

/** Without a namespace of its own a rollout's users depend on the order of its siblings. */
export function warnSiblingRollouts(siblings: readonly Governance[], { diagnostics }: Checking): void {
  const rollouts = siblings.flatMap(({ rollout }) => rollout ?? []);
  if (rollouts.length < 2) return;
  for (const { namespace, span } of rollouts) if (namespace === null) rolloutNamespace(span, diagnostics);
}

function checkRequired(kind: 'rule' | 'expert-rule', required: Name, checking: Checking): void {
  if (kind === 'rule' && checking.names.find('rule', required.text) === undefined) {
    if (refer('flag', required, checking) !== undefined) return;
    const { names, diagnostics } = checking;
    if (names.has('rule', required.text) || names.has('flag', required.text)) return;
    unknownName('rule', { name: required, known: [...names.of('rule'), ...names.of('flag')] }, diagnostics);
    return;
  }
  demand(kind, required, checking);
}
