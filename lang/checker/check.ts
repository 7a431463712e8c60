/** The checker: modules → what every path means and every expression is, and all that is wrong. */
import type { Diagnostics } from '../diagnostic.ts';
import type { Module } from '../module/link.ts';
import type { Checked } from './checked.ts';
import { checkModule, type ImportedChecks, type ModuleCheck } from './module.ts';
import { checkProgram, type ProgramOptions } from './program.ts';

/** `modules` come after those they import, as `linkModules` gives them. */
export function check(
  modules: Iterable<Module>,
  diagnostics: Diagnostics,
  options: ProgramOptions = {},
): Checked {
  const checks = new Map<string, ModuleCheck>();
  for (const module of modules) checks.set(module.path, checkModule(module, importsOf(module, checks)));
  for (const { findings } of checks.values()) diagnostics.add(findings);
  checkProgram([...checks.values()], options, diagnostics);
  return new Map([...checks].map(([path, { checked }]) => [path, checked]));
}

export function importsOf(module: Module, checks: ReadonlyMap<string, ModuleCheck>): ImportedChecks {
  const imports = [...module.imports].map(([namespace, path]): [string, ModuleCheck | null] => {
    return [namespace, path === null ? null : (checks.get(path) ?? null)];
  });
  return new Map(imports);
}
