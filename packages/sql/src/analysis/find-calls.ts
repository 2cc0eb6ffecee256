import type { AstCall, AstExpression } from '../syntax/ast-expression.ts';
import { walk } from '../syntax/map-expression.ts';
import type { Metastore } from './metastore.ts';
import { canonicalText } from './scope.ts';

/** The calls of functions of one kind in an expression, outermost first, each text once. */
export function callsOf(
  nodes: readonly AstExpression[],
  kind: 'aggregate' | 'table',
  { functions }: Metastore,
): AstCall[] {
  const found = new Map<string, AstCall>();
  for (const node of nodes) {
    walk(node, (each) => {
      if (each.kind !== 'call' || functions.find(each.name)?.kind !== kind) return;
      const text = canonicalText(each);
      if (!found.has(text)) found.set(text, each);
    });
  }
  return [...found.values()];
}
