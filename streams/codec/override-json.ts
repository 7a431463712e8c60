/**
 * Overrides as JSON that goes out, in two forms that are both read back: a file holds what is set and nothing else, so that it
 * can be edited by hand; the wire says of every member what it is, so that a receiver needs no defaults.
 */
import type { Override, Overrides } from '#engine';
import { entriesOf, type OverrideTarget, pathOf } from '#engine/govern/override-entries.js';
import type { OverrideSets } from '#engine/govern/override-sets.js';
import { compareText } from '#engine/value.js';
import { killSwitchState } from './overrides.ts';

type Form = 'file' | 'wire';

/** Where entries of a kind are kept. */
const SECTIONS = { rule: 'rules', arm: 'arms', flag: 'flags', flag_rule: 'flag_rules' } as const;

interface Leaf {
  readonly path: readonly string[];
  readonly value: object;
}

/** Sections without entries are left out, bundles are in the order of their names. */
export function overridesJson(overrides: Overrides, form: Form): object {
  return treeOf(leavesOf(overrides, form), 0);
}

export function overrideSetsJson({ shared, bundles }: OverrideSets, form: Form): object {
  const named = [...bundles].sort(([left], [right]) => compareText(left, right));
  const leaves = named.flatMap(([name, overrides]) =>
    leavesOf(overrides, form).map(({ path, value }) => ({ path: ['bundles', name, ...path], value })),
  );
  return treeOf([...leavesOf(shared, form), ...leaves], 0);
}

/** What a file holds. */
export function overrideFileText(sets: OverrideSets): string {
  return `${JSON.stringify(overrideSetsJson(sets, 'file'), null, 2)}\n`;
}

/** One entry on the wire: every member that its kind has, `null` where it is not set. */
export function overrideJson({ kind }: OverrideTarget, { killSwitch, rollout }: Override): object {
  const gate = { kill_switch: killSwitch ?? null, kill_switch_state: killSwitchState(killSwitch) };
  const share = { rollout: rollout ?? null };
  if (kind === 'flag') return gate;
  return kind === 'flag_rule' ? share : { ...gate, ...share };
}

function leavesOf(overrides: Overrides, form: Form): readonly Leaf[] {
  return entriesOf(overrides).map(({ target, override }) => ({
    path: [SECTIONS[target.kind], ...pathOf(target)],
    value: form === 'wire' ? overrideJson(target, override) : setMembers(override),
  }));
}

function setMembers({ killSwitch, rollout }: Override): object {
  return {
    ...(killSwitch === undefined ? {} : { kill_switch: killSwitch }),
    ...(rollout === undefined ? {} : { rollout }),
  };
}

/** Leaves that share a name at this depth are one object; names such as `__proto__` are members like others. */
function treeOf(leaves: readonly Leaf[], depth: number): object {
  const groups = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const name = leaf.path[depth] ?? '';
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [leaf]);
    else group.push(leaf);
  }
  return Object.fromEntries(
    [...groups].map(([name, group]) => {
      const [first] = group;
      const isLeaf = first !== undefined && first.path.length === depth + 1;
      return [name, isLeaf ? first.value : treeOf(group, depth + 1)];
    }),
  );
}
