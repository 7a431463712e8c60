/** What kind of thing may stand at a place. */
import type { NamedKind } from './entity.ts';
import type { Payload } from './frames.ts';
import type { Words } from './vocabulary.ts';

export type Slot =
  | { readonly kind: 'words'; readonly words: Words }
  | { readonly kind: 'names'; readonly of: NamedKind }
  | {
      readonly kind:
        | 'operand'
        | 'operators'
        | 'columns'
        | 'units'
        | 'modules'
        | 'variants'
        | 'groups'
        | 'paths'
        | 'metadata';
    }
  | { readonly kind: 'dimensions'; readonly type: string }
  | { readonly kind: 'params'; readonly payload: Payload }
  | { readonly kind: 'fields'; readonly fact: string };

export function words(found: Words): Slot {
  return { kind: 'words', words: found };
}
