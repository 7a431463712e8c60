/** What binds names and then decides: the lets of a block or body, and the condition after them. */
import type { Block, Let } from '../ast/nodes.ts';
import { boundAgain, letWithoutCondition } from './errors.ts';
import { infer, inferCondition, type Place } from './infer.ts';

/** Lets, in order, then the condition. */
export function inferBlock(block: Block, owner: string, place: Place): void {
  inferLets(block.lets, place);
  if (block.condition !== null) inferCondition(block.condition, owner, place);
  else checkLastLet(block.lets, place);
}

/** Without a condition a block is true. After a `let` that took the comparison too, this is not what was meant. */
function checkLastLet(lets: readonly Let[], { checking }: Place): void {
  const last = lets.at(-1);
  if (last !== undefined && checking.tables.types.get(last.value)?.kind === 'boolean')
    letWithoutCondition(last.name, checking.diagnostics);
}

export function inferLets(lets: readonly Let[], { scope, checking }: Place): void {
  for (const { name, value } of lets) scope.bind(name.text, infer(value, scope, checking));
  boundAgain(
    lets.map(({ name }) => name),
    checking.diagnostics,
  );
}
