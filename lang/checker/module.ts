/**
 * The check of one module, given those it imports: every path gets a meaning and every expression a type. It reports all
 * mistakes, each once: what is wrong becomes `unknown`, and nothing that is unknown is wrong. What needs the whole
 * program (cycles, arbiters, what nobody uses) is `program.ts`.
 */
import type { Declaration } from '../ast/nodes.ts';
import { type Diagnostic, Diagnostics } from '../diagnostic.ts';
import type { Module } from '../module/link.ts';
import { type CheckedModule, emptyTables } from './checked.ts';
import type { Checking } from './checking.ts';
import { checkConsts } from './consts.ts';
import { contextShape } from './context-shape.ts';
import { warnArithmetic } from './dates.ts';
import { checkExpertRule } from './declarations/expert.ts';
import { checkFlag } from './declarations/flag.ts';
import { checkRule, checkSegment } from './declarations/rule.ts';
import { checkStrategy } from './declarations/strategy.ts';
import { checkTable } from './declarations/table.ts';
import { checkWorker } from './declarations/worker.ts';
import { emptyTag } from './governed-errors.ts';
import { type Exports, exportsOf } from './exports.ts';
import { indexNames, ModuleNames } from './names.ts';
import { checkFields, checkSchema, type Schema, schemaOf, tableSchema } from './schema.ts';

export interface ModuleCheck {
  readonly module: Module;
  readonly checking: Checking;
  readonly checked: CheckedModule;
  readonly exports: Exports;
  /** What was found in this module alone. */
  readonly findings: readonly Diagnostic[];
}

/** `imports` are the checks of the imported modules, by namespace; `null` where there is none. */
export type ImportedChecks = ReadonlyMap<string, ModuleCheck | null>;

export function checkModule(module: Module, imports: ImportedChecks): ModuleCheck {
  const diagnostics = new Diagnostics();
  const { path, declarations } = module;
  const names = new ModuleNames(
    { path, declarations, imports: mapValues(imports, (check) => check?.checking.names ?? null) },
    indexNames(declarations, diagnostics),
  );
  const checking = begin(names, imports, diagnostics);
  checkConsts(checking);
  for (const declaration of declarations) checkDeclaration(declaration, checking);
  warnArithmetic(checking);
  const checked = { path, names, declarations, ...checking.tables };
  return { module, checking, checked, exports: exportsOf(checking), findings: diagnostics.all() };
}

function begin(names: ModuleNames, imports: ImportedChecks, diagnostics: Diagnostics): Checking {
  const known = [...new Set(imports.values())].flatMap((check) => check?.exports ?? []);
  const own = (kind: 'fact' | 'outcome'): [string, Schema][] =>
    names.first(kind).map((each) => [names.qualified(each.name.text), schemaOf(each)]);
  const tables = names
    .first('table')
    .map((each): [string, Schema] => [names.qualified(each.name.text), tableSchema(each)]);
  return {
    diagnostics,
    names,
    tables: emptyTables(),
    facts: new Map([...known.flatMap(({ facts }) => [...facts]), ...own('fact')]),
    outcomes: new Map([...known.flatMap(({ outcomes }) => [...outcomes]), ...own('outcome')]),
    tableSchemas: new Map([...known.flatMap(({ tableSchemas }) => [...tableSchemas]), ...tables]),
    shape: contextShape(names),
    constTypes: new Map(known.flatMap(({ constTypes }) => [...constTypes])),
    constExtents: new Map(known.flatMap(({ constExtents }) => [...constExtents])),
    used: new Set(),
    undeclared: new Set(),
  };
}

/** Consts are checked before and arbiters after everything else, because they look at all of it. */
function checkDeclaration(declaration: Declaration, checking: Checking): void {
  switch (declaration.kind) {
    case 'input':
    case 'feature': {
      const owner = { kind: declaration.kind, name: declaration.name.text };
      return checkFields(owner, declaration.fields, checking.diagnostics);
    }
    case 'fact':
    case 'outcome':
      return checkSchema(declaration, checking.diagnostics);
    case 'table':
      return checkTable(declaration, checking);
    case 'tag':
      for (const name of declaration.names) if (name.text === '') emptyTag(name.span, checking.diagnostics);
      return;
    case 'segment':
      return checkSegment(declaration, checking);
    case 'rule':
      return checkRule(declaration, checking);
    case 'strategy':
      return checkStrategy(declaration, checking);
    case 'flag':
      return checkFlag(declaration, checking);
    case 'expert-rule':
      return checkExpertRule(declaration, checking);
    case 'worker':
      return checkWorker(declaration, checking);
    case 'const':
    case 'include':
    case 'import':
    case 'arbiter':
    case 'broken':
      return;
  }
}

function mapValues<Key, From, To>(
  map: ReadonlyMap<Key, From>,
  change: (value: From) => To,
): ReadonlyMap<Key, To> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
