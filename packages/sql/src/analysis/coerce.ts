import type { Expression } from '../plan/expression.ts';
import type { AstExpression } from '../syntax/ast-expression.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { formatType, sameType } from '../types/format-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import { commonNumeric, isNumeric } from './numeric-types.ts';
import { parseLiteral } from './parse-literal.ts';
import { bigintLiteral, decimalLiteral, nullOf, plainNumber, stringLiteral } from './literals.ts';
import { type Scope, textIn } from './scope.ts';

/** The type of an expression; null for a bare NULL. */
export function typeOf(expression: Expression): SqlType | null {
  return expression.kind === 'null' ? null : expression.type;
}

/** An implicit conversion: nothing where the types are the same. */
export function castTo(expression: Expression, type: SqlType): Expression {
  if (expression.kind === 'null') return nullOf(type);
  if (sameType(expression.type, type)) return expression;
  return { kind: 'cast', operand: expression, implicit: true, type };
}

/**
 * Brings an expression to a type as the elements of a list or the options of IN are: numbers widen, texts written as literals are
 * read as the type, constructors element by element. Null when there is no such way.
 */
export function coerce(node: AstExpression, type: SqlType, scope: Scope): Expression | null {
  if (node.kind === 'null') return nullOf(type);
  if (node.kind === 'string')
    return type.kind === 'STRING' ? stringLiteral(node.value) : parseLiteral(node.value, type, node.at);
  if (node.kind === 'array') return coerceArray(node, type, scope);
  if (node.kind === 'map') return coerceMap(node, type, scope);
  return node.kind === 'struct' ? coerceStruct(node, type, scope) : coerceTyped(node, type, scope);
}

function coerceArray(node: Extract<AstExpression, { kind: 'array' }>, type: SqlType, scope: Scope): Expression | null {
  if (type.kind !== 'ARRAY') return null;
  const elements = whole(node.elements.map((element) => coerce(element, type.element, scope)));
  return elements && { kind: 'array', elements, type };
}

function coerceMap(node: Extract<AstExpression, { kind: 'map' }>, type: SqlType, scope: Scope): Expression | null {
  if (type.kind !== 'MAP') return null;
  const keys = whole(node.entries.map((entry) => coerce(entry.key, type.key, scope)));
  const values = whole(node.entries.map((entry) => coerce(entry.value, type.value, scope)));
  if (keys === null || values === null) return null;
  return { kind: 'map', entries: keys.map((key, i) => ({ key, value: values[i] ?? nullOf(type.value) })), type };
}

function coerceStruct(
  node: Extract<AstExpression, { kind: 'struct' }>,
  type: SqlType,
  scope: Scope,
): Expression | null {
  if (type.kind !== 'STRUCT' || node.fields.some((field) => !type.fields.some((each) => each.name === field.name)))
    return null;
  const values = whole(
    type.fields.map((field) => {
      const given = node.fields.find((each) => each.name === field.name);
      return given === undefined ? nullOf(field.type) : coerce(given.value, field.type, scope);
    }),
  );
  return values && { kind: 'struct', values, type };
}

function coerceTyped(node: AstExpression, type: SqlType, scope: Scope): Expression | null {
  const typed = scope.typeExpression(node, scope);
  const own = typeOf(typed);
  if (own === null || sameType(own, type)) return castTo(typed, type);
  const wider = widen(own, type);
  if (wider !== null && sameType(wider, type)) return castTo(typed, type);
  if (type.kind === 'STRING' && typed.kind === 'literal') return stringLiteral(String(typed.value));
  return null;
}

/** The list, if nothing in it is missing. */
function whole(expressions: readonly (Expression | null)[]): Expression[] | null {
  const present = expressions.filter((expression) => expression !== null);
  return present.length === expressions.length ? present : null;
}

/**
 * Brings expressions to one type: that of the first one whose type is certain, widened by the other numbers. Texts written as
 * literals are certain only when there is nothing else. Null when all are NULL.
 */
export function coerceAll(nodes: readonly AstExpression[], scope: Scope): { type: SqlType; all: Expression[] } | null {
  const type = commonType(nodes, scope);
  if (type === null) return null;
  const all = nodes.map((node) => {
    const coerced = coerce(node, type, scope);
    if (coerced !== null) return coerced;
    throw noOperator(type, node, scope);
  });
  return { type, all };
}

export function noOperator(type: SqlType, node: AstExpression, scope: Scope): Error {
  const own = typeOf(scope.typeExpression(node, scope));
  const other = own === null ? 'NULL' : formatType(own);
  return sqlError(
    'plan',
    `operator does not exist: ${formatType(type)} = ${other} (${textIn(scope, node)})\nHint: You might need to add explicit type casts.`,
    node.at,
  );
}

export function commonType(nodes: readonly AstExpression[], scope: Scope): SqlType | null {
  let common: SqlType | null = null;
  for (const node of nodes) {
    if (node.kind === 'null' || node.kind === 'string') continue;
    const type = typeOf(scope.typeExpression(node, scope));
    if (type === null) continue;
    common = common === null ? type : (widen(common, type) ?? common);
  }
  const texts = nodes.filter((node) => node.kind === 'string');
  if (common === null) return texts.length > 0 ? { kind: 'STRING' } : null;
  return texts.reduce((type, { value }) => widenByText(type, value), common);
}

/** A number in quotes counts as the number: beside INTEGER, '2147483648' asks for BIGINT. */
function widenByText(type: SqlType, text: string): SqlType {
  if (!isNumeric(type)) return type;
  const plain = plainNumber(text.trim());
  if (plain === null) return type;
  const number = /^[+-]?\d+$/.test(text.trim()) ? bigintLiteral(BigInt(plain)) : decimalLiteral(plain);
  const small = number.type.kind === 'BIGINT' && Math.abs(Number(text)) <= 2_147_483_647;
  return small ? type : (commonNumeric(type, number.type) ?? type);
}

/** One type for both, going into arrays, maps and structs of the same fields; null when there is none. */
function widen(left: SqlType, right: SqlType): SqlType | null {
  if (sameType(left, right)) return left;
  if (left.kind === 'ARRAY' && right.kind === 'ARRAY') {
    const element = widen(left.element, right.element);
    return element && { kind: 'ARRAY', element };
  }
  if (left.kind === 'MAP' && right.kind === 'MAP') {
    const key = widen(left.key, right.key);
    const value = widen(left.value, right.value);
    return key && value && { kind: 'MAP', key, value };
  }
  if (left.kind === 'STRUCT' && right.kind === 'STRUCT') return widenStruct(left, right);
  return commonNumeric(left, right);
}

function widenStruct(
  left: Extract<SqlType, { kind: 'STRUCT' }>,
  right: Extract<SqlType, { kind: 'STRUCT' }>,
): SqlType | null {
  const fields = [...left.fields];
  for (const field of right.fields) {
    const index = fields.findIndex((each) => each.name === field.name);
    const known = fields[index];
    if (known === undefined) {
      fields.push(field);
      continue;
    }
    const type = widen(known.type, field.type);
    if (type === null) return null;
    fields[index] = { name: field.name, type };
  }
  return { kind: 'STRUCT', fields };
}
