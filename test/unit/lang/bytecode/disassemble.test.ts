/** The listing as text: one unit of every kind, operands by meaning, source lines where they change. */
import t from 'tap';
import { disassemble } from '#lang/bytecode/disassemble.js';
import type { Program } from '#lang/bytecode/program.js';
import { filesOf, programOf, sampleProgram } from '../../../harness/programs.ts';

const LISTING = `program sample, language 1.8: 4 strings, 2 numbers, 2 paths, 63 words

segment Strong, 1 local
   0  LoadFacts         "Quake"                   ; 1: # Grüße 🌋
   1  IterOpen          any L0
`;

const listed = (program: Program): readonly string[] =>
  disassemble(program)
    .split('\n')
    .slice(3)
    .map((line) => line.replace(/\s*;.*/, '').trim());

void t.test('a program of every kind of unit', (t) => {
  const text = disassemble(sampleProgram());
  t.equal(text.slice(0, LISTING.length), LISTING);
  t.same(
    text.split('\n').filter((line) => /^\w/.test(line)),
    [
      'program sample, language 1.8: 4 strings, 2 numbers, 2 paths, 63 words',
      'segment Strong, 1 local',
      'rule Kept when, 1 local',
      'rule Kept then let, 1 local',
      'rule Kept then note, 1 local',
      'rule Kept otherwise why, 1 local',
      'strategy Route Fast when',
      'strategy Route Fast quake',
      'flag beta defaults n',
      'flag beta variant on n',
      'flag beta when 0',
      'expert rule Swarm when, 2 locals',
      'expert rule Swarm then quake, 2 locals',
      'expert rule Swarm set depth, 2 locals',
      'arbiter Watch on Alert where',
    ],
  );
  t.equal(text, disassemble(sampleProgram()));
  t.notMatch(text, /[ \t]$/m);
  t.end();
});

void t.test('operands by meaning', (t) => {
  const code =
    'LoadString 1 \n LoadNumber 1 \n LoadPath 1 \n LoadBoolean 1 \n LoadLocal 1 \n MakeList 2 \n Between () \n ' +
    'AndThen E \n LoadFacts 0 \n IterOpen min 0 \n L: IterNext X \n LoadNull \n IterFold L \n X: IterClose \n E: Return';
  t.same(listed(programOf(code)).slice(0, 15), [
    '0  LoadString        "b"',
    '1  LoadNumber        1.5',
    '2  LoadPath          a.b',
    '3  LoadBoolean       true',
    '4  LoadLocal         L1',
    '5  MakeList          2',
    '6  Between           ()',
    '7  AndThen           → 14',
    '8  LoadFacts         "a"',
    '9  IterOpen          min L0',
    '10  IterNext          → 13',
    '11  LoadNull',
    '12  IterFold          → 10',
    '13  IterClose',
    '14  Return',
  ]);
  t.end();
});

void t.test('constants and tables by their values', (t) => {
  const code = 'LoadConstant 0 \n LoadConstant 1 \n LoadTable 0 \n LoadTable 1 \n LoadTable 2 \n Return';
  const { constants, views, tables } = sampleProgram();
  t.same(listed({ ...programOf(code), constants, views, tables }).slice(0, 5), [
    '0  LoadConstant      -1.50 USD',
    '1  LoadConstant      [null, true, -0]',
    '2  LoadTable         ladder',
    '3  LoadTable         ladder by rate desc',
    '4  LoadTable         missing constant 2',
  ]);
  t.end();
});

void t.test('what cannot be resolved is shown as it is', (t) => {
  const numbers = [-0, 1];
  t.same(
    listed({ ...programOf('LoadNumber 0 \n LoadString 9 \n LoadPath 70000 \n Pop flags=3'), numbers }).slice(
      0,
      4,
    ),
    [
      '0  LoadNumber        -0',
      '1  LoadString        missing constant 9',
      '2  LoadPath          missing constant 70000 (wide)',
      '4  Pop               flags 3',
    ],
  );
  t.same(listed(programOf('LoadNull \n .word 0xff \n Return')).slice(0, 2), ['0  LoadNull', '']);
  t.end();
});

void t.test('source lines stand where they change', (t) => {
  const source = `rule R {\n\twhen { ${'🌋'.repeat(90)} }\r\n}`;
  const spans = Int32Array.of(0, 4, 0, 4, 12, 13, 14, 15, 0, 1);
  const program = {
    ...programOf('LoadNull \n Not \n Not \n Not \n Return'),
    source,
    files: filesOf(source),
    spans,
  };
  const lines = disassemble(program).split('\n').slice(3);
  t.same(
    lines.map((line) => line.split('; ')[1]),
    ['1: rule R {', undefined, `2: when { ${'🌋'.repeat(64)}…`, undefined, '1: rule R {', undefined],
  );
  t.end();
});
