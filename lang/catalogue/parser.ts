/** What the parser finds: tokens in an order that is no declaration. */
import type { CodeEntry } from './entry.ts';

export const PARSER_CODES = {
  'parse/expected': {
    severity: 'error',
    template: 'expected {expected} after `{previous}`, found {found}',
    help: '',
    wrong: 'rule R { when { a and } then A { } }',
    right: 'rule R { when { a and b } then A { } }',
  },
  'parse/unknown-declaration': {
    severity: 'error',
    template: 'expected a declaration, found {found}',
    help: 'a declaration begins with `const`, `segment`, `input`, `feature`, `fact`, `outcome`, `table`, `tag`, `import`, `rule`, `strategy`, `flag`, `expert rule`, `arbiter` or `worker`',
    wrong: 'ruel R { then A { } }',
    right: 'rule R { then A { } }',
  },
  'parse/too-deep': {
    severity: 'error',
    template: 'this nests deeper than {limit} levels',
    help: 'name parts of it with `let`, `const` or `segment`, or test membership in a list',
    wrong: `const DEEP = ${'('.repeat(201)}1${')'.repeat(201)}\nrule R { when { x > DEEP } then A { } }`,
    right: `const DEEP = ${'('.repeat(200)}1${')'.repeat(200)}\nrule R { when { x > DEEP } then A { } }`,
  },
  'parse/chained-comparison': {
    severity: 'error',
    template: '`{operator}` cannot follow a complete condition',
    help: 'join two conditions with `and`, or put the first one in parentheses',
    wrong: 'rule R { when { 1 < x < 5 } then A { } }',
    right: 'rule R { when { 1 < x and x < 5 } then A { } }',
  },
  'parse/duplicate-clause': {
    severity: 'error',
    template: '`{clause}` is given twice',
    help: 'keep one of them',
    wrong: 'rule R { when { a } when { b } then A { } }',
    right: 'rule R { when { a and b } then A { } }',
  },
  'parse/repeated-modifier': {
    severity: 'warning',
    template: '`{modifier}` is given again, and the last one counts',
    help: 'keep one of them',
    wrong: 'rule R priority 1 priority 2 { then A { } }',
    right: 'rule R priority 2 { then A { } }',
  },
  'parse/missing-then': {
    severity: 'error',
    template: 'rule `{rule}` does nothing: it has no `then`',
    help: 'say what follows when the rule matches: `then Name { … }`',
    wrong: 'rule R { when { a } }',
    right: 'rule R { when { a } then A { } }',
  },
  'parse/invalid-integer': {
    severity: 'error',
    template: '{what} must be a whole number from {minimum} to {maximum}, not `{text}`',
    help: '',
    wrong: 'rule R priority 1.5 { then A { } }',
    right: 'rule R priority 15 { then A { } }',
  },
  'parse/invalid-duration': {
    severity: 'error',
    template: '`{text}` is not a usable duration',
    help: 'a duration is at least one millisecond',
    wrong: 'arbiter A { poll 0s }',
    right: 'arbiter A { poll 10s }',
  },
  'parse/rollout-range': {
    severity: 'error',
    template: 'a rollout is a percentage from 0 to 100, not `{text}`',
    help: 'the smallest step is 0.01',
    wrong: 'rule R { rollout 100.5 then A { } }',
    right: 'rule R { rollout 12.5 then A { } }',
  },
  'parse/join-bindings': {
    severity: 'error',
    template: 'this join needs {count}',
    help: 'write `join a: A, b: B on .field { … }`, or a condition behind `on`',
    wrong: 'expert rule R { when { join a: A on a.x > 1 { true } } then emit X { } }',
    right: 'expert rule R { when { join a: A, b: B on .x { true } } then emit X { } }',
  },
  'parse/durability-level': {
    severity: 'error',
    template: 'there is no durability `{text}`',
    help: 'the levels are `synced`, `acked` and `best-effort`',
    wrong: 'arbiter M { poll 1m durability sync }',
    right: 'arbiter M { poll 1m durability synced }',
  },
} as const satisfies Record<string, CodeEntry>;
