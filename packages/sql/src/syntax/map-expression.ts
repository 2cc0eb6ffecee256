import { unreachable } from '@millrace/base';
import type { AstExpression } from './ast-expression.ts';

/** The same node with each direct child replaced. */
export function mapChildren(node: AstExpression, map: (child: AstExpression) => AstExpression): AstExpression {
  switch (node.kind) {
    case 'null':
    case 'boolean':
    case 'integer':
    case 'decimal':
    case 'double':
    case 'string':
    case 'unit':
    case 'column':
      return node;
    case 'arithmetic':
    case 'comparison':
    case 'and':
    case 'or':
      return { ...node, left: map(node.left), right: map(node.right) };
    case 'negate':
    case 'not':
    case 'isNull':
    case 'cast':
    case 'field':
      return { ...node, operand: map(node.operand) };
    case 'in':
      return { ...node, operand: map(node.operand), options: node.options.map(map) };
    case 'like':
      return { ...node, operand: map(node.operand), pattern: map(node.pattern) };
    case 'between':
      return { ...node, operand: map(node.operand), low: map(node.low), high: map(node.high) };
    case 'case':
      return {
        ...node,
        operand: node.operand === null ? null : map(node.operand),
        branches: node.branches.map(({ when, result }) => ({ when: map(when), result: map(result) })),
        otherwise: node.otherwise === null ? null : map(node.otherwise),
      };
    case 'call':
      return { ...node, args: node.args.map(map) };
    case 'subscript':
      return { ...node, operand: map(node.operand), index: map(node.index) };
    case 'array':
      return { ...node, elements: node.elements.map(map) };
    case 'map':
      return { ...node, entries: node.entries.map(({ key, value }) => ({ key: map(key), value: map(value) })) };
    case 'struct':
      return { ...node, fields: node.fields.map(({ name, value }) => ({ name, value: map(value) })) };
    case 'lambda':
      return { ...node, body: map(node.body) };
    default:
      return unreachable(node);
  }
}

/** Every node, parents before children. */
export function walk(node: AstExpression, visit: (node: AstExpression) => void): void {
  visit(node);
  mapChildren(node, (child) => {
    walk(child, visit);
    return child;
  });
}

/** Names of lambda parameters are not columns; `inScope` are those of the enclosing lambdas. */
export function mapColumns(
  node: AstExpression,
  map: (column: Extract<AstExpression, { kind: 'column' }>) => AstExpression,
  inScope: readonly string[] = [],
): AstExpression {
  if (node.kind === 'column') return node.source === null && inScope.includes(node.name) ? node : map(node);
  const inner = node.kind === 'lambda' ? [...inScope, ...node.parameters] : inScope;
  return mapChildren(node, (child) => mapColumns(child, map, inner));
}
