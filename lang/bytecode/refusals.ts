/**
 * Why a bundle is refused: every code with what it means. A code is a name and is never renamed after a release;
 * each has a test with a bundle that breaks only it.
 */
export const BUNDLE_CODES = {
  'bundle/not-a-bundle': 'the bytes do not begin with the header of a bundle',
  'bundle/format-version': 'the layout is of another version',
  'bundle/reserved-flags': 'a reserved bit of the header is set',
  'bundle/digest-mismatch': 'the bytes are not those that were written',
  'bundle/malformed': 'the payload does not have the layout of a program, or not in its one canonical form',
  'bundle/language-version': 'the program was compiled for a later or for another language',
  'bundle/illegal-number': 'a constant, count or priority is not the kind of number it must be',
  'bundle/illegal-duration': 'a duration is not a whole, non-negative number of milliseconds',
  'bundle/illegal-path': 'a path has no segments',
  'bundle/illegal-span': 'a span leads outside of the source',
  'bundle/duplicate-name': 'a name occurs twice where it must be unique',
  'bundle/unknown-reference': 'a name refers to nothing',
  'bundle/illegal-table': 'a row has more or fewer cells than columns, or a view is of no table',
  'bundle/requires-cycle': 'rules require or exclude each other in a circle',
  'bundle/unsorted': 'a list that must be sorted is not',
  'bundle/undeclared-read': 'code reads facts, clock or round and its rule does not say so',
  'bundle/too-many-locals': 'a unit asks for more locals than there are',
  'bundle/misplaced-unit': 'the units do not cover the code end to end in the order of the program',
  'bundle/unknown-opcode': 'a word is no instruction',
  'bundle/misplaced-wide': 'a wide prefix stands before nothing that takes it, or adds nothing',
  'bundle/illegal-flags': 'an instruction has flags without a meaning',
  'bundle/illegal-argument': 'an instruction has an argument that it does not take',
  'bundle/index-out-of-pool': 'an instruction names a constant that does not exist',
  'bundle/slot-out-of-locals': 'an instruction names a local that its unit does not have',
  'bundle/illegal-jump': 'a jump leaves its unit or its loop, or leads between a prefix and its instruction',
  'bundle/illegal-loop': 'iterator instructions do not have the form of a loop',
  'bundle/stack-underflow': 'an instruction takes more than there is on the stack',
  'bundle/stack-overflow': 'a unit needs a deeper stack than there is',
  'bundle/too-many-iterators': 'loops are nested too deeply',
  'bundle/unequal-paths': 'two ways to one instruction leave different stacks or loops',
  'bundle/unreachable-code': 'no way leads to an instruction',
  'bundle/illegal-end': 'a unit does not end in its only return with one value and no open loop',
} as const;

export type BundleCode = keyof typeof BUNDLE_CODES;
