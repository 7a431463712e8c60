/** What the checker finds about names: what they refer to, and who declares them. */
import type { CodeEntry } from './entry.ts';

export const NAMES_CODES = {
  'check/duplicate-declaration': {
    severity: 'error',
    template: '{kind} `{name}` is declared twice',
    help: 'rename one of them',
    wrong: 'rule R { when { a } then A { } }\nrule R { when { b } then B { } }',
    right: 'rule R { when { a } then A { } }\nrule S { when { b } then B { } }',
  },
  'check/duplicate-param': {
    severity: 'error',
    template: '`{name}` is given twice',
    help: 'keep one of them',
    wrong: 'rule R { then A { level: 1 level: 2 } }',
    right: 'rule R { then A { level: 2 } }',
  },
  'check/bound-again': {
    severity: 'warning',
    template: '`{name}` is bound again, and the last one counts',
    help: 'give one of them another name',
    wrong: 'rule R { when { let a = x let a = y a > 1 } then A { } }',
    right: 'rule R { when { let a = x let b = y a + b > 1 } then A { } }',
  },
  'check/let-without-condition': {
    severity: 'warning',
    template: '`{name}` takes all that follows, and no condition is left: this always holds',
    help: 'a value is as long as it can be; begin the condition on a line of its own with `(`',
    wrong: 'rule R { when { let a = x -1 > y } then A { } }',
    right: 'rule R { when { let a = x\n(-1 > y) } then A { } }',
  },
  'check/unknown-segment': {
    severity: 'error',
    template: 'there is no segment `{name}`',
    help: 'declare it: `segment Name { condition }`',
    wrong:
      'segment Adult { age >= 18 }\nrule R { when segment Adlut then A { } }\nrule S { when segment Adult then B { } }',
    right: 'segment Adult { age >= 18 }\nrule R { when segment Adult then A { } }',
  },
  'check/unknown-rule': {
    severity: 'error',
    template: 'there is no {kind} `{name}`',
    help: 'rules require rules and flags, and exclude rules; flags and expert rules name their own kind',
    wrong: 'rule Base { then A { } }\nrule R { requires Bsae then B { } }',
    right: 'rule Base { then A { } }\nrule R { requires Base then B { } }',
  },
  'check/requires-cycle': {
    severity: 'error',
    template: '{kind} `{name}` waits for itself: {cycle}',
    help: 'remove one of the `requires` or `excludes` on the way',
    wrong: 'rule A { requires B then X { } }\nrule B { requires A then Y { } }',
    right: 'rule A { requires B then X { } }\nrule B { then Y { } }',
  },
  'check/const-cycle': {
    severity: 'error',
    template: 'const `{name}` is defined by itself: {cycle}',
    help: 'give one of them a value of its own',
    wrong: 'const A = B + 1\nconst B = A + 1\nrule R { when { x > A } then X { } }',
    right: 'const A = B + 1\nconst B = 1\nrule R { when { x > A } then X { } }',
  },
  'check/const-too-large': {
    severity: 'error',
    template: 'const `{name}` becomes too large when the consts in it are put in',
    help: 'consts are inlined where they are used; compute the value once with `let`',
    wrong: `const A0 = x\n${Array.from({ length: 20 }, (_, index) => `const A${index + 1} = A${index} + A${index}\n`).join('')}rule R { when { A20 > 0 } then X { } }`,
    right: 'const A = x\nrule R { when { let b = A + A b > 0 } then X { } }',
  },
  'check/unused-const': {
    severity: 'warning',
    template: 'const `{name}` is never used',
    help: 'remove it',
    wrong: 'const LIMIT = 5\nrule R { when { x > 5 } then A { } }',
    right: 'const LIMIT = 5\nrule R { when { x > LIMIT } then A { } }',
  },
  'check/unused-segment': {
    severity: 'warning',
    template: 'segment `{name}` is never used',
    help: 'remove it',
    wrong: 'segment Adult { age >= 18 }\nrule R { when { age >= 18 } then A { } }',
    right: 'segment Adult { age >= 18 }\nrule R { when segment Adult then A { } }',
  },
  'check/undeclared-fact': {
    severity: 'warning',
    template: 'fact type `{name}` is not declared',
    help: 'declare it too: `fact Name { … }`',
    wrong:
      'fact Quake { magnitude: number }\nrule R { when { any w in facts.Wave { w.height > 1 } } then A { } }',
    right:
      'fact Wave { height: number }\nrule R { when { any w in facts.Wave { w.height > 1 } } then A { } }',
  },
  'check/undeclared-outcome': {
    severity: 'warning',
    template: 'outcome `{name}` is not declared',
    help: 'declare it too: `outcome Name { … }`',
    wrong: 'outcome Alert { level: number }\nrule R { then Alrt { level: 1 } }',
    right: 'outcome Alert { level: number }\nrule R { then Alert { level: 1 } }',
  },
  'check/unknown-const': {
    severity: 'error',
    template: 'there is no const `{name}`',
    help: 'a namespace gives access to the consts of its module',
    wrong:
      '-- main.arb --\nimport "limits"\nrule R { when { x > limits.LOW } then A { } }\n-- limits.arb --\nconst HIGH = 5\nrule S { when { x > HIGH } then A { } }',
    right:
      '-- main.arb --\nimport "limits"\nrule R { when { x > limits.HIGH } then A { } }\n-- limits.arb --\nconst HIGH = 5',
  },
  'check/unknown-table': {
    severity: 'error',
    template: 'there is no table `{name}`',
    help: 'declare it: `table Name { column: type | … }`',
    wrong: 'rule R { then A { let t = lookup Rate where from <= x else { from: 0 } r: t.from } }',
    right:
      'table Rate {\n  from: number\n  0\n}\nrule R { then A { let t = lookup Rate where from <= x else { from: 0 } r: t.from } }',
  },
  'check/unknown-tag': {
    severity: 'error',
    template: 'there is no tag `{name}`',
    help: 'tags are a closed set: declare it with `tag "name"`',
    wrong: 'tag "fraud"\nrule R tag "fruad" { then A { } }',
    right: 'tag "fraud"\nrule R tag "fraud" { then A { } }',
  },
  'check/unknown-worker': {
    severity: 'error',
    template: 'there is no worker `{name}`',
    help: 'declare it: `worker Name { input Outcome output Fact kind target }`',
    wrong: 'arbiter M { poll 1m source worker://stop }',
    right:
      'outcome Stop { key: string }\nfact Stopped { at: timestamp }\nworker stop { input Stop output Stopped exec "stop" }\narbiter M { poll 1m source worker://stop }',
  },
  'check/unknown-arbiter': {
    severity: 'error',
    template: 'there is no arbiter `{name}`',
    help: 'a chain leads from one arbiter of the program to another',
    wrong: 'arbiter Up { poll 1m on * chain down }',
    right: 'arbiter Up { poll 1m on * chain Down }\narbiter Down { poll 1m source chain://Up }',
  },
  'check/unused-table': {
    severity: 'warning',
    template: 'table `{name}` is never used',
    help: 'remove it',
    wrong: 'table Rate {\n  from: number\n  0\n}',
    right:
      'table Rate {\n  from: number\n  0\n}\nrule R { then A { let t = lookup Rate where from <= x else { from: 0 } r: t.from } }',
  },
  'check/chain-cycle': {
    severity: 'error',
    template: '{kind} `{name}` feeds itself: {cycle}',
    help: 'break the chain: outcomes that come back are facts of a stream',
    wrong:
      'arbiter A { poll 1m source chain://B on * chain B }\narbiter B { poll 1m source chain://A on * chain A }',
    right: 'arbiter A { poll 1m on * chain B }\narbiter B { poll 1m source chain://A }',
  },
} as const satisfies Record<string, CodeEntry>;
