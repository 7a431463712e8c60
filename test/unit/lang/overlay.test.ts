/** Goal: the file of an environment replaces flags and segments of a program by name, and is checked as a part of it. */
import t from 'tap';
import { contextFromJson, decideFlag } from '#engine';
import { compileFiles, type Files, overlayPath, parseFile, type Program } from '#lang';

const BASE = [
  'const LIMIT = 10',
  'segment big { cart.total > LIMIT }',
  'flag first type multivariate default "a" { owner: "shop" when big then "b" }',
  'flag second type multivariate default "a" { owner: "shop" when big then "b" }',
].join('\n');

function filesOf(texts: Readonly<Record<string, string>>): Files {
  return new Map(
    Object.entries(texts).map(([path, text]) => [path, parseFile(path, { name: path, text })] as const),
  );
}

interface Compiled {
  readonly program: Program | null;
  readonly found: readonly string[];
}

function inEnvironment(overlay: string, base = BASE): Compiled {
  const files = filesOf({ 'flags.arb': base, 'flags.prod.arb': overlay });
  const { program, diagnostics } = compileFiles('flags.arb', files, {
    name: 'shop',
    overlay: 'flags.prod.arb',
  });
  const found = diagnostics.map(
    ({ code, span }) =>
      `${span.source.name}:${span.source.text.slice(0, span.start).split('\n').length} ${code}`,
  );
  return { program, found };
}

function variants({ program, found }: Compiled, total: number): unknown {
  if (program === null) return found;
  const context = contextFromJson({ cart: { total } });
  return program.flags.map(({ name }) => decideFlag(program, name, { context, nowSeconds: 0 }).variant);
}

void t.test('flags and segments in the place of those with their names, others behind', (t) => {
  t.same(variants(inEnvironment(''), 11), ['b', 'b'], 'nothing replaces nothing');
  const flag = inEnvironment('flag first type multivariate default "z" { owner: "shop" when big then "y" }');
  t.same(flag.found, []);
  t.same(variants(flag, 11), ['y', 'b'], 'whole, with what the program has');
  t.same(variants(flag, 1), ['z', 'a']);
  const segment = inEnvironment('segment big { cart.total > LIMIT * 10 }');
  t.same(variants(segment, 11), ['a', 'a'], 'what the program has sees the segment of the environment');
  t.same(variants(segment, 101), ['b', 'b']);
  const more = inEnvironment(
    'segment huge { cart.total > 1000 }\nflag third type multivariate { owner: "shop" when huge then "t" }',
  );
  t.same(variants(more, 2000), ['b', 'b', 't']);
  t.end();
});

void t.test('without the file, or without the option, the program is as it is', (t) => {
  const overlay = 'flag first type multivariate default "z" { owner: "shop" }';
  const files = filesOf({ 'flags.arb': BASE, 'flags.prod.arb': overlay });
  const compiled = (given?: string): Compiled => ({
    program: compileFiles('flags.arb', files, { name: 'shop', overlay: given }).program,
    found: [],
  });
  t.same(variants(compiled('flags.staging.arb'), 1), ['a', 'a']);
  t.same(variants(compiled(), 1), ['a', 'a']);
  t.same(variants(compiled('flags.prod.arb'), 1), ['z', 'a']);
  t.end();
});

void t.test('mistakes are at their place in the file of the environment', (t) => {
  const cases: readonly (readonly [overlay: string, found: readonly string[]])[] = [
    ['flag first { owner: "s" when smal then true }', ['flags.prod.arb:1 check/unknown-segment']],
    ['\nrule R { then A { } }', ['flags.prod.arb:2 module/overlay']],
    ['import "other"', ['flags.prod.arb:1 module/overlay']],
    ['include "other.arb"', ['flags.prod.arb:1 module/overlay']],
    ['const LIMIT = 5', ['flags.prod.arb:1 module/overlay']],
    [
      'flag first { owner: "s" }\nflag first { owner: "s" }',
      ['flags.prod.arb:2 check/duplicate-declaration'],
    ],
    ['flag first {', ['flags.prod.arb:1 parse/expected']],
  ];
  for (const [overlay, found] of cases) {
    const errors = inEnvironment(overlay);
    t.equal(errors.program, null, overlay);
    t.same(
      errors.found.filter((line) => !/unused/.test(line)),
      found,
      overlay,
    );
  }
  t.same(
    inEnvironment('flag first { owner: "s" }', 'flag second { owner: "s" requires frist }').found.slice(0, 1),
    ['flags.arb:1 check/unknown-rule'],
  );
  t.end();
});

void t.test('what the program is made of, and what it is called by', (t) => {
  const { program } = inEnvironment('flag first { owner: "shop" }');
  t.same(
    program?.files.map(({ path }) => path),
    ['', 'flags.prod.arb'],
  );
  t.equal(overlayPath('a/flags.arb', 'eu-west_1'), 'a/flags.eu-west_1.arb');
  for (const none of ['', 'test', '../x', 'a/b', 'a.b', 'a\n'])
    t.equal(overlayPath('flags.arb', none), undefined);
  t.end();
});
