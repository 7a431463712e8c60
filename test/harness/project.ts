/**
 * Projects of many modules, generated from a seed: every kind of declaration, imports only of earlier modules, no mistakes.
 * What incremental checking is measured and tested on.
 */
import { Prng } from '#sim/prng.js';

export interface ProjectOptions {
  readonly seed: number;
  readonly modules: number;
  /** Rules of either kind in a module; twelve make about eighty lines. */
  readonly rules: number;
}

/** Texts by path; `main.arb` imports the last modules, and each of them some before it. */
export function projectOf({ seed, modules, rules }: ProjectOptions): Map<string, string> {
  const prng = new Prng(seed);
  const files = new Map<string, string>();
  for (let index = 0; index < modules; index++) {
    const count = Math.min(index, 3);
    const imports = new Set(
      Array.from({ length: count }, () => prng.integer(Math.max(0, index - 12), index - 1)),
    );
    files.set(`${pathOf(index)}.arb`, moduleText(index, [...imports], { prng, rules }));
  }
  files.set('main.arb', mainText(modules));
  return files;
}

export function pathOf(index: number): string {
  return `area${index % 7}/module${index}`;
}

function mainText(modules: number): string {
  const indices = Array.from({ length: modules }, (_, index) => index);
  return [
    ...indices.map((index) => `import "${pathOf(index)}"`),
    'outcome Finish { ok: boolean }',
    'rule Root {',
    ...indices.slice(-3).map((index) => `  requires module${index}.Check${index}`),
    '  then Finish { ok: true }',
    '}',
    '',
  ].join('\n');
}

interface Making {
  readonly prng: Prng;
  readonly rules: number;
}

function moduleText(index: number, imports: readonly number[], { prng, rules }: Making): string {
  const foreign = (): string => {
    const other = imports[prng.integer(0, Math.max(0, imports.length - 1))];
    return other === undefined ? '' : `module${other}.`;
  };
  const suffixOf = (namespace: string): string => /\d+/.exec(namespace)?.[0] ?? String(index);
  return [
    ...imports.map((other) => `import "${pathOf(other)}"`),
    ...declarations(index),
    ...Array.from({ length: rules }, (_, rule) => ruleText(index, rule, foreign())).flat(),
    ...Array.from({ length: rules }, (_, rule) => expertText(index, rule, foreign())).flat(),
    `rule Check${index} tag "tag${index}" {`,
    ...imports.map((other) => `  requires module${other}.Check${other}`),
    `  when segment Large${index} { total${index} > LIMIT${index} }`,
    `  then Alert${index} {`,
    `    let own = lookup Rate${index} where from <= total order by from desc else { from: 0, rate: 1 }`,
    '    level: own.rate',
    '    note: "n"',
    '  }',
    '}',
    ...arbiterText(index, foreign(), suffixOf),
    '',
  ].join('\n');
}

function declarations(index: number): readonly string[] {
  return [
    `const LIMIT${index} = ${index + 3}`,
    `const DOUBLE${index} = LIMIT${index} * 2`,
    `segment Large${index} { total${index} >= DOUBLE${index} }`,
    `tag "tag${index}"`,
    `fact Reading${index} {`,
    '  region: string',
    '  value: number',
    '  depth: number<length>',
    '  at: timestamp',
    '}',
    `outcome Alert${index} {`,
    '  level: number',
    '  note?: string',
    '}',
    `table Rate${index} {`,
    '  from: number | rate: number',
    '  0            | 1.5',
    '  100          | 2.5',
    '}',
    `strategy Pick${index} returns Alert${index} {`,
    `  when segment Large${index} then High { level: 2 }`,
    '  else Low { level: 1 }',
    '}',
    `flag rollout${index} default "off" {`,
    '  owner: "team"',
    '  variant "on" { size: 1 }',
    `  when Large${index} then "on"`,
    '}',
  ];
}

function ruleText(index: number, rule: number, namespace: string): readonly string[] {
  const other = /\d+/.exec(namespace)?.[0] ?? String(index);
  return [
    `rule Rule${index}x${rule} priority ${rule} {`,
    `  when segment ${namespace}Large${other} { value${rule} > ${namespace}LIMIT${other} and region == "DE" }`,
    `  then Alert${index} {`,
    `    let row = lookup ${namespace}Rate${other} where from <= total else { from: 0, rate: 1 }`,
    '    level: row.rate * 2',
    '  }',
    '}',
  ];
}

function expertText(index: number, rule: number, namespace: string): readonly string[] {
  const other = /\d+/.exec(namespace)?.[0] ?? String(index);
  return [
    `expert rule Expert${index}x${rule} priority ${rule} {`,
    `  when { any r in facts.${namespace}Reading${other} { r.value > LIMIT${index} and r.depth > 5 km } }`,
    `  then emit Alert${index} { level: r.value, note: r.region }`,
    '}',
  ];
}

function arbiterText(
  index: number,
  namespace: string,
  suffixOf: (namespace: string) => string,
): readonly string[] {
  return [
    `arbiter Watch${index} {`,
    '  poll 1m',
    `  stream ${namespace}Reading${suffixOf(namespace)} by region at at`,
    `  source ${namespace}Reading${suffixOf(namespace)} retain 1h`,
    `  on Alert${index} where level > LIMIT${index} stdout`,
    '}',
  ];
}
