/** What is found when files are put together to a program. In examples a line `-- name --` begins another file. */
import type { CodeEntry } from './entry.ts';

export const MODULES_CODES = {
  'module/illegal-path': {
    severity: 'error',
    template: '`{path}` cannot be the path of an {kind}',
    help: 'paths are relative, with `/` between their parts',
    wrong: 'import "../secrets"',
    right:
      '-- main.arb --\nimport "shared/limits"\n-- shared/limits.arb --\nsegment Big { size > 5 }\nrule R { when segment Big then A { } }',
  },
  'module/illegal-namespace': {
    severity: 'error',
    template: '`{name}` cannot be the name of a namespace',
    help: 'give it another: `import "path" as name`',
    wrong: '-- main.arb --\nimport "shared/2026-limits"\n-- shared/2026-limits.arb --\nrule R { then A { } }',
    right:
      '-- main.arb --\nimport "shared/2026-limits" as limits\n-- shared/2026-limits.arb --\nrule R { then A { } }',
  },
  'module/not-found': {
    severity: 'error',
    template: 'there is no file `{file}`',
    help: 'imports are found from the folder that holds `arbiter.toml`, or that of the first file; a program in memory needs a resolver',
    wrong: '-- main.arb --\nimport "shared/limit"\n-- shared/limits.arb --\nrule R { then A { } }',
    right: '-- main.arb --\nimport "shared/limits"\n-- shared/limits.arb --\nrule R { then A { } }',
  },
  'module/import-cycle': {
    severity: 'error',
    template: 'modules import each other: {cycle}',
    help: 'move what both need into a module of its own',
    wrong: '-- main.arb --\nimport "a"\n-- a.arb --\nimport "b"\n-- b.arb --\nimport "a"',
    right: '-- main.arb --\nimport "a"\n-- a.arb --\nimport "b"\n-- b.arb --\nrule R { then A { } }',
  },
  'module/include-cycle': {
    severity: 'error',
    template: 'files include each other: {cycle}',
    help: 'remove one of the includes',
    wrong: '-- main.arb --\ninclude "main.arb"',
    right: '-- main.arb --\nimport "a"\n-- a.arb --\nrule R { then A { } }',
  },
  'module/include': {
    severity: 'warning',
    template: '`include` is deprecated',
    help: 'use `import`, which keeps names of files apart',
    wrong: '-- main.arb --\ninclude "a.arb"\n-- a.arb --\nrule R { then A { } }',
    right: '-- main.arb --\nimport "a"\n-- a.arb --\nrule R { then A { } }',
  },
  'module/overlay': {
    severity: 'error',
    template: '`{kind}` cannot stand in the file of an environment',
    help: 'flags and segments can; everything else belongs to the program itself',
    wrong:
      '-- main.arb --\nflag f { owner: "shop" when { a } then true }\n-- main.production.arb --\nrule R { then A { } }',
    right:
      '-- main.arb --\nflag f { owner: "shop" when { a } then true }\n-- main.production.arb --\nflag f { owner: "shop" }',
  },
  'module/manifest': {
    severity: 'error',
    template: '`arbiter.toml` cannot be read: {reason}',
    help: 'it holds a table `[project]` with `name` and `version`, both strings',
    wrong: '-- main.arb --\nrule R { then A { } }\n-- arbiter.toml --\n[project]\nname = 5\n',
    right:
      '-- main.arb --\nrule R { then A { } }\n-- arbiter.toml --\n[project]\nname = "shop"\nversion = "1.0.0"\n',
  },
} as const satisfies Record<string, CodeEntry>;
