/**
 * The instruction set. This table is the specification: the encoder, decoder, verifier, disassembler and every
 * evaluator derive from it, and nothing else in the project knows a number of an opcode.
 *
 * An instruction is four bytes, little-endian:
 *
 *      0        1        2        3
 *   ┌────────┬────────┬─────────────────┐
 *   │ opcode │ flags  │ argument (u16)  │
 *   └────────┴────────┴─────────────────┘
 *
 * An argument above 65,535 is preceded by `Wide`, whose argument supplies its upper 16 bits. Jumps count
 * instructions from the jump itself (after any `Wide`), forwards or backwards as the opcode says; a backward jump
 * exists only inside an open iterator, so every loop ends with its collection.
 *
 * Effects are written `before → after`, top of stack on the right; `L[n]` is local n, `I` the iterator stack.
 * Booleans coerce one way only: exactly `true` is true.
 *
 * Never renumber or reuse a code: recorded decisions are re-executed from stored bytecode. New ones go to the end.
 */

/** What the argument of an instruction indexes or means. */
export type Operand =
  | 'none'
  | 'string' // index into the string pool
  | 'number' // index into the number pool
  | 'path' // index into the path pool
  | 'constant' // index into the constant pool
  | 'view' // index of a table in an order
  | 'slot' // a local of the running unit
  | 'count' // how many operands to pop
  | 'bit' // 0 or 1
  | 'forward' // jump distance, in instructions, towards higher addresses
  | 'backward' // jump distance, in instructions, towards lower addresses
  | 'high'; // upper 16 bits of the following argument

/** How an instruction leaves: to the next one, elsewhere, either, or not at all. */
export type Flow = 'next' | 'jump' | 'branch' | 'stop';

export interface Opcode {
  readonly code: number;
  readonly name: string;
  readonly operand: Operand;
  /** Names of the flag values, by value; empty when flags must be 0. */
  readonly flags: readonly string[];
  /** Operands taken from the stack when control goes to the next instruction; `count` adds its argument. */
  readonly pops: number;
  readonly pushes: number;
  /** Change of stack depth at the jump target, where it differs from falling through. */
  readonly depthAtTarget: number;
  readonly flow: Flow;
  /** Iterators opened (+1) or closed (−1); `iterating` demands an open one. */
  readonly iterators: -1 | 0 | 1;
  readonly iterating: boolean;
  readonly effect: string;
}

type Options = Partial<Omit<Opcode, 'code' | 'name' | 'effect' | 'pops' | 'pushes'>>;
type Row = readonly [name: string, pops: number, pushes: number, effect: string, options?: Options];

export const BETWEEN_FLAGS = ['[]', '(]', '[)', '()'] as const;
export const QUANTIFIERS = ['any', 'all', 'none'] as const;
export const AGGREGATES = ['sum', 'count', 'avg', 'min', 'max'] as const;
export const ITERATOR_FLAGS = [...QUANTIFIERS, ...AGGREGATES] as const;

const ROWS = [
  // loads
  ['LoadString', 0, 1, '→ strings[n]', { operand: 'string' }],
  ['LoadNumber', 0, 1, '→ numbers[n]', { operand: 'number' }],
  ['LoadBoolean', 0, 1, '→ n == 1', { operand: 'bit' }],
  ['LoadNull', 0, 1, '→ null'],
  ['LoadPath', 0, 1, '→ context at paths[n], null where it does not lead', { operand: 'path' }],
  ['LoadFacts', 0, 1, '→ list of the facts of type strings[n], by key', { operand: 'string' }],
  ['LoadNow', 0, 1, '→ seconds of the instant being decided'],
  ['LoadRound', 0, 1, '→ number of the current round'],
  ['LoadLocal', 0, 1, '→ L[n]', { operand: 'slot' }],
  ['StoreLocal', 1, 0, 'v → ; L[n] := v', { operand: 'slot' }],
  ['LoadField', 1, 1, 'record → record.strings[n], null where absent', { operand: 'string' }],
  ['MakeList', 0, 1, 'v1 … vn → [v1 … vn]', { operand: 'count' }],
  ['Pop', 1, 0, 'v →'],
  // comparison
  ['Equal', 2, 1, 'a b → a == b (kinds first; lists and records by structure)'],
  ['NotEqual', 2, 1, 'a b → a != b'],
  ['Greater', 2, 1, 'a b → a > b (false unless both numbers or both strings)'],
  ['GreaterOrEqual', 2, 1, 'a b → a >= b'],
  ['Less', 2, 1, 'a b → a < b'],
  ['LessOrEqual', 2, 1, 'a b → a <= b'],
  [
    'Between',
    3,
    1,
    'v low high → whether v lies between; flags say which bounds are open',
    { flags: BETWEEN_FLAGS },
  ],
  ['IsNull', 1, 1, 'v → v is null'],
  ['IsNotNull', 1, 1, 'v → v is not null'],
  // membership and text
  ['In', 2, 1, 'v list → v in list'],
  ['NotIn', 2, 1, 'v list → v not in list'],
  ['Contains', 2, 1, 'list v → list contains v; text text → substring'],
  ['NotContains', 2, 1, 'list v → not contains'],
  ['Retains', 2, 1, 'a b → a and b share an element'],
  ['NotRetains', 2, 1, 'a b → not retains'],
  ['SubsetOf', 2, 1, 'a b → both lists, every element of a in b'],
  ['SupersetOf', 2, 1, 'a b → b subset_of a'],
  ['VagueContains', 2, 1, 'list text → some string element has text as a substring'],
  ['StartsWith', 2, 1, 'a b → a starts with b'],
  ['EndsWith', 2, 1, 'a b → a ends with b'],
  // arithmetic: null or a wrong kind in, null out; `+` concatenates when either side is a string
  ['Add', 2, 1, 'a b → a + b'],
  ['Subtract', 2, 1, 'a b → a - b'],
  ['Multiply', 2, 1, 'a b → a * b'],
  ['Divide', 2, 1, 'a b → a / b; by zero: null and a note'],
  ['Modulo', 2, 1, 'a b → a % b, sign of a; by zero: null and a note'],
  ['Negate', 1, 1, 'a → -a'],
  ['Absolute', 1, 1, 'a → |a|'],
  ['Minimum', 2, 1, 'a b → the smaller'],
  ['Maximum', 2, 1, 'a b → the larger'],
  ['Round', 1, 1, 'a → nearest integer, half away from zero'],
  ['Floor', 1, 1, 'a → largest integer not above a'],
  ['Ceiling', 1, 1, 'a → smallest integer not below a'],
  // logic
  ['Truth', 1, 1, 'v → v is true'],
  ['Not', 1, 1, 'v → v is not true'],
  [
    'AndThen',
    1,
    0,
    'v → ; when v is not true: push false, jump',
    { operand: 'forward', flow: 'branch', depthAtTarget: 0 },
  ],
  [
    'OrElse',
    1,
    0,
    'v → ; when v is true: push true, jump',
    { operand: 'forward', flow: 'branch', depthAtTarget: 0 },
  ],
  // iteration: IterOpen; L: IterNext →E; [filter IterSkip →L]; body; IterTest|IterFold →L; E: IterClose
  [
    'IterOpen',
    1,
    0,
    'list → ; I push {list, kind by flags, variable L[n]}; anything but a list is empty',
    { operand: 'slot', flags: ITERATOR_FLAGS, iterators: 1 },
  ],
  [
    'IterNext',
    0,
    0,
    'L[variable] := next element; when there is none, jump',
    { operand: 'forward', flow: 'branch', iterating: true },
  ],
  [
    'IterSkip',
    1,
    0,
    'v → ; when v is not true, jump back to the next element',
    { operand: 'backward', flow: 'branch', iterating: true, depthAtTarget: -1 },
  ],
  [
    'IterTest',
    1,
    0,
    'v → ; jump back unless v decides the quantifier',
    { operand: 'backward', flow: 'branch', iterating: true, depthAtTarget: -1 },
  ],
  [
    'IterFold',
    1,
    0,
    'v → ; fold v into the aggregate, jump back',
    { operand: 'backward', flow: 'jump', iterating: true, depthAtTarget: -1 },
  ],
  [
    'IterClose',
    0,
    1,
    '→ result; I pop; L[variable] keeps the witness of a true quantifier, else gets its earlier value back',
    { iterators: -1, iterating: true },
  ],
  // structure
  ['Wide', 0, 0, 'upper half of the next argument', { operand: 'high' }],
  ['Return', 1, 0, 'v → ; end of the unit, result v', { flow: 'stop' }],
  // constants, tables, patterns
  ['LoadConstant', 0, 1, '→ constants[n]', { operand: 'constant' }],
  ['LoadTable', 0, 1, '→ list of the rows of views[n], as records', { operand: 'view' }],
  [
    'LoadSecret',
    0,
    1,
    '→ the secret that strings[n] refers to, null where it is not resolved',
    { operand: 'string' },
  ],
  ['MakeRecord', 0, 1, 'k1 v1 … kn vn → {k1: v1 … kn: vn}', { operand: 'count' }],
  [
    'Coalesce',
    1,
    0,
    'v → ; when v is not null: push v, jump',
    { operand: 'forward', flow: 'branch', depthAtTarget: 0 },
  ],
  ['Matches', 2, 1, 'text pattern → the pattern is found in the text; a bad pattern is false and a note'],
  ['MatchesPattern', 1, 1, 'text → the pattern strings[n] is found in it', { operand: 'string' }],
] as const satisfies readonly Row[];

export type OpcodeName = (typeof ROWS)[number][0];

export const OPCODES: readonly Opcode[] = ROWS.map((row: Row, code): Opcode => {
  const [name, pops, pushes, effect, options] = row;
  return {
    code,
    name,
    effect,
    pops,
    pushes,
    operand: 'none',
    flags: [],
    flow: 'next',
    iterators: 0,
    iterating: false,
    depthAtTarget: pushes - pops,
    ...options,
  };
});

type Codes = Record<OpcodeName, number>;

/** Code by name: `OP.Add`. */
export const OP: Readonly<Codes> = codesByName();

export const STACK_MAX = 256;
export const LOCALS_MAX = 256;
export const ITERATORS_MAX = 64;

function codesByName(): Codes {
  const codes: Partial<Codes> = {};
  number(codes);
  return codes;
}

/** Makes the assertion true: every name of the table gets its row. */
function number(codes: Partial<Codes>): asserts codes is Codes {
  for (const [code, [name]] of ROWS.entries()) codes[name] = code;
}
