/**
 * Overrides entry by entry: what each is about, in one order, and what one state of them has that another has not. An entry
 * of which nothing is set is no entry.
 */
import { compareText } from '../value.ts';
import type { Override, Overrides } from './overrides.ts';

/** What an override is about. */
export type OverrideTarget =
  | { readonly kind: 'rule'; readonly rule: string }
  | { readonly kind: 'arm'; readonly strategy: string; readonly arm: string }
  | { readonly kind: 'flag'; readonly flag: string }
  /** The index counts the rules of the flag from 0. */
  | { readonly kind: 'flag_rule'; readonly flag: string; readonly index: number };

export interface OverrideEntry {
  readonly target: OverrideTarget;
  readonly override: Override;
}

type Table<Value> = Readonly<Record<string, Value>>;

/** The names that lead to it, the outer one first. */
export function pathOf(target: OverrideTarget): readonly string[] {
  switch (target.kind) {
    case 'rule':
      return [target.rule];
    case 'arm':
      return [target.strategy, target.arm];
    case 'flag':
      return [target.flag];
    case 'flag_rule':
      return [target.flag, String(target.index)];
  }
}

/** Rules, arms, flags, rules of flags; each by name. */
export function entriesOf({ rules, arms, flags, flagRules }: Overrides): readonly OverrideEntry[] {
  const found: OverrideEntry[] = [];
  for (const [rule, override] of byName(rules)) found.push({ target: { kind: 'rule', rule }, override });
  for (const [strategy, labels] of byName(arms))
    for (const [arm, override] of byName(labels))
      found.push({ target: { kind: 'arm', strategy, arm }, override });
  for (const [flag, override] of byName(flags)) found.push({ target: { kind: 'flag', flag }, override });
  for (const [flag, indices] of byName(flagRules))
    for (const [index, override] of Object.entries(indices))
      found.push({ target: { kind: 'flag_rule', flag, index: Number(index) }, override });
  return found.filter(({ override }) => isSet(override));
}

/** Of two entries about the same the last counts. */
export function overridesFrom(entries: Iterable<OverrideEntry>): Overrides {
  const rules = new Map<string, Override>();
  const arms = new Map<string, Map<string, Override>>();
  const flags = new Map<string, Override>();
  const flagRules = new Map<string, Map<string, Override>>();
  for (const { target, override } of entries) {
    if (!isSet(override)) continue;
    if (target.kind === 'rule') rules.set(target.rule, override);
    else if (target.kind === 'arm') within(arms, target.strategy).set(target.arm, override);
    else if (target.kind === 'flag') flags.set(target.flag, override);
    else within(flagRules, target.flag).set(String(target.index), override);
  }
  return {
    ...(rules.size === 0 ? {} : { rules: Object.fromEntries(rules) }),
    ...(arms.size === 0 ? {} : { arms: nested(arms) }),
    ...(flags.size === 0 ? {} : { flags: Object.fromEntries(flags) }),
    ...(flagRules.size === 0 ? {} : { flagRules: nested(flagRules) }),
  };
}

/** Without members where there is none. */
export function overrideAt(overrides: Overrides, target: OverrideTarget): Override {
  return keyed(overrides).get(keyOf(target))?.override ?? {};
}

/** In the place of the one about the same; one that sets nothing takes it away. */
export function withEntry(overrides: Overrides, { target, override }: OverrideEntry): Overrides {
  const entries = keyed(overrides);
  if (isSet(override)) entries.set(keyOf(target), { target, override });
  else entries.delete(keyOf(target));
  return overridesFrom(entries.values());
}

/** Both; where both set the same member, the upper one counts. */
export function layered(lower: Overrides, upper: Overrides): Overrides {
  const entries = keyed(lower);
  for (const [key, { target, override }] of keyed(upper))
    entries.set(key, { target, override: { ...entries.get(key)?.override, ...override } });
  return overridesFrom(entries.values());
}

/** The entries that are not as they were; those that went away come first and set nothing. */
export function changedEntries(before: Overrides, after: Overrides): readonly OverrideEntry[] {
  const was = keyed(before);
  const is = keyed(after);
  const gone = [...was].filter(([key]) => !is.has(key)).map(([, { target }]) => ({ target, override: {} }));
  const set = [...is].filter(
    ([key, { override }]) => !isSameOverride(override, was.get(key)?.override ?? {}),
  );
  return [...gone, ...set.map(([, entry]) => entry)];
}

export function isSameOverride(left: Override, right: Override): boolean {
  return left.killSwitch === right.killSwitch && left.rollout === right.rollout;
}

/** Without members that are there and not set, which callers without types may give: above others they would hide them. */
export function setMembers({ killSwitch, rollout }: Override): Override {
  return {
    ...(killSwitch === undefined ? {} : { killSwitch }),
    ...(rollout === undefined ? {} : { rollout }),
  };
}

function keyed(overrides: Overrides): Map<string, OverrideEntry> {
  return new Map(entriesOf(overrides).map((entry) => [keyOf(entry.target), entry]));
}

function keyOf(target: OverrideTarget): string {
  return JSON.stringify([target.kind, ...pathOf(target)]);
}

function isSet({ killSwitch, rollout }: Override): boolean {
  return killSwitch !== undefined || rollout !== undefined;
}

function byName<Value>(table: Table<Value> | undefined): readonly (readonly [string, Value])[] {
  return Object.entries(table ?? {}).sort(([left], [right]) => compareText(left, right));
}

function within(tables: Map<string, Map<string, Override>>, name: string): Map<string, Override> {
  const known = tables.get(name) ?? new Map<string, Override>();
  tables.set(name, known);
  return known;
}

function nested(tables: Map<string, Map<string, Override>>): Table<Table<Override>> {
  return Object.fromEntries([...tables].map(([name, table]) => [name, Object.fromEntries(table)]));
}
