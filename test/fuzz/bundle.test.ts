/**
 * The decoder and the verifier against bytes that are wrong on purpose. Goal: any bytes give a verified program or a
 * refusal, never an exception, and what is accepted holds at run time. Method: bundles of generated programs are
 * changed behind a digest that is made right again, so that the changes reach layout and verifier; accepted ones
 * are encoded again and walked at random.
 */
import { isDeepStrictEqual } from 'node:util';
import fc, { type Arbitrary } from 'fast-check';
import t from 'tap';
import { decodeProgram } from '#lang/bytecode/decode.js';
import { disassemble } from '#lang/bytecode/disassemble.js';
import { encodeProgram } from '#lang/bytecode/encode.js';
import { OPCODES } from '#lang/bytecode/opcodes.js';
import type { Program } from '#lang/bytecode/program.js';
import { BUNDLE_CODES } from '#lang/bytecode/refusals.js';
import { unitsOf } from '#lang/bytecode/units.js';
import { arbitraryProgram } from '../harness/arbitrary-program.ts';
import { sampleProgram } from '../harness/programs.ts';
import { chanceOf, walk } from '../harness/random-walk.ts';
import { payloadOf, seal } from '../harness/seal.ts';

/** How often each answer was given, so that a test can tell that it tested something. */
type Tally = Map<string, number>;

/** Whether the answer is a right one, whatever it is. */
function isRight(bundle: Uint8Array, tally: Tally): boolean {
  const decoded = decodeProgram(bundle);
  const answer = decoded.kind === 'refused' ? decoded.code : 'accepted';
  tally.set(answer, (tally.get(answer) ?? 0) + 1);
  if (decoded.kind === 'refused')
    return decoded.reason.length > 0 && Object.hasOwn(BUNDLE_CODES, decoded.code);
  const { program } = decoded;
  return (
    isDeepStrictEqual(encodeProgram(program), bundle) && runs(program) && disassemble(program).length > 0
  );
}

function runs(program: Program): boolean {
  const chance = chanceOf(program.spans.length);
  for (const unit of unitsOf(program)) {
    for (let time = 0; time < 4; time++) if (walk(program, unit, chance) !== null) return false;
  }
  return true;
}

function fuzz<Value>(
  values: Arbitrary<Value>,
  numRuns: number,
  bundleOf: (value: Value) => Uint8Array,
): Tally {
  const tally: Tally = new Map();
  fc.assert(
    fc.property(values, (value) => isRight(bundleOf(value), tally)),
    { seed: 35, numRuns },
  );
  return tally;
}

const accepted = (tally: Tally): number => tally.get('accepted') ?? 0;

/** Evenly over the whole: doubles are drawn by exponent, which is nearly always the first byte. */
const place = fc.nat(999_999).map((part) => part / 1_000_000);
const nearby = fc.constantFrom(0, 1, 2, 0x7f, 0x80, 0xff);
const edit = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at: place, byte: fc.oneof(nearby, fc.nat(255)) }),
  fc.record({ kind: fc.constant('add' as const), at: place, by: fc.constantFrom(-1, 1) }),
  fc.record({ kind: fc.constant('insert' as const), at: place, byte: fc.oneof(nearby, fc.nat(255)) }),
  fc.record({ kind: fc.constant('remove' as const), at: place, count: fc.integer({ min: 1, max: 8 }) }),
  fc.record({ kind: fc.constant('repeat' as const), at: place, count: fc.integer({ min: 1, max: 64 }) }),
);
type Edit = typeof edit extends Arbitrary<infer Value> ? Value : never;

function edited(payload: Uint8Array, each: Edit): Uint8Array {
  const bytes = [...payload];
  const at = Math.floor(each.at * bytes.length);
  if (each.kind === 'set') bytes[at] = each.byte;
  if (each.kind === 'add') bytes[at] = ((bytes[at] ?? 0) + each.by) & 0xff;
  if (each.kind === 'insert') bytes.splice(at, 0, each.byte);
  if (each.kind === 'remove') bytes.splice(at, each.count);
  if (each.kind === 'repeat') bytes.splice(at, 0, ...bytes.slice(at, at + each.count));
  return Uint8Array.from(bytes);
}

void t.test('random bytes', (t) => {
  const tally = fuzz(fc.uint8Array({ maxLength: 200 }), 2000, (bytes) => bytes);
  t.same([...tally.keys()], ['bundle/not-a-bundle']);
  t.end();
});

void t.test('random payloads', (t) => {
  const tally = fuzz(fc.uint8Array({ maxLength: 200 }), 2000, seal);
  t.same([...tally.keys()], ['bundle/malformed']);
  t.end();
});

void t.test('edited payloads', (t) => {
  const edits = fc.tuple(arbitraryProgram, fc.array(edit, { minLength: 1, maxLength: 3 }));
  const tally = fuzz(edits, 1500, ([program, all]) =>
    seal(all.reduce(edited, payloadOf(encodeProgram(program)))),
  );
  t.ok(accepted(tally) > 30, `${accepted(tally)} accepted`);
  t.ok(tally.size > 8, [...tally.keys()].join(' '));
  t.end();
});

void t.test('every byte of a payload, one up and one down', (t) => {
  const payload = payloadOf(encodeProgram(sampleProgram()));
  const tally: Tally = new Map();
  for (const at of payload.keys()) {
    for (const by of [1, 255]) {
      const bytes = payload.map((byte, index) => (index === at ? (byte + by) & 0xff : byte));
      if (!isRight(seal(bytes), tally)) t.fail(`byte ${at} by ${by}`);
    }
  }
  t.ok(accepted(tally) > 100, `${accepted(tally)} accepted`);
  t.end();
});

void t.test('edited code', (t) => {
  const change = fc.record({
    at: place,
    opcode: fc.nat(OPCODES.length),
    flags: fc.nat(8),
    argument: fc.nat(12),
  });
  const part = fc.constantFrom('opcode', 'flags', 'argument', 'all');
  const edits = fc.tuple(arbitraryProgram, fc.array(fc.tuple(change, part), { minLength: 1, maxLength: 2 }));
  const tally = fuzz(edits, 2500, ([program, all]) => {
    const code = Int32Array.from(program.code);
    for (const [{ at, opcode, flags, argument }, which] of all) {
      const pc = Math.floor(at * code.length);
      const word = code[pc] ?? 0;
      if (which === 'opcode') code[pc] = (word & ~0xff) | opcode;
      else if (which === 'flags') code[pc] = (word & ~0xff00) | (flags << 8);
      else if (which === 'argument') code[pc] = (word & 0xffff) | (argument << 16);
      else code[pc] = opcode | (flags << 8) | (argument << 16);
    }
    return encodeProgram({ ...program, code });
  });
  t.ok(accepted(tally) > 150, `${accepted(tally)} accepted`);
  for (const code of [
    'stack-underflow',
    'illegal-jump',
    'illegal-loop',
    'unequal-paths',
    'illegal-end',
    'misplaced-wide',
  ])
    t.ok(tally.has(`bundle/${code}`), code);
  t.end();
});

void t.test('random code', (t) => {
  const word = fc
    .tuple(fc.nat(OPCODES.length - 1), fc.constantFrom(0, 0, 0, 1, 3), fc.constantFrom(0, 0, 1, 2, 3, 4, 5))
    .map(([opcode, flags, argument]) => opcode | (flags << 8) | (argument << 16));
  const [rule] = sampleProgram().rules;
  const tally = fuzz(fc.array(word, { maxLength: 8 }), 8000, (words) => {
    const code = Int32Array.from(words);
    const when = { segment: null, code: { start: 0, length: code.length }, locals: 3 };
    const rules =
      rule === undefined
        ? []
        : [{ ...rule, when, then: { name: 'A', lets: null, params: [] }, otherwise: null }];
    const spans = new Int32Array(2 * code.length);
    return encodeProgram({
      ...sampleProgram(),
      code,
      spans,
      rules,
      segments: [],
      strategies: [],
      flags: [],
      expertRules: [],
      arbiters: [],
    });
  });
  t.ok(tally.size > 8, [...tally.entries()].join(' '));
  t.end();
});
