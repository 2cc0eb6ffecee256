import { unreachable } from '@millrace/base';
import type { Expression } from '../plan/expression.ts';
import type { AstExpression } from '../syntax/ast-expression.ts';
import { nearest } from '../syntax/nearest.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { formatType } from '../types/format-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import { castTo, coerce, commonType, noOperator, typeOf } from './coerce.ts';
import { comparable, momentBeside } from './compare.ts';
import { booleanLiteral, nullOf, numberLiteral, stringLiteral, UNTYPED_NULL } from './literals.ts';
import { resolveType } from './resolve-type.ts';
import { canonicalText, resolveColumn, type Scope, textIn } from './scope.ts';
import { typeArithmetic, typeNegation } from './type-arithmetic.ts';
import { typeCall } from './type-call.ts';
import { typeArray, typeMap, typeStruct } from './type-constructor.ts';

const BOOLEAN: SqlType = { kind: 'BOOLEAN' };
const STRING: SqlType = { kind: 'STRING' };

/** Binds names and finds types. Raises an SQL error of phase `plan` in ksqlDB's words. */
export function typeExpression(node: AstExpression, scope: Scope): Expression {
  if (scope.computed.size > 0) {
    const computed = scope.computed.get(canonicalText(node));
    if (computed !== undefined) return computed;
  }
  switch (node.kind) {
    case 'null':
      return UNTYPED_NULL;
    case 'boolean':
      return booleanLiteral(node.value);
    case 'integer':
    case 'decimal':
    case 'double':
      return numberLiteral(node);
    case 'string':
      return stringLiteral(node.value);
    case 'unit':
      return stringLiteral(node.unit);
    case 'column':
      return resolveColumn(scope, node);
    case 'arithmetic':
      return typeArithmetic(node, scope);
    case 'negate':
      return typeNegation(node, scope);
    case 'comparison': {
      const [left, right] = comparable(node.operator, node.left, node.right, scope);
      return { kind: 'comparison', operator: node.operator, left, right, type: BOOLEAN };
    }
    case 'and':
    case 'or':
      return {
        kind: node.kind,
        left: typeBoolean(node.left, scope),
        right: typeBoolean(node.right, scope),
        type: BOOLEAN,
      };
    case 'not':
      return { kind: 'not', operand: typeBoolean(node.operand, scope), type: BOOLEAN };
    case 'isNull':
      return { kind: 'isNull', operand: typeExpression(node.operand, scope), negated: node.negated, type: BOOLEAN };
    case 'in':
      return typeIn(node, scope);
    case 'like':
      return typeLike(node, scope);
    case 'between':
      return typeBetween(node, scope);
    case 'case':
      return typeCase(node, scope);
    case 'cast':
      return typeCast(node, scope);
    case 'call':
      return typeCall(node, scope);
    case 'subscript':
      return typeSubscript(node, scope);
    case 'field':
      return typeField(node, scope);
    case 'array':
      return typeArray(node, scope);
    case 'map':
      return typeMap(node, scope);
    case 'struct':
      return typeStruct(node, scope);
    case 'lambda':
      throw sqlError('plan', 'A lambda expression can only be an argument of a function.', node.at);
    default:
      return unreachable(node);
  }
}

function typeBoolean(node: AstExpression, scope: Scope): Expression {
  const typed = castTo(typeExpression(node, scope), BOOLEAN);
  if (typed.kind !== 'cast' || !typed.implicit) return typed;
  const own = formatType(typed.operand.type);
  throw sqlError('plan', `Should evaluate to boolean but is ${textIn(scope, node)} (${own}) instead.`, node.at);
}

function typeIn(node: Extract<AstExpression, { kind: 'in' }>, scope: Scope): Expression {
  try {
    const type = commonType([node.operand, ...node.options], scope) ?? STRING;
    const bring = (each: AstExpression): Expression => {
      const coerced = coerce(each, type, scope);
      if (coerced === null) throw noOperator(type, each, scope);
      return coerced;
    };
    return {
      kind: 'in',
      operand: bring(node.operand),
      options: node.options.map(bring),
      negated: node.negated,
      type: BOOLEAN,
    };
  } catch (error) {
    throw prefixed('Invalid Predicate', error, node);
  }
}

function prefixed(prefix: string, error: unknown, { at }: AstExpression): unknown {
  if (!(error instanceof Error) || !('details' in error)) return error;
  return sqlError('plan', `${prefix}: ${error.message}`, at);
}

function typeLike(node: Extract<AstExpression, { kind: 'like' }>, scope: Scope): Expression {
  const operand = typeExpression(node.operand, scope);
  const pattern = typeExpression(node.pattern, scope);
  for (const [each, source] of [
    [operand, node.operand],
    [pattern, node.pattern],
  ] as const) {
    if (each.type.kind === 'STRING') continue;
    throw sqlError(
      'plan',
      `Like condition must be between strings. The column type for Like condition must be VARCHAR. The column type is ${formatType(each.type)}.`,
      source.at,
    );
  }
  if (node.escape !== null && node.escape.length !== 1) {
    throw sqlError(
      'plan',
      `Failed to prepare statement: Expected singleton escape character, but got: ${node.escape}`,
      node.at,
    );
  }
  return { kind: 'like', operand, pattern, escape: node.escape, negated: node.negated, type: BOOLEAN };
}

function typeBetween(node: Extract<AstExpression, { kind: 'between' }>, scope: Scope): Expression {
  const [operand, low] = comparable('>=', node.operand, momentBeside(node.operand, node.low), scope);
  const [, high] = comparable('<=', node.operand, momentBeside(node.operand, node.high), scope);
  return { kind: 'between', operand, low, high, negated: node.negated, type: BOOLEAN };
}

function typeCase(node: Extract<AstExpression, { kind: 'case' }>, scope: Scope): Expression {
  const { operand } = node;
  const conditions = node.branches.map(({ when }) =>
    operand === null
      ? typeBoolean(when, scope)
      : typeExpression({ kind: 'comparison', at: when.at, operator: '=', left: operand, right: when }, scope),
  );
  const results = node.branches.map((branch) => branch.result);
  const all = node.otherwise === null ? results : [...results, node.otherwise];
  const type = commonType(all, scope);
  if (type === null)
    throw sqlError(
      'plan',
      'Invalid Case expression. All results are NULL: cast one of them to the desired type.',
      node.at,
    );
  const bring = (each: AstExpression): Expression => {
    const coerced = coerce(each, type, scope);
    if (coerced !== null) return coerced;
    const own = formatType(typeExpression(each, scope).type);
    throw sqlError(
      'plan',
      `Invalid Case expression. Type for all 'THEN' clauses should be the same.\nTHEN expression '${textIn(scope, each)}' has type: ${own}.\nPrevious THEN expression(s) type: ${formatType(type)}.`,
      each.at,
    );
  };
  const branches = results.map((result, i) => ({ condition: conditions[i] ?? nullOf(BOOLEAN), result: bring(result) }));
  return { kind: 'case', branches, otherwise: node.otherwise === null ? null : bring(node.otherwise), type };
}

function typeCast(node: Extract<AstExpression, { kind: 'cast' }>, scope: Scope): Expression {
  const type = resolveType(node.type, scope.metastore.types);
  const operand = typeExpression(node.operand, scope);
  if (operand.kind === 'null') return nullCast(type);
  if (!castable(operand.type, type)) {
    throw sqlError('plan', `Cast of ${formatType(operand.type)} to ${formatType(type)} is not supported`, node.at);
  }
  return { kind: 'cast', operand, implicit: false, type };
}

/** A cast keeps NULL from being untyped. */
function nullCast(type: SqlType): Expression {
  return { kind: 'cast', operand: nullOf(type), implicit: false, type };
}

const SCALAR_CASTS: Readonly<Partial<Record<SqlType['kind'], readonly SqlType['kind'][]>>> = {
  BOOLEAN: ['BOOLEAN', 'STRING'],
  INTEGER: ['INTEGER', 'BIGINT', 'DECIMAL', 'DOUBLE', 'STRING'],
  BIGINT: ['INTEGER', 'BIGINT', 'DECIMAL', 'DOUBLE', 'STRING'],
  DECIMAL: ['INTEGER', 'BIGINT', 'DECIMAL', 'DOUBLE', 'STRING'],
  DOUBLE: ['INTEGER', 'BIGINT', 'DECIMAL', 'DOUBLE', 'STRING'],
  STRING: ['BOOLEAN', 'INTEGER', 'BIGINT', 'DECIMAL', 'DOUBLE', 'STRING', 'DATE', 'TIME', 'TIMESTAMP'],
  BYTES: ['BYTES'],
  DATE: ['DATE', 'TIMESTAMP', 'STRING'],
  TIME: ['TIME', 'STRING'],
  TIMESTAMP: ['TIMESTAMP', 'DATE', 'TIME', 'STRING'],
};

export function castable(from: SqlType, to: SqlType): boolean {
  if (from.kind === 'ARRAY') return to.kind === 'ARRAY' ? castable(from.element, to.element) : to.kind === 'STRING';
  if (from.kind === 'MAP') {
    if (to.kind !== 'MAP') return to.kind === 'STRING';
    return castable(from.key, to.key) && castable(from.value, to.value);
  }
  if (from.kind === 'STRUCT') {
    if (to.kind !== 'STRUCT') return to.kind === 'STRING';
    return to.fields.every((field) => {
      const own = from.fields.find((each) => each.name === field.name);
      return own === undefined || castable(own.type, field.type);
    });
  }
  return SCALAR_CASTS[from.kind]?.includes(to.kind) ?? false;
}

function typeSubscript(node: Extract<AstExpression, { kind: 'subscript' }>, scope: Scope): Expression {
  const operand = typeExpression(node.operand, scope);
  const index = typeExpression(node.index, scope);
  if (operand.type.kind === 'ARRAY') {
    if (index.type.kind !== 'INTEGER' && index.type.kind !== 'BIGINT') {
      throw sqlError(
        'plan',
        `An index of an array must be a whole number, but ${textIn(scope, node.index)} is ${formatType(index.type)}.`,
        node.index.at,
      );
    }
    return { kind: 'subscript', operand, index, type: operand.type.element };
  }
  if (operand.type.kind === 'MAP') {
    return { kind: 'subscript', operand, index: castTo(index, operand.type.key), type: operand.type.value };
  }
  throw sqlError(
    'plan',
    `Subscript expression on a value of type ${formatType(operand.type)}: ${textIn(scope, node)}. Only ARRAY and MAP have elements.`,
    node.at,
  );
}

function typeField(node: Extract<AstExpression, { kind: 'field' }>, scope: Scope): Expression {
  const operand = typeExpression(node.operand, scope);
  const { type } = operand;
  if (typeOf(operand) === null || type.kind !== 'STRUCT') {
    throw sqlError(
      'plan',
      `Expected STRUCT type, got: ${formatType(type)}: ${textIn(scope, node.operand)} has no fields.`,
      node.at,
    );
  }
  const index = type.fields.findIndex((field) => field.name === node.name);
  const field = type.fields[index];
  if (field !== undefined) return { kind: 'field', operand, index, name: field.name, type: field.type };
  const near = nearest(
    node.name,
    type.fields.map((each) => each.name),
  );
  throw sqlError(
    'plan',
    `Could not find field '${node.name}' in '${textIn(scope, node.operand)}'.${near === null ? '' : ` Did you mean '${near}'?`}`,
    node.at,
  );
}
