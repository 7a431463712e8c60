/**
 * Programs at random over the whole grammar, as authors might write them: any order of clauses, any layout, comments
 * anywhere. Nearly all of them parse; few of them mean anything.
 */
import type { Prng } from '#sim/prng.js';
import { RandomExpression, type Words } from './random-expression.ts';
import { BREAK, layOut, TIGHT } from './random-layout.ts';

const INSTANTS = ['2026-01-01T00:00:00Z', '2026-01-01'] as const;
const TARGETS = [
  'https://host/a-b?c=1',
  '/var/lib/x.state',
  'chain://up',
  '"quoted # target"',
  'ops',
  '"on"',
] as const;
const DURATIONS = ['5m', '1h30m', '100ms', '2d'] as const;
const TYPES = ['number', 'string', 'boolean', 'decimal<USD>', 'list<string>', 'list<list<number>>'] as const;

export function randomSource(prng: Prng): string {
  const program = new RandomProgram(prng);
  const count = prng.pick([0, 1, 1, 2, 3]);
  return layOut(Array.from({ length: count }, () => program.declaration()).flat(), prng);
}

class RandomProgram {
  readonly #prng: Prng;
  readonly #expression: RandomExpression;

  constructor(prng: Prng) {
    this.#prng = prng;
    this.#expression = new RandomExpression(prng);
  }

  declaration(): Words {
    const at = this.#prng.integer(0, 13);
    if (at < 2) return ['const', 'K', '=', ...this.#expression.whole(3)];
    if (at === 2) return ['segment', 'S', '{', ...this.#expression.whole(3), '}'];
    if (at === 3)
      return [...this.#prng.pick([['fact', 'F'], ['outcome', 'O'], ['input']]), ...this.#fields(2)];
    if (at === 4) return this.#module();
    if (at === 5) return this.#table();
    if (at < 8) return this.#rule();
    if (at < 10) return this.#expert();
    if (at === 10) return this.#strategy();
    if (at < 13) return this.#prng.chance(0.6) ? this.#flag() : this.#arbiter();
    return ['worker', 'W', '{', 'input', 'A', 'output', 'm.B', 'exec', ...this.#target(), '}'];
  }

  #maybe(chance: number, words: () => Words): readonly Words[] {
    return this.#prng.chance(chance) ? [words()] : [];
  }

  #module(): Words {
    return this.#prng.pick([
      ['import', '"fraud/scoring"', 'as', 'fs'],
      ['import', '"fraud/scoring"'],
      ['include', '"a.arb"'],
      ['tag', '"x"'],
      ['tags', '"a, b"'],
      ['feature', 'F', 'from', '"s"', ...this.#fields(1)],
    ]);
  }

  #fields(depth: number): Words {
    const field = (): Words => {
      const mark = this.#prng.chance(0.3) ? ['?'] : [];
      const comma = this.#prng.chance(0.3) ? [','] : [];
      return [this.#expression.name(), ...mark, ':', ...this.#type(depth), ...comma];
    };
    return ['{', ...Array.from({ length: this.#prng.integer(0, 3) }, field).flat(), '}'];
  }

  #type(depth: number): Words {
    if (depth > 0 && this.#prng.chance(0.2)) return this.#fields(depth - 1);
    if (this.#prng.chance(0.15)) return ['enum', '(', '"a"', ',', '"b"', ')'];
    return [this.#prng.pick(TYPES)];
  }

  #table(): Words {
    const columns = this.#prng.integer(1, 3);
    const row = (cell: () => Words): Words =>
      Array.from({ length: columns }, cell).flatMap((words, index) =>
        index === 0 ? words : ['|', ...words],
      );
    const rows = Array.from({ length: this.#prng.integer(0, 4) }, () => [BREAK, ...row(() => this.#cell())]);
    return [
      'table',
      'T',
      '{',
      ...row(() => [this.#expression.name(), ':', ...this.#type(0)]),
      ...rows.flat(),
      '}',
    ];
  }

  #cell(): Words {
    return this.#prng.chance(0.6) ? this.#expression.literal() : this.#expression.value(1);
  }

  #block(): Words {
    const lets = Array.from({ length: this.#prng.pick([0, 0, 1, 2]) }, () => this.#let());
    const condition = this.#prng.chance(0.9) ? this.#expression.whole(3) : [];
    const apart = lets.length > 0 && this.#prng.chance(0.5) ? [BREAK, '(', ...condition, ')'] : condition;
    return ['{', ...lets.flat(), ...(condition.length === 0 ? [] : apart), '}'];
  }

  #let(): Words {
    return ['let', this.#expression.name(), '=', ...this.#expression.whole(2)];
  }

  #when(): Words {
    const gate = this.#prng.chance(0.3) ? ['segment', 'm.S'] : [];
    const isShort = gate.length > 0 && this.#prng.chance(0.4);
    return ['when', ...gate, ...(isShort ? [] : this.#block())];
  }

  #body(): Words {
    const lets = Array.from({ length: this.#prng.pick([0, 0, 0, 1, 2]) }, () => this.#let());
    return ['{', ...lets.flat(), ...this.#expression.paramList(2), '}'];
  }

  #killSwitch(): Words {
    return this.#prng.pick([['kill_switch'], ['kill_switch', 'on'], ['kill_switch', 'off']]);
  }

  #window(): readonly Words[] {
    return [
      ...this.#maybe(0.3, () => ['active_from', this.#prng.pick(INSTANTS)]),
      ...this.#maybe(0.3, () => ['active_until', this.#prng.pick(INSTANTS)]),
      ...this.#maybe(0.3, () => this.#rollout()),
    ];
  }

  #rollout(): Words {
    const by = this.#prng.chance(0.4) ? ['by', ...this.#expression.path()] : [];
    const namespace = this.#prng.chance(0.4) ? ['namespace', '"n"'] : [];
    return [
      'rollout',
      ...this.#prng.pick([[], ['percent']]),
      this.#prng.pick(['0', '20.50', '1e1']),
      ...by,
      ...namespace,
    ];
  }

  #names(word: string): readonly Words[] {
    return this.#maybe(0.4, () => [word, 'A', ...(this.#prng.chance(0.4) ? [',', 'm', '.', 'B'] : [])]);
  }

  #prelude(): readonly Words[] {
    return [
      ...this.#maybe(0.3, () => this.#killSwitch()),
      ...this.#window(),
      ...this.#names('requires'),
      ...this.#names('requires'),
      ...this.#names('excludes'),
    ];
  }

  #modifiers(more: readonly Words[]): Words {
    const priority = this.#maybe(0.4, () => ['priority', ...this.#prng.pick([['5'], ['-', '5'], ['007']])]);
    return this.#prng.shuffle([...priority, ...this.#maybe(0.3, () => ['tag', '"x"']), ...more]).flat();
  }

  #rule(): Words {
    const clauses = [
      ...this.#prelude(),
      ...this.#maybe(0.8, () => this.#when()),
      ['then', 'Act', ...this.#body()],
      ...this.#maybe(0.3, () => ['otherwise', 'm', '.', 'Act', ...this.#body()]),
    ];
    return ['rule', 'R', ...this.#modifiers([]), '{', ...this.#prng.shuffle(clauses).flat(), '}'];
  }

  #expert(): Words {
    const limits = [['for', this.#prng.pick(DURATIONS)], ['within', '2d'], ['stable_for', '3', 'cycles'], []];
    const bind = ['bind', 'x', 'in', ...this.#expression.value(1), 'bind', 'y', 'in', 'facts.B', 'where'];
    const match = this.#prng.chance(0.2)
      ? ['when', '{', ...bind, '{', ...this.#expression.whole(2), '}', '}']
      : this.#when();
    const clauses = [
      ...this.#prelude(),
      ...this.#maybe(0.3, () => ['no_loop']),
      ...this.#maybe(0.3, () => ['stable']),
      ...this.#maybe(0.3, () => ['activation_group', this.#prng.pick(['G', 'stable', 'no_loop'])]),
      [...match, ...this.#prng.pick(limits)],
      ['then', ...this.#effect()],
    ];
    const more = [
      ...this.#maybe(0.3, () => ['per_fact']),
      ...this.#maybe(0.2, () => ['cooldown', this.#prng.pick(DURATIONS)]),
      ...this.#maybe(0.2, () => ['debounce', this.#prng.pick(DURATIONS)]),
    ];
    return ['expert', 'rule', 'E', ...this.#modifiers(more), '{', ...this.#prng.shuffle(clauses).flat(), '}'];
  }

  #effect(): Words {
    const word = this.#prng.pick(['assert', 'emit', 'retract', 'modify']);
    if (word !== 'modify' || this.#prng.chance(0.3)) return [word, 'F', ...this.#body()];
    return [word, 'F', ...this.#body().slice(0, -1), 'set', ...this.#expression.params(1), '}'];
  }

  #strategy(): Words {
    const arm = (): Words => {
      const clauses = [...this.#maybe(0.2, () => this.#killSwitch()), ...this.#window()];
      const at = this.#prng.integer(0, clauses.length);
      const when = this.#prng.chance(0.8) ? this.#when() : [];
      return [
        ...clauses.slice(0, at).flat(),
        ...when,
        ...clauses.slice(at).flat(),
        'then',
        'L',
        ...this.#body(),
      ];
    };
    const arms = Array.from({ length: this.#prng.integer(1, 3) }, arm);
    return ['strategy', 'S', 'returns', 'O', '{', ...arms.flat(), 'else', 'M', ...this.#body(), '}'];
  }

  #flag(): Words {
    const header = [
      ...this.#maybe(0.3, () => ['returns', 'O']),
      ...this.#maybe(0.5, () => ['type', this.#prng.pick(['boolean', 'multivariate'])]),
      ...this.#maybe(0.5, () => ['default', ...this.#variant()]),
      ...this.#maybe(0.2, () => this.#killSwitch()),
    ];
    const clauses = [
      ...this.#maybe(0.5, () => ['owner', ':', '"me"']),
      ...this.#maybe(0.3, () => ['expires', ':', '"2026"']),
      ...this.#names('requires'),
      ...this.#maybe(0.3, () => ['defaults', ...this.#expression.params(1)]),
      ...this.#maybe(0.5, () => ['variant', '"x"', ...this.#expression.params(1)]),
      ...this.#maybe(0.5, () => ['variant', '"y"', ...this.#expression.params(1)]),
      ...Array.from({ length: this.#prng.integer(0, 3) }, () => this.#flagRule()),
    ];
    return ['flag', 'f', ...header.flat(), '{', ...this.#prng.shuffle(clauses).flat(), '}'];
  }

  #variant(): Words {
    return this.#prng.pick([
      ['"x"'],
      ['true'],
      ['x'],
      ['5', ' ', 'km'],
      ['["a", # in\n "b"]'],
      ['-5'],
      ['( a )'],
    ]);
  }

  #flagRule(): Words {
    const clauses = this.#window();
    const at = this.#prng.integer(0, clauses.length);
    const gate = this.#prng.pick([['beta'], ['segment', 'beta'], ['segment'], []]);
    const inline =
      gate.length === 0 || this.#prng.chance(0.4) ? ['{', ...this.#expression.whole(2), '}'] : [];
    const match = [...(this.#prng.chance(0.3) ? ['else'] : []), 'when', ...gate, ...inline];
    const weights = ['"x"', ':', '5000', ',', '"y"', ':', '5000'];
    const split = ['split', ...this.#prng.pick([[], ['by', 'user.id']]), '{', ...weights, '}'];
    const serves = this.#prng.chance(0.3) ? split : ['then', ...this.#variant()];
    return [...clauses.slice(0, at).flat(), ...match, ...clauses.slice(at).flat(), ...serves];
  }

  #target(): Words {
    return [this.#prng.pick(TARGETS)];
  }

  #arbiter(): Words {
    const clauses = Array.from({ length: this.#prng.integer(0, 6) }, () => this.#clause());
    return ['arbiter', 'a', '{', ...clauses.flat(), '}'];
  }

  #clause(): Words {
    switch (this.#prng.integer(0, 9)) {
      case 0:
        return ['poll', this.#prng.pick(['30s', '1h30m', '5µs'])];
      case 1:
        return ['stream', ...this.#target(), ...this.#prng.pick([[], ['by', 'f'], ['at', 'g', 'by', 'f']])];
      case 2:
        return [
          'source',
          ...this.#target(),
          ...this.#prng.pick([[], ['retain', '1h'], ['retain', 'last', '5']]),
        ];
      case 3:
        return ['schedule', '"0 8 * * *"', ...this.#prng.pick([[], ['source', ...this.#target()]])];
      case 4:
        return ['checkpoint', ...this.#target()];
      case 5:
        return [
          'rules',
          ...this.#prng.pick([
            ['A', ',', 'm', '.', 'B'],
            ['tag', '"x"'],
          ]),
        ];
      case 6:
        return ['durability', this.#prng.pick(['synced', 'best-effort', '"acked"'])];
      default:
        return this.#handler();
    }
  }

  #handler(): Words {
    const where = this.#prng.chance(0.5) ? ['where', ...this.#expression.whole(2)] : [];
    const to = this.#prng.pick([
      ['stdout'],
      ['slack', ' #ops', TIGHT, ' '],
      ['webhook', ...this.#target()],
      ['m', ...this.#target()],
    ]);
    const options = this.#prng.pick([[], ['retry', '3'], ['backoff', '5s', 'retry', '3']]);
    return ['on', this.#prng.pick(['*', 'Outcome']), ...where, ...to, ...options];
  }
}
