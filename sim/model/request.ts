/**
 * One evaluation of one context: steps are collected, gates asked in their one order, segments evaluated once. All of it is
 * written from the decisions 18 to 26 of the language, not from the engine.
 */
import { createHash } from 'node:crypto';
import type { ArbitraceStep, Override, RuleOptions, Trap, ValueRecord } from '#engine';
import type { Block, Expression, Governance, Name, Rollout, SegmentDeclaration } from '#lang/ast/nodes.js';
import type { Checked, CheckedModule } from '#lang/checker/checked.js';
import { qualifiedName } from '#lang/checker/names.js';
import { formatInstant } from '#lang/instant.js';
import type { Span } from '#lang/span.js';
import { bind } from './evaluate.ts';
import { excerpt } from './excerpt.ts';
import { evaluateByLeaf, type ModelCondition } from './leaves.ts';
import { type Forced, type ModelTrap, type Notes, type Surroundings, type Unit, unitOf } from './unit.ts';
import { fieldOf, isRecord, modelValueOf, type ModelValue, record, textOf } from './value.ts';

const ALWAYS: ModelCondition = { held: true, leaves: [] };

/** What a decision is made of: the tree, and where each file begins in the text of the whole. */
export interface ModelProgram {
  readonly checked: Checked;
  place(span: Span): { readonly start: number; readonly end: number };
}

export interface ModelOptions extends RuleOptions {
  readonly forced?: Forced;
}

const NOTHING_FORCED: Forced = new Map();

/** What the steps of one rule, arm or flag have in common. */
export interface About {
  readonly scope: ArbitraceStep['scope'];
  readonly subject: string;
  readonly span: Span;
  readonly prefix: string;
  readonly steps: ArbitraceStep[];
}

type Gate = Pick<ArbitraceStep, 'check' | 'phase' | 'kind' | 'detail'> & {
  readonly passes: boolean;
  readonly target?: string;
  readonly leaves?: ArbitraceStep['leaves'];
  readonly isOverridden?: boolean;
};

/** A decision without a session: there are no facts, and the context may say what time it is. */
export function requestOf(program: ModelProgram, context: ValueRecord, options: ModelOptions): ModelRequest {
  const converted = modelValueOf(context);
  const own = fieldOf(converted, '__now');
  const surroundings = {
    checked: program.checked,
    forced: options.forced ?? NOTHING_FORCED,
    context: isRecord(converted) ? converted : record([]),
    nowSeconds: typeof own === 'number' ? own : options.nowSeconds,
    round: 0,
    facts: () => [],
  };
  return new ModelRequest(program, surroundings, options);
}

export class ModelRequest {
  readonly program: ModelProgram;
  readonly options: ModelOptions;
  readonly errors: Trap[] = [];
  readonly surroundings: Surroundings;
  readonly #segments = new Map<string, boolean>();

  constructor(program: ModelProgram, surroundings: Surroundings, options: ModelOptions) {
    this.program = program;
    this.options = options;
    this.surroundings = surroundings;
  }

  unit(module: CheckedModule): Unit {
    return unitOf(this.surroundings, module);
  }

  /** Puts a gate on record and tells whether it lets pass. */
  step(about: About, { passes: found, target, leaves, isOverridden, ...gate }: Gate): boolean {
    const span = this.program.place(about.span);
    const passes = this.#forced(`${about.scope} ${about.prefix}${gate.check} ${span.start}`) ?? found;
    const { trace = 'full' } = this.options;
    const isKept = trace === 'full' || (trace === 'blocked' && (!passes || gate.phase === 'effect'));
    if (!isKept) return passes;
    about.steps.push({
      check: `${about.prefix}${gate.check}`,
      phase: gate.phase,
      scope: about.scope,
      subject: about.subject,
      kind: gate.kind,
      ...(target === undefined ? {} : { target }),
      result: passes,
      disposition: passes ? 'passed' : 'blocked',
      detail: gate.detail,
      span,
      ...(leaves === undefined ? {} : { leaves }),
      ...(isOverridden === true ? { source: 'override' } : {}),
    });
    return passes;
  }

  #forced(name: string): boolean | undefined {
    return this.surroundings.forced.get(name);
  }

  /** Whether an arm or flag rule is left out, so that those behind it have their turn. */
  isSkipped(name: string): boolean {
    return this.#forced(`order ${name}`) === true;
  }

  /** Kill switch, then window. A value that an override gives counts, whatever the source says. */
  opens(governance: Governance, override: Override | undefined, about: About): boolean {
    const isOverridden = override?.killSwitch !== undefined;
    const isKilled = override?.killSwitch ?? governance.killSwitch?.on ?? false;
    if (isKilled || isOverridden) {
      const detail = isKilled ? 'outcome is kill-switched' : 'kill switch is off';
      const gate = { check: 'kill_switch', phase: 'governance', kind: 'kill_switch', detail } as const;
      if (!this.step(about, { ...gate, passes: !isKilled, isOverridden })) return false;
    }
    return this.#isActive(governance, about);
  }

  #isActive({ activeFrom, activeUntil }: Governance, about: About): boolean {
    const { nowSeconds } = this.surroundings;
    const window = (kind: 'active_from' | 'active_until', at: number, passes: boolean): boolean =>
      this.step(about, {
        check: `${kind} ${formatInstant(at)}`,
        phase: 'governance',
        kind,
        detail: `now=${formatInstant(nowSeconds)} -> ${passes}`,
        passes,
      });
    const { seconds: from } = activeFrom ?? {};
    const { seconds: until } = activeUntil ?? {};
    return (
      (from === undefined || window('active_from', from, from <= nowSeconds)) &&
      (until === undefined || window('active_until', until, nowSeconds < until))
    );
  }

  passesRequirement(name: string, isMet: boolean, about: About): boolean {
    const gate = { check: `requires ${name}`, phase: 'governance', kind: 'requires' } as const;
    return this.step(about, { ...gate, target: name, detail: `${name} -> ${isMet}`, passes: isMet });
  }

  passesExclusion(name: string, isMet: boolean, about: About): boolean {
    const gate = { check: `excludes ${name}`, phase: 'governance', kind: 'excludes' } as const;
    return this.step(about, { ...gate, target: name, detail: `${name} matched=${isMet}`, passes: !isMet });
  }

  /** Evaluated at most once; one that fails is false. */
  passesSegment(name: Name | null, module: CheckedModule, about: About): boolean {
    if (name === null) return true;
    const found = module.references.get(name);
    if (found?.declaration.kind !== 'segment') return false;
    const known = qualifiedName(found);
    const gate = { check: `segment ${known}`, phase: 'match', target: known } as const;
    const cached = this.#segments.get(known);
    if (cached !== undefined)
      return this.step(about, {
        ...gate,
        kind: 'segment',
        detail: `${known} -> ${cached} (cached)`,
        passes: cached,
      });
    const owner = this.surroundings.checked.get(found.module.path) ?? module;
    const { held, trap, leaves } = this.#segment(found.declaration, owner);
    this.#segments.set(known, held);
    if (trap !== null) this.step(about, { ...gate, kind: 'trap', detail: trap.message, passes: false });
    const detail = `${excerpt(found.declaration.condition.span)} -> ${held}`;
    const shown = trap === null ? { leaves } : {};
    return this.step(about, { ...gate, kind: 'segment', detail, passes: held, ...shown });
  }

  #segment({ condition }: SegmentDeclaration, owner: CheckedModule) {
    const unit = this.unit(owner);
    const { held, leaves } = this.#evaluate(condition, unit);
    return { held: held && unit.notes.trap === null, trap: unit.notes.trap, leaves };
  }

  /** `null` for a trap, which the caller puts on record. */
  blockHolds(block: Block | null, unit: Unit, about: About): boolean | null {
    if (block === null || (block.condition === null && block.lets.length === 0)) return true;
    bind(block.lets, unit);
    const { condition, span } = block;
    const found = condition === null ? ALWAYS : this.#evaluate(condition, unit);
    return this.#condition(found, { check: 'condition', span, notes: unit.notes }, about);
  }

  inlineHolds(condition: Expression | null, unit: Unit, about: About): boolean | null {
    if (condition === null) return true;
    const found = this.#evaluate(condition, unit);
    return this.#condition(
      found,
      { check: 'inline condition', span: condition.span, notes: unit.notes },
      about,
    );
  }

  #evaluate(condition: Expression, unit: Unit): ModelCondition {
    return evaluateByLeaf(condition, unit, (span) => this.program.place(span));
  }

  #condition(
    { held, leaves }: ModelCondition,
    { check, span, notes }: { readonly check: string; readonly span: Span; readonly notes: Notes },
    about: About,
  ): boolean | null {
    if (notes.trap !== null) return null;
    const remarks = [
      ...(notes.zeroDivisions > 0 ? [`${notes.zeroDivisions} divisions by zero gave null`] : []),
      ...(notes.badPatterns > 0 ? [`${notes.badPatterns} patterns were none`] : []),
      ...(notes.missingSecrets > 0 ? [`${notes.missingSecrets} secrets were not resolved`] : []),
    ];
    const remark = remarks.length > 0 ? ` (${remarks.join('; ')})` : '';
    const detail = `${excerpt(span)} -> ${held}${remark}`;
    return this.step(about, { check, phase: 'match', kind: 'condition', detail, leaves, passes: held });
  }

  /** An override gives the share, and keeps subject and namespace of the source. */
  passesRollout(
    rollout: Rollout | null,
    { override, place }: { readonly override: Override | undefined; readonly place: string },
    about: About,
  ): boolean {
    const isOverridden = override?.rollout !== undefined;
    const share = override?.rollout ?? (rollout === null ? null : Math.round(rollout.percent * 100));
    if (share === null) return true;
    const path = rollout?.subject?.text ?? 'user.id';
    const namespace = this.namespace(rollout?.namespace?.value, place);
    const subject = this.subject(path);
    const bucket = subject === null ? null : bucketOf(namespace, subject);
    const seen =
      subject === null
        ? `${path} missing, namespace="${namespace}"`
        : `${path}, subject="${subject}", namespace="${namespace}", bucket=${bucket}`;
    return this.step(about, {
      check: `rollout percent ${share / 100} by ${path} namespace "${namespace}"`,
      phase: 'governance',
      kind: 'rollout',
      detail: `subject_key=${seen}, threshold=${share}, resolution=10000`,
      passes: bucket !== null && bucket < share,
      isOverridden,
    });
  }

  namespace(own: string | undefined, place: string): string {
    const trimmed = (own ?? '').trim();
    return trimmed === '' ? `${this.options.bundleName ?? 'arbiter'}:${place}` : trimmed;
  }

  /** `user_id` stands in for the default path. */
  subject(path: string): string | null {
    const { context } = this.surroundings;
    const text = subjectText(path.split('.').reduce<ModelValue>(fieldOf, context));
    return text === null && path === 'user.id' ? subjectText(fieldOf(context, 'user_id')) : text;
  }

  /** A trap is a step of its own. */
  trapped(trap: ModelTrap, about: About): void {
    const gate = { check: trap.code, phase: 'match', kind: 'trap', detail: trap.message } as const;
    this.step(about, { ...gate, passes: false });
  }

  /** A trap of a rule or arm is an error of the decision too. */
  erred(trap: ModelTrap, name: string, about: About): void {
    this.trapped(trap, about);
    this.errors.push({ ...trap, rule: name, span: this.program.place(about.span) });
  }
}

/** The first four bytes of SHA-256 over namespace, NUL and subject, modulo 10,000. */
export function bucketOf(namespace: string, subject: string): number {
  const digest = createHash('sha256').update(`${namespace}\0${subject}`, 'utf8').digest('hex');
  return Number.parseInt(digest.slice(0, 8), 16) % 10_000;
}

function subjectText(value: ModelValue): string | null {
  const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isText && value !== '' ? textOf(value) : null;
}
