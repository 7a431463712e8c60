/** "Did you mean", for the end of a sentence about a name that nothing has. */
import { nearest } from '#lang/suggest.js';

/** Empty when no known name is near enough. */
export function suggestion(name: string, known: Iterable<string>): string {
  const meant = nearest(name, known);
  return meant === undefined ? '' : ` (did you mean \`${meant}\`?)`;
}
