/** What is measured beside Arbiter: each peer from its own stored form, and called as it is fastest. */
import type { Context, PlainRule } from '../rules.ts';

export type Params = Readonly<Record<string, unknown>>;

/** The params of every rule that matches. */
export type Decide<Input = Context> = (input: Input) => readonly Params[] | Promise<readonly Params[]>;

export interface Peer<Input = Context> {
  /** The rules as the peer stores them. */
  readonly store: (rules: readonly PlainRule[]) => string;
  readonly load: (stored: string) => Decide<Input>;
}
