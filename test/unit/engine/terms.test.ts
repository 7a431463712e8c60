/** Code as a tree, where it has one: the verifier accepts more than a compiler writes, and all of it decides alike. */
import t from 'tap';
import { decideRules } from '#engine/decide/rules.js';
import { readBody } from '#engine/vm/terms.js';
import { Machine } from '#engine/vm/machine.js';
import { compile, type Program } from '#lang';
import { packInstruction } from '#lang/bytecode/instruction.js';
import { OP, type OpcodeName } from '#lang/bytecode/opcodes.js';
import { verifyProgram } from '#lang/bytecode/verify.js';

type Step = readonly [name: OpcodeName, argument?: number, flags?: number];

/** A rule whose condition is the given code. */
function programOf(steps: readonly Step[], locals = 0): Program {
  const { program } = compile({ name: 'a.arb', text: 'rule R { when { a == b } then A {} }' }, 'a');
  const [rule] = program?.rules ?? [];
  if (program === null || rule === undefined) throw new Error('the program does not compile');
  const words = steps.flatMap(([name, argument = 0, flags = 0]) =>
    packInstruction({ code: OP[name], argument, flags }),
  );
  const code = { start: 0, length: words.length };
  return {
    ...program,
    code: Int32Array.from(words),
    spans: new Int32Array(2 * words.length),
    rules: [{ ...rule, when: { ...rule.when, code, locals } }],
  };
}

function decide(program: Program, context: Record<string, boolean>): boolean {
  const machine = new Machine(program);
  machine.provide({ context, nowSeconds: 0, round: 0, facts: () => [] }, 100);
  machine.begin(1);
  const range = { start: 0, length: program.code.length };
  const [direct, planned] = [machine.run(range) === true, machine.conditions.holds(range)];
  if (direct !== planned) throw new Error(`run says ${direct}, its plan ${planned}`);
  return planned;
}

const CONTEXTS = [{}, { a: true }, { b: true }, { a: true, b: true }];

void t.test('a jump that leaves its own operand has no tree, and is decided as it runs', (t) => {
  // a AndThen → the end; b OrElse → the end: the second jump ends where the first does, within its operand.
  const nested = programOf([
    ['LoadPath', 0],
    ['AndThen', 4],
    ['LoadPath', 1],
    ['OrElse', 2],
    ['LoadBoolean', 0],
    ['Return'],
  ]);
  // a AndThen → b; …: the inner jump lands behind the outer one.
  const crossing = programOf([
    ['LoadPath', 0],
    ['AndThen', 4],
    ['LoadPath', 1],
    ['OrElse', 3],
    ['LoadBoolean', 1],
    ['Not'],
    ['Return'],
  ]);
  for (const program of [nested, crossing]) t.equal(verifyProgram(program), null);
  t.ok(readBody(nested.code, { start: 0, length: nested.code.length }));
  t.equal(readBody(crossing.code, { start: 0, length: crossing.code.length }), null);
  t.same(
    CONTEXTS.map((context) => decide(nested, context)),
    [false, false, false, true],
  );
  t.same(
    CONTEXTS.map((context) => decide(crossing, context)),
    [true, false, true, true],
  );
  t.end();
});

void t.test('an operand that takes from below its own start has no tree', (t) => {
  const program = programOf([
    ['LoadBoolean', 1],
    ['LoadPath', 0],
    ['AndThen', 4],
    ['Not'],
    ['LoadPath', 1],
    ['Not'],
    ['Equal'],
    ['Return'],
  ]);
  t.equal(readBody(program.code, { start: 0, length: program.code.length }), null);
  if (verifyProgram(program) === null)
    for (const context of CONTEXTS) t.doesNotThrow(() => decide(program, context));
  t.end();
});

void t.test('nesting deeper than the language allows has no tree, and no deep stack', (t) => {
  const depth = 20_000;
  const steps: Step[] = [];
  for (let level = 0; level < depth; level++) steps.push(['LoadPath', 0], ['AndThen', 2 * (depth - level)]);
  steps.push(['LoadBoolean', 1], ['Return']);
  const program = programOf(steps);
  t.equal(readBody(program.code, { start: 0, length: program.code.length }), null);
  t.equal(decide(program, { a: true }), true);
  t.equal(decide(program, {}), false);
  t.end();
});

void t.test('a let is stored before the condition is asked, and again each time', (t) => {
  const program = programOf(
    [
      ['LoadPath', 0],
      ['StoreLocal', 0],
      ['LoadLocal', 0],
      ['AndThen', 3],
      ['LoadPath', 1],
      ['Truth'],
      ['Return'],
    ],
    1,
  );
  t.equal(verifyProgram(program), null);
  t.equal(readBody(program.code, { start: 0, length: program.code.length })?.start, 2);
  t.same(
    CONTEXTS.map((context) => decide(program, context)),
    [false, false, false, true],
  );
  t.end();
});

void t.test('a pattern that is none leaves its note with every rule that asks for it', (t) => {
  const rules = 'rule A { when { a matches "x" } then X {} }\nrule B { when { a matches "x" } then X {} }';
  const { program } = compile({ name: 'a.arb', text: rules }, 'a');
  if (program === null) throw new Error('the program does not compile');
  const strings = program.strings.map((text) => (text === 'x' ? '(' : text));
  const { arbitrace } = decideRules({ ...program, strings }, { a: 'x' }, { nowSeconds: 0 });
  const notes = arbitrace.map(({ detail }) => detail.endsWith('(1 patterns were none)'));
  t.same(notes, [true, true]);
  t.end();
});
