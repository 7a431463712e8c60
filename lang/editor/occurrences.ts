/** All names that occur in the files of a module, in the order of the text. */
import type { ModuleCheck } from '../checker/module.ts';
import type { Tables } from '../checker/checked.ts';
import { collectDeclaration } from './collect-declaration.ts';
import { Collector } from './collector.ts';
import type { Occurrence } from './entity.ts';
import { touches } from './places.ts';
import type { Unit } from './workspace.ts';

/** For as long as a check holds: its tables are what the meaning of names was found from. */
const KNOWN = new WeakMap<Tables, readonly Occurrence[]>();

export function occurrencesIn(check: ModuleCheck): readonly Occurrence[] {
  const { tables } = check.checking;
  const known = KNOWN.get(tables);
  if (known !== undefined) return known;
  const into = new Collector(check);
  for (const declaration of check.module.declarations) collectDeclaration(declaration, into);
  const found = into.occurrences();
  KNOWN.set(tables, found);
  return found;
}

/** Those in one file of its module. */
export function occurrencesOf({ path, check }: Unit): readonly Occurrence[] {
  return occurrencesIn(check).filter(({ span }) => span.source.name === path);
}

/** The name that an offset is in, or stands right behind. */
export function occurrenceAt(unit: Unit, offset: number): Occurrence | undefined {
  const found = occurrencesOf(unit).filter(({ span }) => touches(span, offset));
  return found.find(({ span }) => span.start === offset) ?? found[0];
}
