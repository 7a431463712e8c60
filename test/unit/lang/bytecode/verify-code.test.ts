/** Every rule about code, each with a program that breaks only it, beside the nearest one that does not. */
import t from 'tap';
import { STACK_MAX } from '#lang/bytecode/opcodes.js';
import type { BundleCode } from '#lang/bytecode/refusals.js';
import { verifyProgram } from '#lang/bytecode/verify.js';
import { programOf } from '../../../harness/programs.ts';

const LOOP =
  'LoadPath 0 \n IterOpen any 0 \n L: IterNext E \n LoadLocal 0 \n IterTest L \n E: IterClose \n Return';
const FOLD =
  'LoadPath 0 \n IterOpen sum 0 \n L: IterNext E \n LoadLocal 0 \n IterFold L \n E: IterClose \n Return';
const SKIP =
  'LoadPath 0 \n IterOpen max 0 \n L: IterNext E \n LoadNull \n IterSkip L \n LoadNull \n IterFold L \n E: IterClose \n Return';
const AND = 'LoadPath 0 \n AndThen E \n LoadPath 1 \n Truth \n E: Return';
const NESTED =
  'LoadPath 0 \n IterOpen all 0 \n L: IterNext E \n LoadLocal 0 \n IterOpen none 1 \n M: IterNext F \n LoadLocal 1 \n ' +
  'IterTest M \n F: IterClose \n IterTest L \n E: IterClose \n Return';

const ACCEPTED: Readonly<Record<string, string>> = {
  constants: 'LoadString 1 \n LoadNumber 1 \n LoadNull \n LoadBoolean 1 \n MakeList 4 \n Return',
  'a quantifier': LOOP,
  'an aggregate': FOLD,
  'a filter': SKIP,
  'short circuit': AND,
  'nested loops': NESTED,
  'a jump inside a loop': LOOP.replace(
    'LoadLocal 0',
    'LoadNull \n AndThen X \n LoadNull \n X: LoadNull \n Pop',
  ),
  'a flag': 'LoadNull \n LoadNull \n LoadNull \n Between () \n Return',
  'a full stack': `${'LoadNull \n'.repeat(STACK_MAX)} MakeList ${STACK_MAX} \n Return`,
  'an empty list': 'MakeList 0 \n Return',
  'all iterators': nest(64),
};

// biome-ignore format: a table
const REFUSED: readonly (readonly [what: string, code: BundleCode, text: string])[] = [
  ['an unknown opcode', 'bundle/unknown-opcode', 'LoadNull \n .word 0xf0 \n Return'],
  ['an unknown opcode in dead code', 'bundle/unknown-opcode', 'LoadNull \n .word 0xff'],
  ['a wide before a wide', 'bundle/misplaced-wide', 'Wide 1 \n Wide 1 \n LoadString 0 \n Return'],
  ['a wide at the end', 'bundle/misplaced-wide', 'LoadNull \n Wide 1'],
  ['a wide of zero', 'bundle/misplaced-wide', 'Wide 0 \n LoadString 0 \n Return'],
  ['a wide with flags', 'bundle/misplaced-wide', 'Wide flags=1 1 \n LoadString 0 \n Return'],
  ['a wide before no operand', 'bundle/misplaced-wide', 'Wide 1 \n LoadNull \n Return'],
  ['a wide before no instruction', 'bundle/misplaced-wide', 'Wide 1 \n .word 0xff \n Return'],
  ['flags where there are none', 'bundle/illegal-flags', 'LoadNull flags=1 \n Return'],
  ['flags past the last', 'bundle/illegal-flags', 'LoadNull \n LoadNull \n LoadNull \n Between flags=4 \n Return'],
  ['an iterator of no kind', 'bundle/illegal-flags', LOOP.replace('any', 'flags=8')],
  ['an argument where there is none', 'bundle/illegal-argument', 'LoadNull 1 \n Return'],
  ['a boolean of 2', 'bundle/illegal-argument', 'LoadBoolean 2 \n Return'],
  ['a string past the pool', 'bundle/index-out-of-pool', 'LoadString 2 \n Return'],
  ['a field past the pool', 'bundle/index-out-of-pool', 'LoadNull \n LoadField 2 \n Return'],
  ['a fact type past the pool', 'bundle/index-out-of-pool', 'LoadFacts 2 \n Return'],
  ['a number past the pool', 'bundle/index-out-of-pool', 'LoadNumber 2 \n Return'],
  ['a path past the pool', 'bundle/index-out-of-pool', 'LoadPath 2 \n Return'],
  ['a wide index past the pool', 'bundle/index-out-of-pool', 'LoadPath 65536 \n Return'],
  ['loading no local', 'bundle/slot-out-of-locals', 'LoadLocal 2 \n Return'],
  ['storing no local', 'bundle/slot-out-of-locals', 'LoadNull \n StoreLocal 2 \n LoadNull \n Return'],
  ['iterating no local', 'bundle/slot-out-of-locals', LOOP.replace('any 0', 'any 2')],
  ['a jump past the end', 'bundle/illegal-jump', AND.replace('AndThen E', 'AndThen 4')],
  ['a far jump', 'bundle/illegal-jump', AND.replace('AndThen E', 'AndThen 4294967295')],
  ['a jump to itself', 'bundle/illegal-jump', AND.replace('AndThen E', 'AndThen 0')],
  ['a jump behind a prefix', 'bundle/illegal-jump', 'LoadNull \n AndThen 3 \n LoadNull \n Wide 1 \n MakeList 0 \n Return'],
  ['a jump out of a loop', 'bundle/illegal-jump', LOOP.replace('LoadLocal 0', 'LoadNull \n OrElse X').replace('Return', 'X: Return')],
  ['a jump back to the inside', 'bundle/illegal-jump', FOLD.replace('IterFold L', 'M: IterFold M')],
  ['a jump back to the opening', 'bundle/illegal-jump', FOLD.replace('IterFold L', 'IterFold 3')],
  ['a jump back past the start', 'bundle/illegal-jump', FOLD.replace('IterFold L', 'IterFold 60000')],
  ['a jump back to the outer loop', 'bundle/illegal-jump', NESTED.replace('IterTest M', 'IterTest L')],
  ['a filter to the outer loop', 'bundle/illegal-jump', NESTED.replace('IterTest M', 'IterSkip L \n LoadNull \n IterTest M')],
  ['stepping outside of a loop', 'bundle/illegal-loop', 'LoadNull \n IterTest 0 \n Return'],
  ['skipping outside of a loop', 'bundle/illegal-loop', 'LoadNull \n IterSkip 0 \n Return'],
  ['folding outside of a loop', 'bundle/illegal-loop', 'LoadNull \n IterFold 0 \n Return'],
  ['next outside of a loop', 'bundle/illegal-loop', 'LoadNull \n IterNext 1 \n Return'],
  ['closing outside of a loop', 'bundle/illegal-loop', 'IterClose \n Return'],
  ['closing twice', 'bundle/illegal-loop', LOOP.replace('Return', 'IterClose \n Return')],
  ['opening without next', 'bundle/illegal-loop', LOOP.replace('L: IterNext E', 'L: LoadNull \n Pop')],
  ['opening at the end', 'bundle/illegal-loop', 'LoadNull \n IterOpen any 0'],
  ['a second next', 'bundle/illegal-loop', LOOP.replace('LoadLocal 0', 'IterNext E \n LoadLocal 0')],
  ['a fold of a quantifier', 'bundle/illegal-loop', LOOP.replace('IterTest', 'IterFold')],
  ['a test of an aggregate', 'bundle/illegal-loop', FOLD.replace('IterFold', 'IterTest')],
  ['a step before the end', 'bundle/illegal-loop', LOOP.replace('IterTest L', 'IterTest L \n LoadNull \n IterTest L')],
  ['a loop without a step', 'bundle/illegal-loop', LOOP.replace('IterTest L', 'Pop')],
  ['a loop that ends in a filter', 'bundle/illegal-loop', LOOP.replace('IterTest', 'IterSkip')],
  ['a loop without a body', 'bundle/illegal-loop', 'LoadNull \n IterOpen any 0 \n IterNext 1 \n IterClose \n Return'],
  ['a loop that ends elsewhere', 'bundle/illegal-loop', LOOP.replace('E: IterClose', 'IterClose \n E: Pop \n LoadNull')],
  ['taking from nothing', 'bundle/stack-underflow', 'Pop \n LoadNull \n Return'],
  ['adding one', 'bundle/stack-underflow', 'LoadNull \n Add \n Return'],
  ['a list of too many', 'bundle/stack-underflow', 'LoadNull \n MakeList 2 \n Return'],
  ['a list of far too many', 'bundle/stack-underflow', 'LoadNull \n MakeList 4294967295 \n Return'],
  ['returning nothing', 'bundle/stack-underflow', 'Return'],
  ['a stack too deep', 'bundle/stack-overflow', `${'LoadNull \n'.repeat(STACK_MAX + 1)} MakeList ${STACK_MAX + 1} \n Return`],
  ['loops too deep', 'bundle/too-many-iterators', nest(65)],
  ['a jump with another depth', 'bundle/unequal-paths', AND.replace('Truth', 'LoadNull')],
  ['a jump without a value', 'bundle/unequal-paths', 'LoadNull \n AndThen 1 \n LoadNull \n Return'],
  ['a loop that grows', 'bundle/unequal-paths', SKIP.replace('LoadNull', 'LoadNull \n LoadNull')],
  ['a loop that shrinks', 'bundle/unequal-paths', `LoadNull \n ${FOLD.replace('LoadLocal 0', 'LoadLocal 0 \n Add').replace('Return', 'Add \n Return')}`],
  ['a jump into a loop', 'bundle/unequal-paths', `LoadNull \n AndThen E \n ${LOOP}`],
  ['code behind the return', 'bundle/unreachable-code', 'LoadNull \n Return \n LoadNull \n Return'],
  ['two returns', 'bundle/illegal-end', 'LoadNull \n AndThen E \n LoadNull \n Return \n E: Return'],
  ['no return', 'bundle/illegal-end', 'LoadNull'],
  ['no return behind a loop', 'bundle/illegal-end', LOOP.replace('Return', 'Truth')],
  ['two values', 'bundle/illegal-end', 'LoadNull \n LoadNull \n Return'],
  ['an open loop', 'bundle/illegal-end', 'LoadNull \n IterOpen any 0 \n IterNext E \n LoadNull \n Pop \n E: LoadNull \n Return'],
];

void t.test('accepted code', (t) => {
  for (const [what, text] of Object.entries(ACCEPTED)) t.equal(verifyProgram(programOf(text)), null, what);
  t.end();
});

void t.test('refused code', (t) => {
  for (const [what, code, text] of REFUSED) t.equal(verifyProgram(programOf(text))?.code, code, what);
  t.end();
});

void t.test('failures name the unit and the word', (t) => {
  const failure = verifyProgram(programOf('LoadNull \n Not \n Add \n Return'));
  t.same(failure, {
    code: 'bundle/stack-underflow',
    message: 'rule R when has too little on the stack for Add, at 2',
    pc: 2,
  });
  t.equal(verifyProgram(programOf('LoadNull \n Not'))?.pc, 1);
  t.end();
});

void t.test('wide arguments and their limits', (t) => {
  const program = programOf('LoadPath 65535 \n LoadPath 65536 \n LoadPath 70000 \n MakeList 3 \n Return');
  const paths = (count: number) => Array.from({ length: count }, (_, index) => [String(index)]);
  t.equal(verifyProgram({ ...program, paths: paths(70001) }), null);
  t.equal(verifyProgram({ ...program, paths: paths(70000) })?.code, 'bundle/index-out-of-pool');
  t.equal(verifyProgram({ ...program, paths: paths(70000) })?.pc, 4, 'the word behind the prefix');
  t.end();
});

void t.test('a jump may lead to a prefix', (t) => {
  const program = programOf(
    'LoadNull \n OrElse E \n LoadNull \n E: Wide 1 \n StoreLocal 0 \n LoadNull \n Return',
  );
  t.equal(verifyProgram(program)?.code, 'bundle/slot-out-of-locals', 'refused for its operand only');
  t.end();
});

function nest(depth: number): string {
  if (depth === 0) return 'LoadNull \n Return';
  const opens = Array.from(
    { length: depth },
    (_, level) => `LoadNull \n IterOpen any 0 \n L${level}: IterNext E${level} \n`,
  );
  const closes = opens.map((_, level) => `IterTest L${level} \n E${level}: IterClose \n`).reverse();
  return `${opens.join('')} LoadNull \n ${closes.join('')} Return`;
}
