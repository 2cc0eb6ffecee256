import type { SqlType } from '../types/sql-type.ts';

/**
 * A resolved, typed expression: every name is bound, every implicit conversion is an explicit `cast`.
 * Plain JSON, so that a plan can be stored and sent. The type of a node is the type of its value.
 */
export type Expression =
  | NullLiteral
  | Literal
  | ColumnReference
  | Arithmetic
  | Comparison
  | Logical
  | Not
  | IsNull
  | In
  | Like
  | Between
  | Case
  | Cast
  | Call
  | Subscript
  | FieldAccess
  | ArrayConstructor
  | MapConstructor
  | StructConstructor
  | Lambda
  | LambdaVariable;

/** NULL. Its type is what its surroundings ask for; STRING when they ask for nothing. */
export interface NullLiteral {
  readonly kind: 'null';
  readonly type: SqlType;
}

/**
 * A constant in JSON form: BOOLEAN a boolean; INTEGER and DOUBLE a number; BIGINT a number while it is a safe integer, else its
 * digits as text; DECIMAL its digits as text with exactly `scale` fraction digits; STRING a string; BYTES base64;
 * DATE, TIME, TIMESTAMP a number as in SqlType.
 */
export interface Literal {
  readonly kind: 'literal';
  readonly type: SqlType;
  readonly value: boolean | number | string;
}

/** Where in the input row of a step a column is found. All but key and value belong to the record, not to its schema. */
export type RowPart =
  | 'key'
  | 'value'
  | 'rowtime'
  | 'rowpartition'
  | 'rowoffset'
  | 'windowstart'
  | 'windowend'
  | 'headers';

/** `index` counts within `part`: 0 for the record's own facts. `headers`: ARRAY<STRUCT<KEY STRING, VALUE BYTES>>. */
export interface ColumnReference {
  readonly kind: 'column';
  readonly part: RowPart;
  readonly index: number;
  readonly name: string;
  readonly type: SqlType;
}

/**
 * Numbers: when `type` is not DECIMAL both operands have exactly that type; when it is DECIMAL both operands are DECIMAL, each of its
 * own precision and scale, and the exact result is brought to `type` (rounding half up). STRING, `+` only: concatenation.
 * Null when an operand is null.
 */
export interface Arithmetic {
  readonly kind: 'arithmetic';
  readonly operator: ArithmeticOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly type: SqlType;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

/**
 * Operands are of one kind, but that numbers of different kinds meet and are compared by exact value. With a null operand the result
 * is false, but for `IS [NOT] DISTINCT FROM`, which takes null for a value.
 */
export interface Comparison {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly type: SqlType;
}

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=' | 'IS DISTINCT FROM' | 'IS NOT DISTINCT FROM';

export interface Logical {
  readonly kind: 'and' | 'or';
  readonly left: Expression;
  readonly right: Expression;
  readonly type: SqlType;
}

export interface Not {
  readonly kind: 'not';
  readonly operand: Expression;
  readonly type: SqlType;
}

export interface IsNull {
  readonly kind: 'isNull';
  readonly operand: Expression;
  readonly negated: boolean;
  readonly type: SqlType;
}

/** `options` are converted to the type of `operand` already, but that numbers may be of different kinds as in Comparison. */
export interface In {
  readonly kind: 'in';
  readonly operand: Expression;
  readonly options: readonly Expression[];
  readonly negated: boolean;
  readonly type: SqlType;
}

/** `%` any run, `_` one character; `escape` makes the next one literal. */
export interface Like {
  readonly kind: 'like';
  readonly operand: Expression;
  readonly pattern: Expression;
  readonly escape: string | null;
  readonly negated: boolean;
  readonly type: SqlType;
}

export interface Between {
  readonly kind: 'between';
  readonly operand: Expression;
  readonly low: Expression;
  readonly high: Expression;
  readonly negated: boolean;
  readonly type: SqlType;
}

/** The first branch whose condition is true; branches after it are not evaluated. No `otherwise` is null. */
export interface Case {
  readonly kind: 'case';
  readonly branches: readonly { readonly condition: Expression; readonly result: Expression }[];
  readonly otherwise: Expression | null;
  readonly type: SqlType;
}

/** Converts to `type`. `implicit`: put there by the analysis, not written by the author. */
export interface Cast {
  readonly kind: 'cast';
  readonly operand: Expression;
  readonly implicit: boolean;
  readonly type: SqlType;
}

/**
 * A scalar function. `overload` is the id that the function registry gave for the argument types; arguments are converted to the
 * parameter types of that overload.
 */
export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly overload: string;
  readonly args: readonly Expression[];
  readonly type: SqlType;
}

/** Of an ARRAY (1 is the first, -1 the last, outside is null; 0 is null) or of a MAP (absent is null). */
export interface Subscript {
  readonly kind: 'subscript';
  readonly operand: Expression;
  readonly index: Expression;
  readonly type: SqlType;
}

/** `index` of the field in the type of `operand`, a STRUCT. Null when the struct is null. */
export interface FieldAccess {
  readonly kind: 'field';
  readonly operand: Expression;
  readonly index: number;
  readonly name: string;
  readonly type: SqlType;
}

export interface ArrayConstructor {
  readonly kind: 'array';
  readonly elements: readonly Expression[];
  readonly type: SqlType;
}

export interface MapConstructor {
  readonly kind: 'map';
  readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
  readonly type: SqlType;
}

/** One value a field, in the order of the fields of `type`. */
export interface StructConstructor {
  readonly kind: 'struct';
  readonly values: readonly Expression[];
  readonly type: SqlType;
}

/** Only as an argument of a Call. `type` is the type of the body. */
export interface Lambda {
  readonly kind: 'lambda';
  readonly parameters: readonly { readonly name: string; readonly type: SqlType }[];
  readonly body: Expression;
  readonly type: SqlType;
}

/** A parameter of the innermost enclosing Lambda that has one of that name. */
export interface LambdaVariable {
  readonly kind: 'variable';
  readonly name: string;
  readonly type: SqlType;
}
