/** Programs that can be asked: a compiled program with the decisions it makes as methods of its own. */
import {
  contextFromJson,
  decideFlag,
  decideFlags,
  decideRules,
  decideStrategy,
  type Explanation,
  type FlagDecision,
  matchRules,
  type RuleDecision,
  type RuleMatches,
  type RuleOptions,
  type StrategyDecision,
  type Target,
  why,
} from '#engine';
import {
  type Compilation,
  type CompileOptions,
  compile as compileSource,
  compileFiles as compileParsed,
  type Files,
  type Program,
  type Source,
} from '#lang';

/** How to ask; everything is optional. */
export interface AskOptions extends Omit<RuleOptions, 'nowSeconds'> {
  /** The instant being decided, as a date or in Unix milliseconds. Default: the present one. */
  readonly now?: Date | number;
}

/**
 * A program and its decisions. The context is any JSON object, with nested or dotted names; it throws `InvalidContext` for
 * anything else, and `RangeError` for a strategy, flag or target that the program does not have.
 *
 * @example
 * const { program } = compile({ name: 'shop.arb', text: 'rule Free { when { total >= 35 } then Ship { cost: 0 } }' });
 * program.decide({ total: 40 }).matched[0].params.cost; // 0
 */
export interface RuleProgram extends Program {
  /** Every governed rule, with the whole arbitrace unless `trace` says less. */
  decide(context: object, options?: AskOptions): RuleDecision;
  /** Conditions and fallbacks alone: no gates, no trace. */
  match(context: object, options?: AskOptions): RuleMatches;
  strategy(name: string, context: object, options?: AskOptions): StrategyDecision;
  flag(key: string, context: object, options?: AskOptions): FlagDecision;
  /** In the order of the source. */
  allFlags(context: object, options?: AskOptions): readonly FlagDecision[];
  why(target: Target, context: object, options?: AskOptions): Explanation;
}

const PRESENT: AskOptions = {};

type Methods = Omit<RuleProgram, keyof Program> & ThisType<Program>;

const METHODS: Methods = {
  decide(context, options = PRESENT) {
    return decideRules(this, contextFromJson(context, this.context), asked(options));
  },
  match(context, options = PRESENT) {
    return matchRules(this, contextFromJson(context, this.context), asked(options));
  },
  strategy(name, context, options = PRESENT) {
    const given = { ...asked(options), context: contextFromJson(context, this.context) };
    return decideStrategy(this, name, given) ?? unknown(`strategy \`${name}\``, this);
  },
  flag(key, context, options = PRESENT) {
    const given = { ...asked(options), context: contextFromJson(context, this.context) };
    const isKnown = this.flags.some(({ name }) => name === key);
    return isKnown ? decideFlag(this, key, given) : unknown(`flag \`${key}\``, this);
  },
  allFlags(context, options = PRESENT) {
    return decideFlags(this, { ...asked(options), context: contextFromJson(context, this.context) });
  },
  why(target, context, options = PRESENT) {
    const given = { ...asked(options), context: contextFromJson(context, this.context) };
    return why(this, target, given) ?? unknown(`target ${JSON.stringify(target)}`, this);
  },
};

/** Gives a program that was decoded or loaded the methods that a compiled one has. They are no data, and do not show as such. */
export function ruleProgram(program: Program): RuleProgram {
  const whole = Object.assign({ ...program }, METHODS);
  for (const name of Object.keys(METHODS)) Object.defineProperty(whole, name, { enumerable: false });
  return whole;
}

export interface RuleCompilation extends Pick<Compilation, 'diagnostics'> {
  /** `null` when there is an error among the diagnostics. */
  readonly program: RuleProgram | null;
}

/** One text; what it imports is not there. `name` is what the bundle is called. */
export function compile(source: Source, name = 'rules'): RuleCompilation {
  return withMethods(compileSource(source, name));
}

/** A project of several files; `entry` is its root. */
export function compileFiles(entry: string, files: Files, options: CompileOptions): RuleCompilation {
  return withMethods(compileParsed(entry, files, options));
}

function withMethods({ program, diagnostics }: Compilation): RuleCompilation {
  return { program: program === null ? null : ruleProgram(program), diagnostics };
}

/** Copying options takes longer than a decision, so those that say nothing are not. */
function asked(options: AskOptions): RuleOptions {
  const nowSeconds = Math.floor(Number(options.now ?? Date.now()) / 1000);
  return options === PRESENT ? { nowSeconds } : { ...options, nowSeconds };
}

function unknown(what: string, { name }: Program): never {
  throw new RangeError(`the program \`${name}\` has no ${what}`);
}
