/** What the checker finds in strategies, flags, tables, tags and the gates before them. */
import type { CodeEntry } from './entry.ts';

export const GOVERNED_CODES = {
  'check/never-reached': {
    severity: 'warning',
    template: '{what} never applies: {reason}',
    help: 'remove it, or change what stands in its way',
    wrong:
      'outcome O { a: number }\nstrategy S returns O { when { true } then A { a: 1 } when { x } then B { a: 2 } else C { a: 3 } }',
    right:
      'outcome O { a: number }\nstrategy S returns O { when { y } then A { a: 1 } when { x } then B { a: 2 } else C { a: 3 } }',
  },
  'check/rollout-namespace': {
    severity: 'warning',
    template: 'who is in this rollout changes when its siblings are reordered',
    help: 'give it a name of its own: `rollout 10 namespace "name"`',
    wrong:
      'flag f { owner: "o" rollout 10 namespace "a" when { x } then "a" rollout 10 when { y } then "b" }',
    right:
      'flag f { owner: "o" rollout 10 namespace "a" when { x } then "a" rollout 10 namespace "b" when { y } then "b" }',
  },
  'check/missing-else': {
    severity: 'error',
    template: 'strategy `{name}` has no `else`',
    help: 'a strategy always selects: say what when nothing else applies',
    wrong: 'outcome O { a: number }\nstrategy S returns O { when { x } then A { a: 1 } }',
    right: 'outcome O { a: number }\nstrategy S returns O { when { x } then A { a: 1 } else B { a: 2 } }',
  },
  'check/else-not-last': {
    severity: 'error',
    template: '`else` is the last arm, and there is one',
    help: 'move it to the end',
    wrong:
      'outcome O { a: number }\nstrategy S returns O { when { y } then B { a: 2 } else C { a: 3 } when { x } then A { a: 1 } else D { a: 4 } }',
    right:
      'outcome O { a: number }\nstrategy S returns O { when { y } then B { a: 2 } when { x } then A { a: 1 } else D { a: 4 } }',
  },
  'check/missing-arm': {
    severity: 'error',
    template: 'strategy `{name}` has nothing to choose from',
    help: 'an `else` alone is no strategy: add an arm with `when`',
    wrong: 'outcome O { a: number }\nstrategy S returns O { else A { a: 1 } }',
    right: 'outcome O { a: number }\nstrategy S returns O { when { x } then B { a: 2 } else A { a: 1 } }',
  },
  'check/duplicate-label': {
    severity: 'error',
    template: 'two arms are called `{name}`',
    help: 'labels tell which arm was selected: rename one of them',
    wrong: 'outcome O { a: number }\nstrategy S returns O { when { x } then A { a: 1 } else A { a: 2 } }',
    right: 'outcome O { a: number }\nstrategy S returns O { when { x } then A { a: 1 } else B { a: 2 } }',
  },
  'check/duplicate-variant': {
    severity: 'error',
    template: 'variant "{name}" is given twice',
    help: 'keep one of them',
    wrong: 'flag f { owner: "o" variant "a" { } variant "a" { } }',
    right: 'flag f { owner: "o" variant "a" { } variant "b" { } }',
  },
  'check/unknown-variant': {
    severity: 'error',
    template: 'flag has no variant "{name}"',
    help: 'declare it: `variant "name" { }`',
    wrong: 'flag f default "off" { owner: "o" variant "on" { } when { x } then "no" }',
    right: 'flag f default "off" { owner: "o" variant "on" { } when { x } then "on" }',
  },
  'check/variant-field': {
    severity: 'error',
    template: 'field `{field}` is `{found}` here and `{expected}` before',
    help: 'a field has one type in all variants',
    wrong: 'flag f { owner: "o" variant "a" { n: 1 } variant "b" { n: "1" } }',
    right: 'flag f { owner: "o" variant "a" { n: 1 } variant "b" { n: 2 } }',
  },
  'check/split-sum': {
    severity: 'error',
    template: 'the weights add up to {sum}, not to 10000',
    help: 'weights are hundredths of a percent',
    wrong: 'flag f { owner: "o" when { x } split { "a": 5000, "b": 500 } }',
    right: 'flag f { owner: "o" when { x } split { "a": 5000, "b": 5000 } }',
  },
  'check/flag-owner': {
    severity: 'warning',
    template: 'flag `{name}` has no owner',
    help: 'say who may remove it: `owner: "team"`',
    wrong: 'flag f { when { x } then true }',
    right: 'flag f { owner: "growth" when { x } then true }',
  },
  'check/flag-expires': {
    severity: 'warning',
    template: '`{text}` is no date',
    help: 'write `expires: "2027-01-31"`',
    wrong: 'flag f { owner: "o" expires: "soon" when { x } then true }',
    right: 'flag f { owner: "o" expires: "2099-01-31" when { x } then true }',
  },
  'check/flag-expired': {
    severity: 'warning',
    template: 'this flag has expired on {text}',
    help: 'remove the flag, or give it more time',
    wrong: 'flag f { owner: "o" expires: "2020-01-31" when { x } then true }',
    right: 'flag f { owner: "o" expires: "2099-01-31" when { x } then true }',
  },
  'check/empty-table': {
    severity: 'error',
    template: 'table `{name}` has no rows',
    help: 'a lookup in it could find nothing',
    wrong:
      'table Rate {\n  from: number\n}\nrule R { then A { let t = lookup Rate where from <= x else { from: 0 } r: t.from } }',
    right:
      'table Rate {\n  from: number\n  0\n}\nrule R { then A { let t = lookup Rate where from <= x else { from: 0 } r: t.from } }',
  },
  'check/row-length': {
    severity: 'error',
    template: 'this row has {found} cells for {expected} columns',
    help: 'cells are separated by `|`',
    wrong:
      'table Rate {\n  from: number | to: number\n  0\n}\nrule R { then A { let t = lookup Rate where from <= x else { from: 0 to: 0 } r: t.from } }',
    right:
      'table Rate {\n  from: number | to: number\n  0 | 1\n}\nrule R { then A { let t = lookup Rate where from <= x else { from: 0 to: 0 } r: t.from } }',
  },
  'check/cell-constant': {
    severity: 'error',
    template: 'a cell is a constant',
    help: 'write a literal, or the name of a const',
    wrong:
      'table Rate {\n  from: number\n  x\n}\nrule R { then A { let t = lookup Rate where from <= x else { from: 0 } r: t.from } }',
    right:
      'table Rate {\n  from: number\n  0\n}\nrule R { then A { let t = lookup Rate where from <= x else { from: 0 } r: t.from } }',
  },
  'check/cell-type': {
    severity: 'error',
    template: 'column `{column}` is `{expected}`, not `{found}`',
    help: '',
    wrong:
      'table Rate {\n  from: number\n  "0"\n}\nrule R { then A { let t = lookup Rate where from <= x else { from: 0 } r: t.from } }',
    right:
      'table Rate {\n  from: number\n  0\n}\nrule R { then A { let t = lookup Rate where from <= x else { from: 0 } r: t.from } }',
  },
  'check/empty-tag': {
    severity: 'error',
    template: 'a tag needs a name',
    help: 'tags are words between commas: `tags "realtime,batch"`',
    wrong: 'tags ","',
    right: 'tags "realtime,batch"',
  },
} as const satisfies Record<string, CodeEntry>;
