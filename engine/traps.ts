/**
 * Traps: what can go wrong in a program at run time. A trap is a value. It makes the rule it happened in errored
 * (not matched), is written into the decision, and the rest of the decision goes on.
 */
export const TRAPS = {
  'vm/out-of-fuel': 'its loops took more than {max} steps',
  'vm/unit-mismatch': 'amounts in `{left}` and `{right}` do not go together',
  'session/missing-key': 'a fact `{type}` has no key',
  'session/key-too-long': 'the key of a fact `{type}` is longer than {max} bytes',
  'session/invalid-fact': 'fact `{type}`: {reason}',
  'session/invalid-outcome': 'outcome `{type}`: {reason}',
  'session/too-many-facts': 'working memory is full at {max} facts',
} as const;

export type TrapCode = keyof typeof TRAPS;

export interface Trap {
  readonly code: TrapCode;
  readonly message: string;
  /** The rule it happened in. */
  readonly rule: string;
  /** Offsets into the rule text, where an instruction is to blame. */
  readonly span: { readonly start: number; readonly end: number } | null;
}

/** The fault of a rule or arm that has just run. */
export function trapOf(
  { code, values }: { readonly code: TrapCode; readonly values: Readonly<Record<string, string | number>> },
  { name, span }: { readonly name: string; readonly span: Trap['span'] },
): Trap {
  return { code, message: trapMessage(code, values), rule: name, span };
}

export function trapMessage(code: TrapCode, values: Readonly<Record<string, string | number>>): string {
  return TRAPS[code].replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

/** The fault of a machine that has just failed, at the instruction that failed. */
export function faultOf({ program, faultAt, fault }: Faulty, rule: string): Trap {
  const span = { start: program.spans[2 * faultAt] ?? 0, end: program.spans[2 * faultAt + 1] ?? 0 };
  return { code: fault.code, message: trapMessage(fault.code, fault.values), rule, span };
}

interface Faulty {
  readonly program: { readonly spans: Int32Array };
  readonly faultAt: number;
  readonly fault: { readonly code: TrapCode; readonly values: Readonly<Record<string, string | number>> };
}
