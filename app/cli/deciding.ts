/** The flags of commands that decide one context: about what, at which instant, governed how. */
import type { DecideOptions } from '#engine';
import { environmentSecrets } from '../secrets.ts';
import type { Flags } from './command.ts';
import { CONTEXT_OPTIONS, CONTEXT_FLAG, contextFlag, instantFlag, NOW_FLAG } from './context.ts';
import {
  type Governing,
  governingFlags,
  OVERRIDE_FLAGS,
  OVERRIDE_OPTIONS,
  TRACE_FLAG,
  TRACE_OPTION,
  traceFlag,
} from './governing.ts';

export const DECIDING_FLAGS = [CONTEXT_FLAG, NOW_FLAG, ...OVERRIDE_FLAGS, TRACE_FLAG] as const;
export const DECIDING_OPTIONS = { ...CONTEXT_OPTIONS, ...OVERRIDE_OPTIONS, ...TRACE_OPTION } as const;

export interface Deciding extends Omit<DecideOptions, 'limits' | 'overrides'>, Governing {
  /** The context, before the program says what its fields are. */
  readonly data: unknown;
}

export async function decidingFlags(flags: Flags): Promise<Deciding> {
  return {
    data: await contextFlag(flags),
    nowSeconds: Math.floor(instantFlag(flags) / 1000),
    ...(await governingFlags(flags)),
    trace: traceFlag(flags),
    secrets: environmentSecrets(),
  };
}
