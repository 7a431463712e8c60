/** The layout of every declaration and clause. */
import { canonical, layouts } from './layouts.ts';

layouts('files', [
  ['', ''],
  [
    '\ufeff\r\n  # only a comment  \r\n\r\n\r\n\r\n/* and another */\r\n',
    '# only a comment\n\n/* and another */',
  ],
  ['const A = 1 const B=2', 'const A = 1\nconst B = 2'],
  ['const A = 1\n\n\n\nconst B = 2', 'const A = 1\n\nconst B = 2'],
  ['tag "a" tags "b, c"\nconst A = 1', 'tag "a"\ntags "b, c"\n\nconst A = 1'],
  ['import "a/b" import   "a/c" as c\ninclude "x.arb"', 'import "a/b"\nimport "a/c" as c\n\ninclude "x.arb"'],
  [
    'const A = 1\nconst L = [1,\n2]\nconst B = 2',
    'const A = 1\n\nconst L = [\n    1,\n    2,\n]\n\nconst B = 2',
  ],
]);

layouts('schemas', [
  ['fact F{}', 'fact F { }'],
  ['outcome O { a: number b ? : string, }', 'outcome O { a: number, b?: string }'],
  ['fact F { a: number,\n b?: list< string > }', 'fact F {\n    a: number\n    b?: list<string>\n}'],
  ['feature U from "users" { age: number }', 'feature U from "users" { age: number }'],
  [
    'input { user: { id: string\n balance: decimal<USD> } level: enum("low","high",) }',
    `
input {
    user: {
        id: string
        balance: decimal<USD>
    }
    level: enum("low", "high")
}`,
  ],
]);

layouts('tables', [
  [
    'table ladder { height : number|bitrate:string | note: string\n1080 | "6500k"| "é"\n\n\n720|"3800k" | null\n (5   in) | (a+b) | (5 in) }',
    `
table ladder {
    height: number | bitrate: string | note: string
    1080           | "6500k"         | "é"

    720            | "3800k"         | null
    5 in           | (a + b)         | (5 in)
}`,
  ],
  [
    'table T { n: string | m: number\n"two\nlines" | 1\n"x"|2 }',
    'table T {\n    n: string | m: number\n    "two\nlines" | 1\n    "x"       | 2\n}',
  ],
]);

layouts('rules', [
  ['rule R{then A{}}', 'rule R {\n    then A { }\n}'],
  [
    'rule R tag "b" priority - 5 tag "a" {then A{}}',
    'rule R priority -5 tag "b" tag "a" {\n    then A { }\n}',
  ],
  [
    `rule R {
      otherwise B { reason: "no" }
      then A { cost: 0 method: "standard" }
      when segment s.vip { a }
      rollout percent 12.50 by user.id namespace "n"
      excludes X, Y
      requires A, m . B requires C
      active_until 2026-02-01
      active_from 2026-01-01T00:00:00Z
      kill_switch
    }`,
    `
rule R {
    kill_switch on
    active_from 2026-01-01T00:00:00Z
    active_until 2026-02-01
    requires A
    requires m.B
    requires C
    excludes X
    excludes Y
    rollout 12.50 by user.id namespace "n"
    when segment s.vip { a }
    then A { cost: 0, method: "standard" }
    otherwise B { reason: "no" }
}`,
  ],
  ['rule R { when segment S then A { } }', 'rule R {\n    when segment S\n    then A { }\n}'],
  ['rule R { when {\n} then A {\n} }', 'rule R {\n    when { }\n    then A { }\n}'],
  [
    'rule R { kill_switch off\n\n\n when { a } then A { a: 1 } }',
    'rule R {\n    kill_switch off\n\n    when { a }\n    then A { a: 1 }\n}',
  ],
]);

layouts('bodies', [
  [
    'rule R { when { let a = 1 let b = 2 a > b } then A { let c = a x: c y: [c,c] } }',
    `
rule R {
    when {
        let a = 1
        let b = 2
        a > b
    }
    then A {
        let c = a
        x: c,
        y: [c, c],
    }
}`,
  ],
  [
    'rule R { then Profile { let row = lookup h264_ladder where height <= job.target_height\n order by height desc else { height: 0, preset: "p2" } video: row.video } }',
    `
rule R {
    then Profile {
        let row = lookup h264_ladder
            where height <= job.target_height
            order by height desc
            else { height: 0, preset: "p2" }
        video: row.video,
    }
}`,
  ],
  [
    'rule R { then A { first: "a value that is rather long", second: "another value that is longer", third: 3 } }',
    `
rule R {
    then A {
        first: "a value that is rather long",
        second: "another value that is longer",
        third: 3,
    }
}`,
  ],
]);

layouts('expert rules', [
  [
    `expert rule E debounce 5m cooldown 1h30m per_fact priority 3 tag "x" {
      rollout 50 activation_group G excludes B requires A stable no_loop kill_switch off
      then assert F { key: "k" } when { any a in facts.A { a.x } } within 3d }`,
    `
expert rule E priority 3 tag "x" per_fact cooldown 1h30m debounce 5m {
    kill_switch off
    no_loop
    stable
    requires A
    excludes B
    activation_group G
    rollout 50
    when { any a in facts.A { a.x } } within 3d
    then assert F { key: "k" }
}`,
  ],
  [
    'expert rule E { when { bind r in facts.R bind t in facts.T where { r.id == t.id\n and r.level == "high" } } stable_for 3 cycles then modify F { key: "a" set { level: "low",\n n: 1 } } }',
    `
expert rule E {
    when {
        bind r in facts.R
        bind t in facts.T
        where {
            r.id == t.id
            and r.level == "high"
        }
    } stable_for 3 cycles
    then modify F {
        key: "a",
        set {
            level: "low",
            n: 1,
        }
    }
}`,
  ],
  [
    'expert rule E { then retract F { key: "a" } when segment S for 5m }',
    'expert rule E {\n    when segment S for 5m\n    then retract F { key: "a" }\n}',
  ],
]);

layouts('strategies', [
  [
    'strategy S returns O { when { risk.high == true } kill_switch off active_from 2026-01-01 then Manual { target: "manual",\n reason: "review" }\n\n\n when segment vip then Fast { } else Auto { target: "auto" } }',
    `
strategy S returns O {
    kill_switch off
    active_from 2026-01-01
    when { risk.high == true } then Manual {
        target: "manual",
        reason: "review",
    }

    when segment vip then Fast { }
    else Auto { target: "auto" }
}`,
  ],
  [
    'strategy S returns m.O { rollout 5 then A { } else B { } }',
    'strategy S returns m.O {\n    rollout 5\n    then A { }\n    else B { }\n}',
  ],
]);

layouts('flags', [
  [
    `flag checkout type multivariate default "control" kill_switch off {
      when beta_users then "treatment"
      else when segment { a > 1 } rollout 50 split by user.id namespace "n" { "a": 5000 "b": 5000 }
      variant "treatment" { show: true, layout: "single" }
      defaults { show: false }
      requires other owner: "growth" ticket: "ENG-1"
    }`,
    `
flag checkout type multivariate default "control" {
    kill_switch off
    owner: "growth"
    ticket: "ENG-1"
    requires other
    defaults { show: false }
    variant "treatment" { show: true, layout: "single" }
    when beta_users then "treatment"
    rollout 50
    else when segment segment { a > 1 } split by user.id namespace "n" { "a": 5000, "b": 5000 }
}`,
  ],
  [
    'flag f default ["a"] { when { } then 5  km when segment vip then -5 }',
    'flag f default ["a"] {\n    then 5  km\n    when vip then -5\n}',
  ],
  [
    'flag f { then lookup t where a variant "v" { } else then x }',
    'flag f {\n    variant "v" { }\n    then "lookup t where a"\n    else then x\n}',
  ],
]);

layouts('arbiters and workers', [
  [
    `arbiter a { on Opportunity where confidence>0.8 and ok chain ai retry 3
      stream wss://x.y/p at ts by region source "two words" retain last 500 retain 4d poll 1h30m
      schedule "0 8 * * *" source https://a//b  checkpoint /var/lib/t.state
      rules A,m.B  rules tag "x"  durability "best-effort" on * slack   #ops
      on * backoff5 "on" backoff 5s retry 2 }`,
    `
arbiter a {
    on Opportunity where confidence > 0.8 and ok chain ai retry 3
    stream wss://x.y/p by region at ts
    source "two words" retain 4d retain last 500
    poll 1h30m
    schedule "0 8 * * *" source https://a//b
    checkpoint /var/lib/t.state
    rules A, m.B
    rules tag "x"
    durability best-effort
    on * slack #ops
    on * backoff5 "on" retry 2 backoff 5s
}`,
  ],
  [
    'arbiter a { on Opportunity where opportunity.confidence > 0.8 and opportunity.region == "EU" and opportunity.amount > 1000 webhook https://hooks.internal/reviews }',
    `
arbiter a {
    on Opportunity
        where opportunity.confidence > 0.8
            and opportunity.region == "EU"
            and opportunity.amount > 1000
        webhook https://hooks.internal/reviews
}`,
  ],
  [
    'worker w { input A output m.B exec "run me" }',
    'worker w {\n    input A\n    output m.B\n    exec "run me"\n}',
  ],
]);

canonical('what is canonical stays', [
  'rule FreeShipping {\n    when {\n        user.cart_total >= 35\n        and user.region != "XX"\n    }\n    then ApplyShipping {\n        cost: 0,\n        method: "standard",\n    }\n}',
]);
