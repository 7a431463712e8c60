/**
 * Folding changes nothing that can be seen: random expressions over literals, consts and a few values of the context decide
 * the same with it and without, down to the divisions by zero that a trace counts. Fixed seed.
 */
import fc, { type Arbitrary } from 'fast-check';
import t from 'tap';
import { contextFromJson } from '#engine/context.js';
import { decideRules } from '#engine/decide/rules.js';
import { prepare } from '#engine/prepared.js';
import { compileFiles, type Program } from '#lang';
import { filesOf } from '#lang/module/files.js';

const SEED = 20_260_101;
const RUNS = 2_000;
const NOW_SECONDS = 1_767_225_600;

/** Values of `x` and `y`, whose kinds the checker does not know. */
const CONTEXTS = [{}, { x: 2, y: -0 }, { x: true, y: 'a' }, { x: '2', y: [1, 'a'] }, { x: [], y: { a: 1 } }];

const NUMBERS = [
  '0',
  '-0',
  '1',
  '2',
  '0.1',
  '0.2',
  '-7',
  '1e308',
  '-1e308',
  '5e-324',
  '1e21',
  '9007199254740993',
];
const TEXTS = ['""', '"a"', '"ab"', '"A"', '"10"', '"9"', '"\\d"', '"￮"', '"😀"'];
const TIMES = ['5m', '300 s', '5 min', '1 hr', '0 s'];

type Sorts = {
  readonly number: string;
  readonly text: string;
  readonly boolean: string;
  readonly list: string;
  readonly money: string;
  readonly value: string;
};

/** `?` stands for an operand. */
function form(shape: string, ...operands: readonly Arbitrary<string>[]): Arbitrary<string> {
  return fc.tuple(...operands).map((parts) => {
    const rest = [...parts];
    return shape.replace(/\?/g, () => rest.shift() ?? '');
  });
}

function binary(
  left: Arbitrary<string>,
  operators: readonly string[],
  right: Arbitrary<string>,
): Arbitrary<string> {
  return form('(? ? ?)', left, fc.constantFrom(...operators), right);
}

const COMPARISONS = ['==', '!=', '>', '>=', '<', '<='];
const operator = fc.constantFrom('+', '-', '*', '/', '%');
const unknown = fc.constantFrom('null', 'x', 'y', '(x + y)', '(y / x)');

/** By themselves, because numbers that are computed are rarely equal. */
const literals = binary(fc.constantFrom(...NUMBERS), COMPARISONS, fc.constantFrom(...NUMBERS));

const { number, text, boolean, list, money, value } = fc.letrec<Sorts>((tie) => ({
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...NUMBERS, 'COUNT', 'HALF'),
    unknown,
    form('(? ? ?)', tie('number'), operator, tie('number')),
    form('(? ? ? ? ?)', tie('number'), operator, tie('number'), operator, tie('number')),
    form('-(?)', tie('number')),
    form('?(?, ?)', fc.constantFrom('min', 'max'), tie('number'), tie('number')),
    form('?(?)', fc.constantFrom('abs', 'round', 'floor', 'ceil'), tie('number')),
    form('sum(each in [?, ?])', tie('number'), tie('number')),
  ),
  text: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...TEXTS, 'NAME'),
    unknown,
    binary(tie('text'), ['+'], tie('text')),
    form('("" + ?)', tie('value')),
  ),
  boolean: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('true', 'false', 'READY'),
    unknown,
    binary(tie('boolean'), ['and', 'or'], tie('boolean')),
    form('(not ?)', tie('boolean')),
    binary(tie('boolean'), ['==', '!='], tie('boolean')),
    binary(tie('number'), COMPARISONS, tie('number')),
    binary(tie('text'), COMPARISONS, tie('text')),
    binary(tie('list'), ['==', '!=', 'subset_of', 'retains'], tie('list')),
    binary(tie('money'), COMPARISONS, tie('money')),
    binary(fc.constantFrom(...TIMES), COMPARISONS, fc.constantFrom(...TIMES)),
    form(
      '(? C - ? C > ? C)',
      fc.constantFrom('30', '0.5'),
      fc.constantFrom('20', '-3'),
      fc.constantFrom('5', '9'),
    ),
    form('(2026-01-01T00:00:00Z ? 2026-01-0?)', fc.constantFrom(...COMPARISONS), fc.constantFrom('1', '2')),
    binary(tie('value'), ['in', 'not in'], tie('list')),
    binary(tie('text'), ['starts_with', 'ends_with', 'contains', 'matches'], tie('text')),
    form('(? between [?, ?))', tie('number'), tie('number'), tie('number')),
    form('(? is null)', tie('value')),
  ),
  list: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('[]', 'BOTH'),
    form('[?]', tie('value')),
    form('[?, ?]', tie('value'), tie('value')),
  ),
  money: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('1 USD', '1.50 USD', '-0.1 USD', '0 USD', 'PRICE', 'null'),
    binary(tie('money'), ['+', '-'], tie('money')),
    binary(tie('money'), ['*', '/', '%'], tie('number')),
  ),
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('number'),
    tie('text'),
    tie('boolean'),
    tie('list'),
    tie('money'),
  ),
}));

/** Consts are expressions too, without the consts of the other sorts, so that nothing is defined by itself. */
const program = fc
  .record({
    count: number,
    name: text,
    ready: boolean,
    both: list,
    price: money,
    when: boolean,
    shown: value,
    few: fc.array(fc.oneof(value, boolean, literals), { maxLength: 10 }),
  })
  .map((parts) => {
    const plain = (expression: string): string =>
      expression.replace(/COUNT|HALF|NAME|READY|BOTH|PRICE/g, 'null');
    const few = parts.few.join(', ');
    return `
const COUNT = ${plain(parts.count)}
const HALF = 1 / 2
const NAME = ${plain(parts.name)}
const READY = ${plain(parts.ready)}
const BOTH = ${plain(parts.both)}
const PRICE = ${plain(parts.price)}
rule T {
  when { let kept = ${parts.shown} ${parts.when} }
  then A { v: ${parts.shown}, w: ("" + ${parts.shown}), x: kept, y: READY, z: [${few}] }
  otherwise B { v: ${parts.shown}, w: ("" + kept), x: [COUNT, NAME, BOTH, PRICE], z: [${few}] }
}`;
  });

const seen = { compiled: 0, folded: 0, matched: 0, divided: 0 };

t.test('expressions decide the same whether they are folded or not', (t) => {
  const property = fc.property(program, (rules) => {
    const folded = compiled(rules, true);
    const plain = compiled(rules, false);
    if (folded === null || plain === null) return folded === plain;
    seen.compiled += 1;
    if (folded.code.length < plain.code.length) seen.folded += 1;
    return CONTEXTS.every((context) => decided(folded, context) === decided(plain, context));
  });
  t.doesNotThrow(() => fc.assert(property, { seed: SEED, numRuns: RUNS }));
  t.ok(seen.compiled > RUNS / 2, `most programs compile: ${seen.compiled}`);
  t.ok(seen.folded > seen.compiled / 2, `in most of them something is folded: ${seen.folded}`);
  t.ok(seen.matched > RUNS / 2 && seen.divided > RUNS / 10, 'rules match, and divide by zero');
  t.end();
});

function compiled(rules: string, fold: boolean): Program | null {
  const files = filesOf('main.arb', { name: 'main.arb', text: rules });
  return compileFiles('main.arb', files, { name: 'folding', fold }).program;
}

/** The whole decision, trace included, and how often it divided by zero. */
function decided(program: Program, raw: unknown): string {
  const context = contextFromJson(raw);
  const decision = decideRules(program, context, { nowSeconds: NOW_SECONDS });
  const { zeroDivisions } = prepare(program).machine;
  seen.matched += decision.matched.length;
  if (zeroDivisions > 0) seen.divided += 1;
  return JSON.stringify({ ...decision, zeroDivisions });
}
