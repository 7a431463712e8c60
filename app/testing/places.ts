/** Where parts of a program stand: the file as its reader opens it, line and column. */
import { dirname, join } from 'node:path';
import type { Program } from '#lang';
import { ProgramSources } from '#lang/bytecode/program-source.js';
import type { Place } from './case-text.ts';
import type { FileResult } from './run-file.ts';

type Files = Pick<FileResult, 'module' | 'files'>;

/** The place of an offset into the source of the program. */
export function placesIn(program: Program, files: Files): (offset: number) => Place {
  const sources = new ProgramSources(program);
  return (offset) => ({ file: pathOf(sources.lineOf(offset).file, files), ...sources.positionOf(offset) });
}

/** Imported files are named from the root of the project, which need not be the folder of the module. */
function pathOf(file: string, { module, files }: Files): string {
  if (file === '') return module;
  return files.find((known) => known === file || known.endsWith(`/${file}`)) ?? join(dirname(module), file);
}
