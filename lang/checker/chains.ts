/**
 * Chains between arbiters. The sender names the receiver as it sees it; the receiver, whose module need not import the
 * sender's, may also name the sender as the program does: `source chain://fraud.Detector`.
 */
import { type ModuleNames, qualifiedName } from './names.ts';

const CHAIN = /^chain:\/\/(.*)$/;

/** The program's name of the arbiter that a source chains to; `undefined` for any other source. */
export function chainedArbiter(source: string, names: ModuleNames): string | undefined {
  const [, text] = CHAIN.exec(source) ?? [];
  if (text === undefined) return undefined;
  const found = names.find('arbiter', text);
  return found === undefined ? text : qualifiedName(found);
}
