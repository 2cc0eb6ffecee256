import type { Expression } from '../plan/expression.ts';
import type { AstExpression } from '../syntax/ast-expression.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { coerceAll } from './coerce.ts';
import type { Scope } from './scope.ts';

const ISSUE = 'https://github.com/confluentinc/ksql/issues/4239';

export function typeArray(node: Extract<AstExpression, { kind: 'array' }>, scope: Scope): Expression {
  if (node.elements.length === 0) {
    throw sqlError(
      'plan',
      `Array constructor cannot be empty. Please supply at least one element (see ${ISSUE}).`,
      node.at,
    );
  }
  const coerced = coerceAll(node.elements, scope);
  if (coerced === null) {
    throw sqlError(
      'plan',
      `Cannot construct an array with all NULL elements (see ${ISSUE}). As a workaround, you may cast a NULL value to the desired type.`,
      node.at,
    );
  }
  return { kind: 'array', elements: coerced.all, type: { kind: 'ARRAY', element: coerced.type } };
}

export function typeMap(node: Extract<AstExpression, { kind: 'map' }>, scope: Scope): Expression {
  if (node.entries.length === 0) {
    throw sqlError(
      'plan',
      `Map constructor cannot be empty. Please supply at least one key value pair (see ${ISSUE}).`,
      node.at,
    );
  }
  const keys = coerceAll(
    node.entries.map((entry) => entry.key),
    scope,
  );
  const values = coerceAll(
    node.entries.map((entry) => entry.value),
    scope,
  );
  if (keys === null || values === null) {
    throw sqlError(
      'plan',
      `Cannot construct a map with all NULL ${keys === null ? 'keys' : 'values'} (see ${ISSUE}). As a workaround, you may cast a NULL value to the desired type.`,
      node.at,
    );
  }
  const entries = keys.all.flatMap((key, i) => {
    const value = values.all[i];
    return value === undefined ? [] : [{ key, value }];
  });
  return { kind: 'map', entries, type: { kind: 'MAP', key: keys.type, value: values.type } };
}

export function typeStruct(node: Extract<AstExpression, { kind: 'struct' }>, scope: Scope): Expression {
  const names = new Set<string>();
  for (const { name } of node.fields) {
    if (names.has(name)) throw sqlError('plan', `Duplicate field names found in STRUCT: '${name}'`, node.at);
    names.add(name);
  }
  const values = node.fields.map((field) => scope.typeExpression(field.value, scope));
  const fields = node.fields.map(({ name }, i) => ({ name, type: values[i]?.type ?? { kind: 'STRING' as const } }));
  return { kind: 'struct', values, type: { kind: 'STRUCT', fields } };
}
