/** What is found in test files. The examples are a module, `main.arb`, and a test file beside it. */
import type { CodeEntry } from './entry.ts';

const RULES =
  '-- main.arb --\nrule Ship { when { total > 35 } then Send { cost: 0 } }\n-- main.test.arb --\n';
const SHOP =
  '-- main.arb --\ninput { user: { age: number } }\nrule Adult { when { user.age >= 18 } then Allow { } }\n-- main.test.arb --\n';
const PLAN =
  '-- main.arb --\noutcome Plan { price: number }\nstrategy Offer returns Plan { when { vip } then Gold { price: 1 } else Basic { price: 2 } }\n-- main.test.arb --\n';
const HEAT =
  '-- main.arb --\nfact Reading { value: number<temperature> }\noutcome Hot { value: number<temperature> }\nexpert rule Watch { when { any r in facts.Reading { r.value > 80 C } } then emit Hot { value: r.value } }\n-- main.test.arb --\n';

export const TESTING_CODES = {
  'test/unknown-case': {
    severity: 'error',
    template: 'expected a case, found `{found}`',
    help: 'a case begins with `test` or `scenario` and its name as a string',
    wrong: `${RULES}tset "a" { given { total: 40 } expect rule Ship matched }`,
    right: `${RULES}test "a" { given { total: 40 } expect rule Ship matched }`,
  },
  'test/duplicate-case': {
    severity: 'error',
    template: 'two cases are called "{name}"',
    help: 'reports name cases: rename one of them',
    wrong: `${RULES}test "a" { expect rule Ship not matched }\ntest "a" { expect no action Send }`,
    right: `${RULES}test "a" { expect rule Ship not matched }\ntest "b" { expect no action Send }`,
  },
  'test/no-expectation': {
    severity: 'error',
    template: 'this case expects nothing',
    help: 'it could not fail: add an `expect`',
    wrong: `${RULES}test "a" { given { total: 40 } }`,
    right: `${RULES}test "a" { given { total: 40 } expect rule Ship matched }`,
  },
  'test/empty-expectation': {
    severity: 'error',
    template: 'this expects nothing in particular',
    help: 'say what is chosen, for example `== "Label"`, or what its fields are: `{ field: value }`',
    wrong: `${PLAN}test "a" { expect strategy Offer }`,
    right: `${PLAN}test "a" { expect strategy Offer == "Basic" }`,
  },
  'test/unknown-name': {
    severity: 'error',
    template: 'the module has no {kind} `{name}`',
    help: 'names are those of the module under test, those of its imports with the path before them: `a.b.Name`',
    wrong: `${RULES}test "a" { expect rule Shop not matched }`,
    right: `${RULES}test "a" { expect rule Ship not matched }`,
  },
  'test/unknown-choice': {
    severity: 'error',
    template: '{owner} never gives "{name}"',
    help: 'a strategy gives the label of an arm, a flag the name of a variant',
    wrong: `${PLAN}test "a" { expect strategy Offer == "Silver" }`,
    right: `${PLAN}test "a" { expect strategy Offer == "Basic" }`,
  },
  'test/unknown-field': {
    severity: 'error',
    template: '`{owner}` has no field `{field}`',
    help: 'fields are those that the module declares or writes',
    wrong: `${RULES}test "a" { expect no action Send { price: 0 } }`,
    right: `${RULES}test "a" { expect no action Send { cost: 0 } }`,
  },
  'test/unknown-path': {
    severity: 'error',
    template: 'the `input` of the module has no `{path}`',
    help: 'with an `input` only what it declares can be given',
    wrong: `${SHOP}test "a" { given { user.aeg: 20 } expect rule Adult not matched }`,
    right: `${SHOP}test "a" { given { user.age: 20 } expect rule Adult matched }`,
  },
  'test/wrong-type': {
    severity: 'error',
    template: 'field `{field}` is `{expected}`, never `{found}`',
    help: 'quantities are compared with quantities: write the unit',
    wrong: `${HEAT}scenario "a" { at T+0 { expect no outcome Hot { value: > 80 } } }`,
    right: `${HEAT}scenario "a" { at T+0 { expect no outcome Hot { value: > 80 C } } }`,
  },
  'test/misplaced': {
    severity: 'error',
    template: '`{what}` can only stand in {where}',
    help: 'a test is one decision of rules, flags and strategies; a scenario is a session with facts and outcomes',
    wrong: `${RULES}scenario "a" { at T+0 { expect rule Ship matched } }`,
    right: `${RULES}test "a" { given { total: 40 } expect rule Ship matched }`,
  },
  'test/missing-key': {
    severity: 'error',
    template: 'fact `{type}` has no key',
    help: 'facts are told apart by type and key: add `key: "name"`',
    wrong: `${HEAT}scenario "a" { at T+0 { assert Reading { value: 90 C } expect outcome Hot } }`,
    right: `${HEAT}scenario "a" { at T+0 { assert Reading { key: "r1", value: 90 C } expect outcome Hot } }`,
  },
  'test/time-backwards': {
    severity: 'error',
    template: 'this step is earlier than the one before it',
    help: 'offsets count from the beginning of the scenario and never fall',
    wrong: `${HEAT}scenario "a" { at T+5m { expect no outcome Hot } at T+1m { expect no outcome Hot } }`,
    right: `${HEAT}scenario "a" { at T+1m { expect no outcome Hot } at T+5m { expect no outcome Hot } }`,
  },
} as const satisfies Record<string, CodeEntry>;
