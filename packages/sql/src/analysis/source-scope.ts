import type { Expression } from '../plan/expression.ts';
import type { Metastore } from './metastore.ts';
import { type AliasedSource, pseudoColumnsOf } from './query-sources.ts';
import { columnKey, type Scope } from './scope.ts';
import { typeExpression } from './type-expression.ts';

/** The columns of a source as its source step gives them out. */
export function sourceColumns({ alias, source }: AliasedSource): Map<string, Expression> {
  const columns = new Map<string, Expression>();
  for (const part of ['key', 'value'] as const) {
    source.schema[part].forEach(({ name, type }, index) => {
      columns.set(columnKey(alias, name), { kind: 'column', part, index, name, type });
    });
  }
  for (const { name, part, type } of pseudoColumnsOf(source)) {
    columns.set(columnKey(alias, name), { kind: 'column', part, index: 0, name, type });
  }
  return columns;
}

/** A scope good for finding types only: columns of several sources overlap in it. */
export function sourceScope(sources: readonly AliasedSource[], metastore: Metastore): Scope {
  return {
    metastore,
    columns: new Map(sources.flatMap((source) => [...sourceColumns(source)])),
    computed: new Map(),
    variables: new Map(),
    columnText: messageColumns(sources),
    typeExpression,
  };
}

/** Columns in messages: bare with one source, prefixed by the alias in a join. */
export function messageColumns(sources: readonly AliasedSource[]): (alias: string | null, name: string) => string {
  return (alias, name) => (alias === null || sources.length === 1 ? name : `${alias}_${name}`);
}
