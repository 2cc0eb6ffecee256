import type { ArithmeticOperator, ComparisonOperator } from '../plan/expression.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { Span } from './span.ts';

/** An expression as it was written: names are not bound, types not known. */
export type AstExpression =
  | { readonly kind: 'null'; readonly at: Span }
  | { readonly kind: 'boolean'; readonly at: Span; readonly value: boolean }
  /** Text of the digits; the analysis chooses INTEGER or BIGINT. */
  | { readonly kind: 'integer'; readonly at: Span; readonly text: string }
  /** With a fraction and no exponent. */
  | { readonly kind: 'decimal'; readonly at: Span; readonly text: string }
  /** With an exponent. */
  | { readonly kind: 'double'; readonly at: Span; readonly text: string }
  | { readonly kind: 'string'; readonly at: Span; readonly value: string }
  | AstColumn
  | AstArithmetic
  | { readonly kind: 'negate'; readonly at: Span; readonly operand: AstExpression }
  | AstComparison
  | { readonly kind: 'and' | 'or'; readonly at: Span; readonly left: AstExpression; readonly right: AstExpression }
  | { readonly kind: 'not'; readonly at: Span; readonly operand: AstExpression }
  | { readonly kind: 'isNull'; readonly at: Span; readonly operand: AstExpression; readonly negated: boolean }
  | AstIn
  | AstLike
  | AstBetween
  | AstCase
  | { readonly kind: 'cast'; readonly at: Span; readonly operand: AstExpression; readonly type: AstType }
  | AstCall
  | AstSubscript
  | AstField
  | { readonly kind: 'array'; readonly at: Span; readonly elements: readonly AstExpression[] }
  | AstMap
  | AstStruct
  | AstLambda
  /** SECONDS, DAYS … as a function's argument. */
  | { readonly kind: 'unit'; readonly at: Span; readonly unit: string };

/** `source` is the qualifier of `source.name`. */
export interface AstColumn {
  readonly kind: 'column';
  readonly at: Span;
  readonly source: string | null;
  readonly name: string;
}

export interface AstArithmetic {
  readonly kind: 'arithmetic';
  readonly at: Span;
  readonly operator: ArithmeticOperator;
  readonly left: AstExpression;
  readonly right: AstExpression;
}

export interface AstComparison {
  readonly kind: 'comparison';
  readonly at: Span;
  readonly operator: ComparisonOperator;
  readonly left: AstExpression;
  readonly right: AstExpression;
}

export interface AstIn {
  readonly kind: 'in';
  readonly at: Span;
  readonly operand: AstExpression;
  readonly options: readonly AstExpression[];
  readonly negated: boolean;
}

export interface AstLike {
  readonly kind: 'like';
  readonly at: Span;
  readonly operand: AstExpression;
  readonly pattern: AstExpression;
  readonly escape: string | null;
  readonly negated: boolean;
}

export interface AstBetween {
  readonly kind: 'between';
  readonly at: Span;
  readonly operand: AstExpression;
  readonly low: AstExpression;
  readonly high: AstExpression;
  readonly negated: boolean;
}

/** With `operand`: CASE operand WHEN value …; without: each `when` is a condition. */
export interface AstCase {
  readonly kind: 'case';
  readonly at: Span;
  readonly operand: AstExpression | null;
  readonly branches: readonly { readonly when: AstExpression; readonly result: AstExpression }[];
  readonly otherwise: AstExpression | null;
}

/** `star`: COUNT(*). Names are upper-cased unless quoted. */
export interface AstCall {
  readonly kind: 'call';
  readonly at: Span;
  readonly name: string;
  readonly args: readonly AstExpression[];
  readonly star: boolean;
}

export interface AstSubscript {
  readonly kind: 'subscript';
  readonly at: Span;
  readonly operand: AstExpression;
  readonly index: AstExpression;
}

/** operand->name */
export interface AstField {
  readonly kind: 'field';
  readonly at: Span;
  readonly operand: AstExpression;
  readonly name: string;
}

export interface AstMap {
  readonly kind: 'map';
  readonly at: Span;
  readonly entries: readonly { readonly key: AstExpression; readonly value: AstExpression }[];
}

export interface AstStruct {
  readonly kind: 'struct';
  readonly at: Span;
  readonly fields: readonly { readonly name: string; readonly value: AstExpression }[];
}

export interface AstLambda {
  readonly kind: 'lambda';
  readonly at: Span;
  readonly parameters: readonly string[];
  readonly body: AstExpression;
}

/** A type as written: `named` refers to a CREATE TYPE. */
export type AstType =
  | { readonly kind: 'primitive'; readonly at: Span; readonly type: SqlType }
  | { readonly kind: 'array'; readonly at: Span; readonly element: AstType }
  | { readonly kind: 'map'; readonly at: Span; readonly key: AstType; readonly value: AstType }
  | {
      readonly kind: 'struct';
      readonly at: Span;
      readonly fields: readonly { readonly name: string; readonly type: AstType }[];
    }
  | { readonly kind: 'named'; readonly at: Span; readonly name: string };
