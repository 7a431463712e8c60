/** The outline of a file, and its colours. */
import t from 'tap';
import { documentSymbols, type DocumentSymbol } from '#lang/editor/document-symbols.js';
import { semanticTokens } from '#lang/editor/semantic-tokens.js';
import { marked } from './marked.ts';

function lines(symbols: readonly DocumentSymbol[], indent = ''): readonly string[] {
  return symbols.flatMap(({ kind, name, detail, children }) => [
    `${indent}${kind} ${name}${detail === '' ? '' : `: ${detail}`}`,
    ...lines(children, `${indent}  `),
  ]);
}

function outlined(text: string): readonly string[] {
  const { workspace, path } = marked(text);
  return lines(documentSymbols(workspace, path));
}

const OUTLINES: readonly (readonly [text: string, ...lines: string[]])[] = [
  ['const A = 1 + 2', 'const A: 1 + 2'],
  ['segment S { a > 1 }', 'segment S: a > 1'],
  [
    'input { a: number u: { b: string } l: list<{ c: number }> }',
    'input input',
    '  field a: number',
    '  field u: { b: string }',
    '    field b: string',
    '  field l: list<{ c: number }>',
    '    field c: number',
  ],
  ['feature f from "x" { a: number }', 'feature f: x', '  field a: number'],
  ['fact F { a?: number }', 'fact F', '  field a: number'],
  ['table T {\n a: number | b: string\n 1 | "x"\n}', 'table T', '  column a: number', '  column b: string'],
  ['tags "a,b"', 'tag a, b'],
  ['import "a/b" as c', 'namespace c: a/b'],
  [
    'rule R priority 3 { requires A when { a } then X { } otherwise Y { } }',
    'rule R: priority 3',
    '  requires A',
    '  when when: when { a }',
    '  then X',
    '  otherwise Y',
  ],
  [
    'strategy S returns O { when { a } then X { } else Y { } }',
    'strategy S: returns O',
    '  arm X: when { a }',
    '  else Y',
  ],
  [
    'flag f { owner: "o" variant "on" { } when { a } then "on" }',
    'flag f',
    '  metadata owner: "o"',
    '  variant on',
    '  rule rule: when { a } then "on"',
  ],
  [
    'flag f returns O default true { owner: "o" defaults { n: 1 } }',
    'flag f: returns O',
    '  metadata owner: "o"',
    '  defaults defaults: defaults { n: 1 }',
  ],
  [
    'expert rule E { activation_group g when { a } then emit X { } }',
    'expert rule E',
    '  activation_group g',
    '  when when: when { a }',
    '  emit X',
  ],
  ['worker w { input O output F exec "x" }', 'worker w: O → F'],
  [
    'arbiter A { poll 1m stream F on O stdout on * stdout }',
    'arbiter A',
    '  poll poll: poll 1m',
    '  stream F',
    '  on O: on O stdout',
    '  on on: on * stdout',
  ],
  ['rule R { when', 'rule R: cannot be parsed'],
  [''],
];

void t.test('outlines', (t) => {
  for (const [text, ...expected] of OUTLINES) t.same(outlined(text), expected, text);
  t.end();
});

/** Every coloured piece of the text with its colour. */
function coloured(text: string): string {
  const { workspace, path, files } = marked(text);
  const source = files.get(path) ?? '';
  return semanticTokens(workspace, path)
    .map(({ start, end, type, modifiers }) => `${source.slice(start, end)}:${[type, ...modifiers].join('.')}`)
    .join(' ');
}

void t.test('colours', (t) => {
  const cases: readonly (readonly [text: string, colours: string])[] = [
    [
      '# é🌋\nconst A = 5 km',
      '# é🌋:comment const:keyword A:variable.declaration.readonly =:operator 5 km:number',
    ],
    [
      'tags "a,b"',
      'tags:keyword ":string a:enumMember.declaration ,:string b:enumMember.declaration ":string',
    ],
    [
      'arbiter A { poll 1m source https://a.b/c // x\n on * slack #ops }',
      'arbiter:keyword A:event.declaration poll:keyword 1m:number source:keyword https://a.b/c:string // x:comment on:keyword *:operator slack:variable #ops:string',
    ],
    [
      'fact F { a: list<string> }',
      'fact:keyword F:type.declaration a:property.declaration list:type.defaultLibrary <:operator string:type.defaultLibrary >:operator',
    ],
    [
      'const A = max(1, x.y)',
      'const:keyword A:variable.declaration.readonly =:operator max:function.defaultLibrary 1:number x:variable y:variable',
    ],
    [
      '\ufeffrule R {\r\n  when { "x" } // c\r\n',
      'rule:keyword R:function.declaration when:keyword "x":string // c:comment',
    ],
    ['/* open', ''],
  ];
  for (const [text, expected] of cases) t.equal(coloured(text), expected, text);
  t.end();
});
