/** `include` to `import`: what the file declares gets its namespace wherever it is used. Only where nothing goes wrong by it. */
import { includedPath } from '../module/files.ts';
import { applyEdits, insert, replace } from './edits.ts';
import { entityKey, type Occurrence, UNDECLARED } from './entity.ts';
import type { Fix, Problem } from './fix.ts';
import { occurrencesIn } from './occurrences.ts';
import type { Unit, Workspace } from './workspace.ts';

/** Of these nothing is referred to by a qualified name. */
const UNQUALIFIED: ReadonlySet<string> = new Set(
  'namespace module field column path local variant payload arm group'.split(' '),
);

export function includeToImport({ finding, unit, workspace }: Problem): readonly Fix[] {
  const declaration = unit.file.declarations.find(
    (each) => each.kind === 'include' && each.path.span.start === finding.span.start,
  );
  if (declaration?.kind !== 'include') return [];
  const included = includedPath(declaration, unit.path);
  const path = included?.replace(/\.arb$/, '') ?? '';
  const namespace = path.split('/').at(-1) ?? '';
  if (included === undefined || !/^[A-Za-z_]\w*$/.test(namespace) || unit.check.module.imports.has(namespace))
    return [];
  const uses = usesOf(included, unit);
  if (uses === undefined) return [];
  const qualified = uses.map(({ span }) => insert(span, span.start, `${namespace}.`));
  const edits = [replace(declaration.span, `import "${path}"`), ...qualified];
  return errorsOf(workspace.fork(applyEdits(workspace, edits))) > errorsOf(workspace)
    ? []
    : [{ title: `Import "${path}" instead`, edits }];
}

/** Where others use what the file declares; `undefined` when the file itself uses what it does not declare. */
function usesOf(included: string, { check }: Unit): readonly Occurrence[] | undefined {
  const occurrences = occurrencesIn(check).filter(({ entity }) => !UNQUALIFIED.has(entity.kind));
  const isInside = ({ span }: Occurrence): boolean => span.source.name === included;
  const declared = new Set(
    occurrences.filter((each) => each.isDeclaration && isInside(each)).map(({ entity }) => entityKey(entity)),
  );
  const isForeign = ({ entity }: Occurrence): boolean =>
    entity.owner !== UNDECLARED && !declared.has(entityKey(entity));
  if (occurrences.some((each) => isInside(each) && isForeign(each))) return undefined;
  return occurrences.filter(
    (each) => !each.isDeclaration && !isInside(each) && declared.has(entityKey(each.entity)),
  );
}

function errorsOf(workspace: Workspace): number {
  return workspace
    .programs()
    .flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error')).length;
}
