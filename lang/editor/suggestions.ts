/** What there is to put into a slot. */
import type { Declaration } from '../ast/nodes.ts';
import { kindOf } from '../checker/names.ts';
import { dimensionNames, findUnit, isMoney, unitSymbols } from '../units.ts';
import { fullType } from './describe.ts';
import type { EntityKind, NamedKind } from './entity.ts';
import { declaredBy } from './frames.ts';
import type { Slot } from './slot.ts';
import type { Suggestion } from './suggestion.ts';
import { suggestContext, suggestOperands, typeAcross } from './suggest-operands.ts';
import { summaryOf } from './summary.ts';
import { symbolsOf } from './unit-symbols.ts';
import { columnsAt, declaredFields, lastDeclarations, payloadFields, type Sight } from './visible.ts';
import { FLAG_METADATA, OPERATORS, type Words } from './vocabulary.ts';

export function suggestFor(slot: Slot, sight: Sight): readonly Suggestion[] {
  const { qualifier } = sight.cursor;
  const isPlain = qualifier.length === 0;
  switch (slot.kind) {
    case 'words':
      return isPlain ? wordSuggestions(slot.words) : [];
    case 'names':
      return namesFor(slot.of, sight);
    case 'operand':
      return suggestOperands(sight);
    case 'paths':
      return isPlain ? suggestContext(sight) : suggestOperands(sight);
    case 'operators':
      return isPlain ? operators(sight) : suggestOperands(sight);
    case 'units':
      return units(sight);
    case 'modules':
      return modules(sight);
    case 'variants':
      return variants(sight);
    case 'groups':
      return isPlain ? groups(sight) : [];
    case 'metadata':
      return isPlain
        ? Object.entries(FLAG_METADATA).map(([label, detail]) => ({
            label,
            kind: 'keyword',
            detail,
            text: `${label}: `,
          }))
        : [];
    case 'dimensions':
      return dimensions(slot.type);
    case 'params':
      return isPlain ? params(slot.payload, sight) : [];
    case 'columns':
      return columnsAt(sight).map(({ name, type }) => ({
        label: name,
        kind: 'column',
        detail: fullType(type),
      }));
    case 'fields':
      return declaredFields('fact', slot.fact, sight).map(({ name, type }) => ({
        label: name,
        kind: 'field',
        detail: fullType(type),
      }));
  }
}

function wordSuggestions(found: Words): readonly Suggestion[] {
  return Object.entries(found).map(([label, detail]) => ({ label, kind: 'keyword', detail }));
}

/** Names of a kind as they are written here, or those of the namespace that is written already. */
function namesFor(kind: NamedKind, sight: Sight): readonly Suggestion[] {
  const { cursor, unit } = sight;
  const { names } = unit.check.checking;
  const text = (label: string): string =>
    kind === 'tag' && cursor.within !== 'string' ? `"${label}"` : label;
  const self = cursor.before[1]?.text === 'rule' ? cursor.before[2]?.text : cursor.before[1]?.text;
  const suggestion = (name: string, declaration: Declaration | undefined): Suggestion => ({
    label: name,
    kind,
    detail: declaration === undefined ? '' : (summaryOf(declaration)[0] ?? ''),
    text: text(name),
  });
  const [namespace] = cursor.qualifier;
  if (namespace !== undefined) {
    const module = names.imports.get(namespace);
    return [...(module?.own(kind) ?? [])].map(([name, declaration]) => suggestion(name, declaration));
  }
  const own = new Map([...lastNames(kind, sight), ...names.own(kind)]);
  if (declaredBy(cursor.before) === kind) own.delete(self ?? '');
  const imported = [...names.imports].flatMap(([prefix, module]) =>
    [...(module?.own(kind) ?? [])].map(([name, each]) =>
      suggestion(kind === 'tag' ? name : `${prefix}.${name}`, each),
    ),
  );
  return [...[...own].map(([name, each]) => suggestion(name, each)), ...imported];
}

function lastNames(kind: EntityKind, sight: Sight): readonly [string, Declaration][] {
  return lastDeclarations(sight)
    .filter((each) => kindOf(each) === kind)
    .map((each) => [each.name.text, each]);
}

function operators({ cursor }: Sight): readonly Suggestion[] {
  const { tokens } = cursor.frames.at(-1) ?? { tokens: [] };
  const lookup = tokens.findLastIndex(({ text }) => text === 'lookup');
  const isLookup = lookup !== -1 && !tokens.slice(lookup).some(({ text }) => text === 'else');
  const more = isLookup
    ? {
        where: 'the condition of the rows',
        'order by': 'which row is the first',
        asc: '',
        desc: '',
        else: 'the row for want of another',
      }
    : { for: 'over which elements', where: 'only elements that fit' };
  return wordSuggestions(isLookup ? { ...more, ...OPERATORS } : { ...OPERATORS, ...more });
}

/** Those of the other side's dimension alone, if it has one. */
function units(sight: Sight): readonly Suggestion[] {
  const type = typeAcross(sight);
  const dimension = type?.kind === 'number' ? type.dimension : null;
  const symbols = dimension === null ? [...unitSymbols()].reverse() : symbolsOf(dimension);
  return symbols.map((label) => ({ label, kind: 'unit', detail: findUnit(label)?.dimension ?? '' }));
}

function dimensions(type: string): readonly Suggestion[] {
  const named = dimensionNames().map(
    (label): Suggestion => ({ label, kind: 'type', detail: symbolsOf(label).join(' ') }),
  );
  if (type !== 'decimal') return named;
  const money = [...unitSymbols()].reverse().filter((symbol) => {
    const unit = findUnit(symbol);
    return unit !== undefined && isMoney(unit);
  });
  return [...money.map((label): Suggestion => ({ label, kind: 'unit', detail: 'currency' })), ...named];
}

function modules({ unit, workspace, cursor }: Sight): readonly Suggestion[] {
  const isImport = cursor.before[0]?.text === 'import';
  const quote = cursor.within === 'string' ? '' : '"';
  return [...workspace.files.keys()]
    .filter((path) => path !== unit.path && path !== unit.program.entry)
    .map((path) => ({ path, label: isImport ? path.replace(/\.arb$/, '') : path }))
    .map(({ path, label }) => ({ label, kind: 'module', detail: path, text: quote + label + quote }));
}

/** Of the flag as it last was. */
function variants(sight: Sight): readonly Suggestion[] {
  const { cursor } = sight;
  const name = cursor.before[1]?.text;
  const flag = lastDeclarations(sight).find((each) => each.kind === 'flag' && each.name.text === name);
  if (flag?.kind !== 'flag') return [];
  const served = flag.default === null ? [] : [flag.default.text];
  const labels = new Set([...flag.variants.map((variant) => variant.name.text), ...served]);
  return [...labels].map((label) => ({
    label,
    kind: 'variant',
    detail: `of flag ${flag.name.text}`,
    text: cursor.within === 'string' ? label : `"${label}"`,
  }));
}

function groups({ unit }: Sight): readonly Suggestion[] {
  const found = [...unit.program.modules.values()].flatMap(({ checking }) =>
    checking.names.all('expert-rule').flatMap(({ activationGroup }) => activationGroup?.text ?? []),
  );
  return [...new Set(found)].map((label) => ({ label, kind: 'group', detail: 'activation group' }));
}

/** What must still be given first, then what may be. */
function params(payload: Parameters<typeof payloadFields>[0], sight: Sight): readonly Suggestion[] {
  const tokens = sight.cursor.frames.at(-1)?.tokens ?? [];
  const given = new Set(tokens.filter((_, index) => tokens[index + 1]?.text === ':').map(({ text }) => text));
  const open = payloadFields(payload, sight).filter(({ name }) => !given.has(name));
  const sorted = [...open.filter(({ optional }) => !optional), ...open.filter(({ optional }) => optional)];
  return sorted.map(({ name, optional, type }) => ({
    label: name,
    kind: 'field',
    detail: `${optional ? 'optional ' : ''}${fullType(type)}`,
    text: `${name}: `,
  }));
}
