/** One thing that may be written at a place. */
import type { EntityKind } from './entity.ts';

export type CompletionKind = EntityKind | 'keyword' | 'function' | 'type' | 'unit' | 'value' | 'feature';

export interface Suggestion {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly detail: string;
  /** What is written, when it is not the label. */
  readonly text?: string;
}
