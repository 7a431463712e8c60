/**
 * The JSON form of rules, as it is written: the names are those of the format (Arishem's). Reading accepts more than one spelling
 * of some of it; this is the one that is given out.
 */
export type JsonNode =
  | JsonLogic
  | JsonComparison
  | JsonQuantifier
  | JsonVariable
  | JsonConst
  | JsonList
  | JsonMath
  | JsonRaw;

export interface JsonLogic {
  readonly OpLogic: '&&' | '||' | 'not';
  readonly Conditions: readonly JsonNode[];
}

/** Null tests have no right side; a range has the list of its two bounds there. */
export interface JsonComparison {
  readonly Operator: string;
  readonly Lhs: JsonNode;
  readonly Rhs?: JsonNode;
}

export interface JsonQuantifier {
  readonly ForeachOperator: 'FOREACH';
  readonly ForeachLogic: '||' | '&&' | '!||';
  readonly ForeachVar: string;
  readonly Lhs: JsonNode;
  readonly Condition: JsonNode;
}

export interface JsonVariable {
  readonly VarExpr: string;
}

export type JsonScalar =
  | { readonly StrConst: string }
  | { readonly NumConst: number }
  | { readonly BoolConst: boolean };

export interface JsonConst {
  readonly Const: JsonScalar | null;
}

/** Scalars stand bare in a list. */
export interface JsonList {
  readonly ConstList: readonly (JsonScalar | JsonNode)[];
}

export interface JsonMath {
  readonly MathExpr: { readonly Operator: string; readonly Lhs: JsonNode; readonly Rhs: JsonNode };
}

/** An expression that the format has no node for, in the language. */
export interface JsonRaw {
  readonly _raw: string;
}

export interface JsonAction {
  readonly ActionName: string;
  readonly ParamMap: Readonly<Record<string, JsonNode>>;
}

export interface JsonRule {
  readonly name: string;
  readonly priority?: number;
  readonly condition: JsonNode;
  readonly action: JsonAction;
  readonly fallback?: JsonAction;
}

/** Types of fields are written as in the language; an optional field has a `?` behind its name. */
export interface JsonFeature {
  readonly name: string;
  readonly source: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface JsonRules {
  readonly features?: Readonly<Record<string, JsonFeature>>;
  readonly consts?: Readonly<Record<string, JsonNode>>;
  readonly rules: readonly JsonRule[];
}
