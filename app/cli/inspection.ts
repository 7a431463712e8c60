/**
 * What is in a bundle, for people and as JSON. Counts and declarations are read off the program's own lists, whatever
 * they are, so that nothing a program holds is left out.
 */
import type { Program } from '#lang';
import { FORMAT_VERSION } from '#lang/bytecode/layout.js';
import { visible } from '#lang/report/visible.js';
import { idOf } from '../audit-file.ts';
import type { LoadedProgram } from '../load.ts';

export interface Inspection {
  readonly formatVersion: number;
  readonly languageVersion: string;
  readonly name: string;
  /** Of name and source, see `bundleId`. */
  readonly id: string;
  readonly digest: string;
  readonly gzip: boolean;
  readonly signedBy: string | null;
  readonly bytes: { readonly file: number; readonly bundle: number; readonly source: number };
  readonly counts: Readonly<Record<string, number>>;
  readonly declarations: Readonly<Record<string, readonly string[]>>;
}

export function inspectionOf({ program, bytes, digest, envelope }: LoadedProgram): Inspection {
  const { languageVersion, name, source } = program;
  return {
    formatVersion: FORMAT_VERSION,
    languageVersion,
    name,
    id: idOf(program),
    digest,
    gzip: envelope?.gzip ?? false,
    signedBy: envelope?.signedBy ?? null,
    bytes: {
      file: envelope?.bytes ?? bytes.length,
      bundle: bytes.length,
      source: Buffer.byteLength(source),
    },
    counts: countsOf(program),
    declarations: declarationsOf(program),
  };
}

export function inspectionLines(inspection: Inspection): readonly string[] {
  const { formatVersion, languageVersion, name, id, digest, bytes, counts, declarations } = inspection;
  const rows: readonly (readonly [label: string, value: string])[] = [
    ['name', name],
    ['versions', `format ${formatVersion}, language ${languageVersion}`],
    ['digest', digest],
    ['id', id],
    ['envelope', envelopeText(inspection)],
    ['bytes', `${bytes.file} in the file, ${bytes.bundle} in the bundle, ${bytes.source} of source`],
    ['holds', listed(Object.entries(counts).map(([kind, count]) => `${count} ${kind}`))],
    ...Object.entries(declarations).map(([kind, names]) => [kind, listed(names)] as const),
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${label.padEnd(width)}  ${visible(value)}`);
}

function countsOf(program: Program): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(program).flatMap(([kind, value]: [string, unknown]) =>
      Array.isArray(value) || value instanceof Int32Array ? [[kind, value.length]] : [],
    ),
  );
}

/** Of every list whose entries have names. */
function declarationsOf(program: Program): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(program).flatMap(([kind, value]: [string, unknown]) => {
      const names = Array.isArray(value) ? value.flatMap(nameOf) : [];
      return names.length === 0 ? [] : [[kind, names]];
    }),
  );
}

function nameOf(entry: unknown): readonly string[] {
  const isNamed = typeof entry === 'object' && entry !== null && 'name' in entry;
  return isNamed && typeof entry.name === 'string' ? [entry.name] : [];
}

function envelopeText({ gzip, signedBy }: Inspection): string {
  const parts = [...(gzip ? ['gzip'] : []), ...(signedBy === null ? [] : [`signed by ${signedBy}`])];
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function listed(texts: readonly string[]): string {
  return texts.join(', ');
}
