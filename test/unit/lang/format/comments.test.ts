/** Where comments go: before, behind and within everything; none is lost and none is told twice. */
import { layouts } from './layouts.ts';

layouts('at declarations', [
  ['  # head\n\n\n# about A\nconst A = 1 // one\n// end', '# head\n\n# about A\nconst A = 1 // one\n// end'],
  ['const A = 1 /* one */ const B = 2', 'const A = 1\n/* one */\nconst B = 2'],
  [
    'rule R { # open\n then A { } # done\n # last\n} # behind',
    'rule R { # open\n    then A { } # done\n    # last\n} # behind',
  ],
  [
    'rule /* name */ R priority 5 # five\n { then A { } }',
    '/* name */\n# five\nrule R priority 5 {\n    then A { }\n}',
  ],
  ['fact F {\n # nothing yet\n}', 'fact F {\n    # nothing yet\n}'],
  [
    'fact F {\n # a\n a: number # number\n\n # b\n b: string\n}',
    'fact F {\n    # a\n    a: number # number\n\n    # b\n    b: string\n}',
  ],
]);

layouts('at clauses, with which they move', [
  [
    'rule R {\n # then\n then A { }\n # why A\n requires A, # and B\n B\n # when\n when { a } # a\n}',
    'rule R {\n    # why A\n    requires A # and B\n    requires B\n    # when\n    when { a } # a\n    # then\n    then A { }\n}',
  ],
  [
    'expert rule E { /* e */ then emit X { } no_loop # quiet\n # group\n activation_group stable }',
    'expert rule E {\n    no_loop # quiet\n    # group\n    activation_group stable\n    /* e */\n    then emit X { }\n}',
  ],
  [
    'strategy S returns O {\n # first\n when { a } # a\n rollout 5 # five\n then L { } # l\n # rest\n else M { } }',
    'strategy S returns O {\n    # first\n    # a\n    rollout 5 # five\n    when { a } then L { } # l\n    # rest\n    else M { }\n}',
  ],
  [
    'arbiter a {\n # in\n stream x # x\n\n on * slack #ops #note\n on * slack ops # note\n}',
    'arbiter a {\n    # in\n    stream x # x\n\n    on * slack #ops #note\n    on * slack ops # note\n}',
  ],
  [
    'table T { # t\n a: number | b: string # head\n # one\n 1 | /* b */ "x" # x\n}',
    'table T { # t\n    a: number | b: string # head\n    # one\n    /* b */\n    1         | "x" # x\n}',
  ],
]);

layouts('in bodies and expressions', [
  [
    'rule R { then A { # open\n a: 1, # one\n # two\n b: 2 # b\n # end\n } }',
    'rule R {\n    then A { # open\n        a: 1, # one\n        # two\n        b: 2, # b\n        # end\n    }\n}',
  ],
  [
    'rule R { then A { a: /* one */ 1, /* two */ b: 2 /* b */ } }',
    'rule R {\n    then A { a: /* one */ 1, /* two */ b: 2 /* b */ }\n}',
  ],
  [
    'segment S {\n # a\n a # behind a\n # b\n and b and # behind b\n c\n # end\n}',
    'segment S {\n    # a\n    a # behind a\n    # b\n    and b # behind b\n    and c\n    # end\n}',
  ],
  [
    'const L = [1, # one\n2 /* two */, /* three */ 3]',
    'const L = [\n    1, # one\n    2 /* two */,\n    /* three */ 3,\n]',
  ],
  ['const A = a == # why\n 5', '# why\nconst A = a == 5'],
  ['const A = f(/* none */)', 'const A = f(\n    /* none */\n)'],
  [
    'rule R { then A { let a = 1 // one\n\n // two\n b: a } }',
    'rule R {\n    then A {\n        let a = 1 // one\n\n        // two\n        b: a,\n    }\n}',
  ],
]);

layouts('of several lines', [
  [
    'rule R {\n      /*\n       * starred\n       */\n then A { } }',
    'rule R {\n    /*\n     * starred\n     */\n    then A { }\n}',
  ],
  [
    'rule R {\n  /* drawn\n     by hand  \r\n  */\n then A { } }',
    'rule R {\n    /* drawn\n     by hand\n  */\n    then A { }\n}',
  ],
]);
