/**
 * The check of a test file against the module under test: every name in it exists, expectations stand where they can be
 * answered, and their values are of the declared types. What is given is checked when it is used, so that a case can
 * expect the error.
 */
import type { Name } from '../ast/nodes.ts';
import type { Diagnostics } from '../diagnostic.ts';
import type { Program } from '../bytecode/program.ts';
import type { Span } from '../span.ts';
import type {
  Entry,
  Expectation,
  ExpectOccurrence,
  GivenFact,
  Matcher,
  Scenario,
  StepPart,
  Suite,
  SuiteCase,
} from './ast.ts';
import { checkMatchers } from './check-matchers.ts';
import * as mistakes from './mistakes.ts';
import { type Choice, type Fields, type Surface, surfaceOf, typeAt } from './surface.ts';

interface Check {
  readonly surface: Surface;
  readonly diagnostics: Diagnostics;
}

const SUBJECTS = {
  'expect-action': ['action', 'actions'],
  'expect-fact': ['fact', 'facts'],
  'expect-outcome': ['outcome', 'outcomes'],
} as const;

export function checkSuite(suite: Suite, program: Program, diagnostics: Diagnostics): void {
  const check = { surface: surfaceOf(program), diagnostics };
  const names = new Map<string, Span>();
  for (const each of suite.cases) {
    const { value: name, span } = each.name;
    const first = names.get(name);
    if (first === undefined) names.set(name, span);
    else mistakes.duplicateCase({ first, again: span, name }, diagnostics);
    checkCase(each, check);
  }
}

function checkCase(suiteCase: SuiteCase, check: Check): void {
  if (suiteCase.kind === 'scenario') return checkScenario(suiteCase, check);
  const claims = suiteCase.items.filter(isExpectation);
  if (claims.length === 0) mistakes.noExpectation(suiteCase.name.span, check.diagnostics);
  for (const item of suiteCase.items) if (item.kind === 'given') checkEntries(item.entries, check);
  for (const claim of claims) {
    if (claim.kind === 'expect-fact' || claim.kind === 'expect-outcome')
      misplaced(claim, 'a scenario', check);
    else checkExpectation(claim, check);
  }
}

function checkScenario({ name, items }: Scenario, check: Check): void {
  const steps = items.flatMap((item) => ('items' in item ? item.items : []));
  if (!steps.some(isExpectation)) mistakes.noExpectation(name.span, check.diagnostics);
  let since = 0;
  for (const item of items) {
    if (item.kind === 'given') {
      checkEntries(item.entries, check);
      for (const fact of item.facts) checkFact(fact, check);
    }
    if (item.kind === 'at') {
      if (item.offset.ms < since) mistakes.timeBackwards(item.offset.span, check.diagnostics);
      since = Math.max(since, item.offset.ms);
    }
  }
  for (const item of steps) checkStepPart(item, check);
}

function checkStepPart(item: StepPart, check: Check): void {
  if (item.kind === 'entry') checkEntries([item], check);
  else if (item.kind === 'fact') checkFact(item, check);
  else if (item.kind === 'expect-fact' || item.kind === 'expect-outcome' || item.kind === 'expect-error')
    checkExpectation(item, check);
  else misplaced(item, 'a test', check);
}

function misplaced({ kind, span }: Expectation, where: string, { diagnostics }: Check): void {
  mistakes.misplaced({ what: kind.replace('-', ' '), where, span }, diagnostics);
}

/** Under an `input` the paths of the context are known; `__now` always is. */
function checkEntries(entries: readonly Entry[], { surface, diagnostics }: Check): void {
  const { paths, context } = surface;
  if (paths === null) return;
  for (const { path } of entries) {
    if (path.text === '__now' || path.text.startsWith('partition.')) continue;
    if (typeAt(context, path.text) === undefined)
      mistakes.unknownPath({ name: path.text, span: path.span, known: paths }, diagnostics);
  }
}

function checkFact({ type, fields }: GivenFact, { surface, diagnostics }: Check): void {
  const key = fields.find(({ path }) => path.text === 'key')?.value;
  if (key?.kind !== 'string' || key.value === '') mistakes.missingKey(type, diagnostics);
  const declared = surface.facts.get(type.text);
  if (declared === undefined) {
    const unknown = { name: type.text, span: type.span, known: surface.facts.keys() };
    mistakes.unknownName('fact', unknown, diagnostics);
  }
  for (const { path } of fields)
    if (declared != null && !declared.has(path.text))
      mistakes.unknownField(
        type.text,
        { name: path.text, span: path.span, known: declared.keys() },
        diagnostics,
      );
}

function checkExpectation(claim: Expectation, check: Check): void {
  const { surface, diagnostics } = check;
  switch (claim.kind) {
    case 'expect-rule': {
      const { text, span } = claim.name;
      if (!surface.rules.has(text))
        mistakes.unknownName('rule', { name: text, span, known: surface.rules }, diagnostics);
      return;
    }
    case 'expect-flag':
      return checkChoice({ ...claim, what: 'flag', option: claim.variant, all: surface.flags }, check);
    case 'expect-strategy':
      return checkChoice({ ...claim, what: 'strategy', option: claim.label, all: surface.strategies }, check);
    case 'expect-action':
    case 'expect-fact':
    case 'expect-outcome':
      return checkOccurrence(claim, check);
    case 'expect-error':
      return;
  }
}

interface ChoiceClaim {
  readonly what: 'flag' | 'strategy';
  readonly name: Name;
  readonly option: { readonly value: string | boolean; readonly span: Span } | null;
  readonly matchers: readonly Matcher[];
  readonly span: Span;
  readonly all: ReadonlyMap<string, Choice>;
}

function checkChoice({ what, name, option, matchers, span, all }: ChoiceClaim, { diagnostics }: Check): void {
  if (option === null && matchers.length === 0) mistakes.emptyExpectation(span, diagnostics);
  const found = all.get(name.text);
  if (found === undefined)
    return mistakes.unknownName(what, { name: name.text, span: name.span, known: all.keys() }, diagnostics);
  const { options, fields } = found;
  const value = String(option?.value ?? '');
  if (option !== null && !options.includes(value))
    mistakes.unknownChoice(
      `${what} ${name.text}`,
      { name: value, span: option.span, known: options },
      diagnostics,
    );
  checkMatchers(name.text, { matchers, fields }, diagnostics);
}

function checkOccurrence({ kind, name, matchers }: ExpectOccurrence, { surface, diagnostics }: Check): void {
  const [what, plural] = SUBJECTS[kind];
  const all: ReadonlyMap<string, Fields> = surface[plural];
  const fields = all.get(name.text);
  if (fields === undefined)
    mistakes.unknownName(what, { name: name.text, span: name.span, known: all.keys() }, diagnostics);
  else checkMatchers(name.text, { matchers, fields }, diagnostics);
}

function isExpectation(item: { readonly kind: string }): item is Expectation {
  return item.kind.startsWith('expect-');
}
