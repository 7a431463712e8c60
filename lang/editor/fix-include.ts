/** `include` to `import`: what the file declares gets its namespace wherever it is used. Only where nothing goes wrong by it. */
import { includedPath } from '../module/files.ts';
import { applyEdits, insert, replace, type TextEdit } from './edits.ts';
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
  const edits = [replace(declaration.span, `import "${path}"`), ...qualified(included, namespace, unit)];
  return errorsOf(workspace.fork(applyEdits(workspace, edits))) > errorsOf(workspace)
    ? []
    : [{ title: `Import "${path}" instead`, edits }];
}

function qualified(included: string, namespace: string, { check }: Unit): readonly TextEdit[] {
  const occurrences = occurrencesIn(check).filter(({ entity }) => !UNQUALIFIED.has(entity.kind));
  const key = ({ entity }: (typeof occurrences)[number]): string =>
    `${entity.kind} ${entity.owner} ${entity.name}`;
  const declared = new Set(
    occurrences.filter(({ isDeclaration, span }) => isDeclaration && span.source.name === included).map(key),
  );
  return occurrences
    .filter((each) => !each.isDeclaration && each.span.source.name !== included && declared.has(key(each)))
    .map(({ span }) => insert(span, span.start, `${namespace}.`));
}

function errorsOf(workspace: Workspace): number {
  return workspace
    .programs()
    .flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error')).length;
}
