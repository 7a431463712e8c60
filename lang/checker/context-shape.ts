/**
 * What is known of the context that a decision reads: the fields that `input` declares and, under their names, those of
 * features. With an input the context is closed; a feature alone closes only what is below its name.
 */
import { type RecordField, type Type } from '../types.ts';
import type { ModuleNames } from './names.ts';
import { recordFields } from './schema.ts';

export interface ContextShape {
  readonly fields: ReadonlyMap<string, RecordField>;
  /** Whether other names are mistakes. */
  readonly isClosed: boolean;
}

/** What the runtime puts beside the data: health of sources and sinks, and the key of the partition. */
export const ENVELOPE_NAMES: ReadonlySet<string> = new Set(['source', 'sink', 'partition']);

/** Of the module and of what it imports. */
export function contextShape(names: ModuleNames): ContextShape {
  const fields = new Map<string, RecordField>();
  let isClosed = false;
  for (const module of [names, ...names.imports.values()]) {
    if (module === null) continue;
    for (const { fields: declared } of module.first('input')) {
      isClosed = true;
      for (const field of recordFields(declared)) add(fields, field);
    }
    for (const { name, fields: declared } of module.first('feature')) {
      const type: Type = { kind: 'record', fields: recordFields(declared) };
      add(fields, { name: name.text, optional: false, type });
    }
  }
  return { fields, isClosed };
}

/** An input and a feature may both say something about one name. */
function add(fields: Map<string, RecordField>, field: RecordField): void {
  const known = fields.get(field.name);
  if (known?.type.kind === 'record' && field.type.kind === 'record') {
    const merged = new Map([...field.type.fields, ...known.type.fields].map((each) => [each.name, each]));
    fields.set(field.name, { ...known, type: { kind: 'record', fields: [...merged.values()] } });
  } else if (known === undefined) {
    fields.set(field.name, field);
  }
}
