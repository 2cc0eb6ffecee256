import type { Metastore } from './metastore.ts';
import type { Scope } from './scope.ts';
import { typeExpression } from './type-expression.ts';

/** A scope without columns, for literals and INSERT VALUES. */
export function literalScope(metastore: Metastore): Scope {
  return {
    metastore,
    columns: new Map(),
    computed: new Map(),
    variables: new Map(),
    columnText: (_source, name) => name,
    typeExpression,
  };
}
