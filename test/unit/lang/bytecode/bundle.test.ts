/** Bundles: what is written is read back, and nothing else is read. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import { type Decoded, decodeProgram } from '#lang/bytecode/decode.js';
import { bundleDigest, encodeProgram, HEADER } from '#lang/bytecode/encode.js';
import { instructionsOf } from '#lang/bytecode/instruction.js';
import { OPCODES } from '#lang/bytecode/opcodes.js';
import type { Program } from '#lang/bytecode/program.js';
import { unitsOf } from '#lang/bytecode/units.js';
import { verifyProgram } from '#lang/bytecode/verify.js';
import { arbitraryProgram } from '../../../harness/arbitrary-program.ts';
import { programOf, sampleProgram } from '../../../harness/programs.ts';
import { chanceOf, walk } from '../../../harness/random-walk.ts';
import { payloadOf, seal } from '../../../harness/seal.ts';

const SAMPLE = encodeProgram(sampleProgram());

function codeOf(decoded: Decoded): string {
  return decoded.kind === 'refused' ? decoded.code : 'accepted';
}

function changed(offset: number, change: (byte: number) => number): Uint8Array {
  return SAMPLE.map((byte, index) => (index === offset ? change(byte) : byte));
}

function holds(property: fc.IProperty<[Program]>, numRuns: number): string {
  const { failed, counterexample, errorInstance } = fc.check(property, { seed: 35, numRuns });
  return failed ? JSON.stringify({ counterexample, error: String(errorInstance) }) : 'holds';
}

void t.test('decode ∘ encode = id', (t) => {
  const isKept = fc.property(arbitraryProgram, (program) => {
    const decoded = decodeProgram(encodeProgram(program));
    return decoded.kind === 'program' && isDeepStrictEqual(decoded.program, program);
  });
  t.equal(holds(isKept, 300), 'holds');
  t.strictSame(decodeProgram(SAMPLE), {
    kind: 'program',
    program: sampleProgram(),
    digest: bundleDigest(SAMPLE),
  });
  t.end();
});

void t.test('generated programs are verified, run to their ends, and use every instruction', (t) => {
  const seen = new Set<string>();
  const runs = fc.property(arbitraryProgram, (program) => {
    const units = unitsOf(program);
    for (const { range } of units) {
      for (const { opcode } of instructionsOf(program.code, range)) seen.add(opcode.name);
    }
    const chance = chanceOf(program.code.length);
    return verifyProgram(program) === null && units.every((unit) => walk(program, unit, chance) === null);
  });
  t.equal(holds(runs, 500), 'holds');
  const unseen = OPCODES.map(({ name }) => name).filter((name) => !seen.has(name));
  t.same(unseen, ['Pop', 'Wide'], 'only what no compiler emits for small programs is missing');
  t.end();
});

void t.test('a bundle is a function of its program', (t) => {
  t.strictSame(encodeProgram(sampleProgram()), SAMPLE);
  const inside = Buffer.from(SAMPLE.subarray(HEADER.digest, HEADER.payload)).toString('hex');
  t.match(inside, /^[0-9a-f]{64}$/);
  t.not(inside, bundleDigest(SAMPLE), 'what it is called is not what it carries');
  t.strictSame([...SAMPLE.subarray(0, HEADER.digest)], [0x41, 0x52, 0x42, 0x42, 2, 0, 0, 0]);
  t.end();
});

void t.test('every byte counts: one flip of each is refused', (t) => {
  for (let offset = 0; offset < SAMPLE.length; offset++) {
    const bundle = changed(offset, (byte) => byte ^ (1 << (offset % 8)));
    if (decodeProgram(bundle).kind !== 'refused') t.fail(`byte ${offset}`);
  }
  t.end();
});

void t.test('every value counts: all others of some bytes are refused', (t) => {
  const sampled = [...SAMPLE.keys()].filter((offset) => offset < HEADER.payload || offset % 16 === 0);
  for (const offset of sampled) {
    for (let other = 1; other < 256; other++) {
      const bundle = changed(offset, (byte) => byte ^ other);
      if (decodeProgram(bundle).kind !== 'refused') t.fail(`byte ${offset} xor ${other}`);
    }
  }
  t.end();
});

void t.test('every length counts', (t) => {
  for (let length = 0; length < SAMPLE.length; length++) {
    if (decodeProgram(SAMPLE.subarray(0, length)).kind !== 'refused') t.fail(`cut to ${length}`);
    const payload = payloadOf(SAMPLE).subarray(0, length);
    const isWhole = length === SAMPLE.length - HEADER.payload;
    if (!isWhole && length < SAMPLE.length - HEADER.payload)
      if (codeOf(decodeProgram(seal(payload))) !== 'bundle/malformed') t.fail(`payload cut to ${length}`);
  }
  t.equal(codeOf(decodeProgram(Uint8Array.of(...SAMPLE, 0))), 'bundle/digest-mismatch');
  t.equal(codeOf(decodeProgram(seal(Uint8Array.of(...payloadOf(SAMPLE), 0)))), 'bundle/malformed');
  t.end();
});

void t.test('refusals by code', (t) => {
  t.equal(codeOf(decodeProgram(new Uint8Array())), 'bundle/not-a-bundle');
  t.equal(codeOf(decodeProgram(Buffer.from('rule R { then A { } }'))), 'bundle/not-a-bundle');
  t.equal(codeOf(decodeProgram(changed(HEADER.version, () => 1))), 'bundle/format-version');
  t.equal(codeOf(decodeProgram(changed(HEADER.flags, () => 1))), 'bundle/reserved-flags');
  t.equal(codeOf(decodeProgram(changed(HEADER.digest, (byte) => byte ^ 1))), 'bundle/digest-mismatch');
  t.equal(codeOf(decodeProgram(encodeProgram(programOf('LoadNull')))), 'bundle/illegal-end');
  t.same(decodeProgram(seal(Uint8Array.of(3, 0x31, 0x2e, 0x38, 0xff))), {
    kind: 'refused',
    code: 'bundle/malformed',
    reason: 'expected a byte at byte 45',
  });
  t.end();
});

void t.test('types nest as deep as the layout says', (t) => {
  const nested = (levels: number): Program => {
    const lists = JSON.parse(
      `${'{"kind":"list","element":'.repeat(levels)}{"kind":"string"}${'}'.repeat(levels)}`,
    );
    return {
      ...sampleProgram(),
      outcomes: [{ name: 'Alert', fields: [{ name: 'deep', optional: false, type: lists }] }],
    };
  };
  t.equal(codeOf(decodeProgram(encodeProgram(nested(8)))), 'accepted');
  t.equal(codeOf(decodeProgram(encodeProgram(nested(9)))), 'bundle/malformed');
  t.end();
});

void t.test('bundles are found inside of larger buffers', (t) => {
  const larger = new Uint8Array(SAMPLE.length + 13);
  larger.set(SAMPLE, 7);
  t.equal(codeOf(decodeProgram(larger.subarray(7, 7 + SAMPLE.length))), 'accepted');
  t.end();
});
