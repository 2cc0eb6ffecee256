import type { Scope } from '../analysis/scope.ts';
import { messageColumns } from '../analysis/source-scope.ts';
import { typeExpression } from '../analysis/type-expression.ts';
import type { AnalysedQuery } from '../analysis/analyse-query.ts';
import type { ColumnReference, Expression } from './expression.ts';
import type { Column, Format, Step } from './physical-plan.ts';

/** A format with its properties, before it is known for which columns. */
export interface KeyFormat {
  readonly format: Format;
  readonly properties: Readonly<Record<string, string>>;
}

/** How the projection must name a key column: by one of these expressions, the first found. */
export interface KeyColumn {
  /** Canonical texts. */
  readonly viable: readonly string[];
  /** Canonical texts of all that has the key's value: more than `viable` after a join on a computed key. */
  readonly equals: readonly string[];
  /** The same for messages. */
  readonly shown: readonly string[];
  readonly name: string;
}

/** What the key of a stage came from, for messages: `key column`, `grouping expression` … */
export type KeyOrigin =
  | 'key column'
  | 'grouping expression'
  | 'partitioning expression'
  | 'join expression'
  | 'primary key column';

/** A step under construction: where each column, and each expression computed so far, is found in what the step gives out. */
export interface Stage {
  readonly step: Step;
  readonly columns: ReadonlyMap<string, Expression>;
  readonly computed: ReadonlyMap<string, Expression>;
  readonly keys: readonly KeyColumn[];
  readonly keyOrigin: KeyOrigin;
  readonly keyFormat: KeyFormat;
  readonly valueFormat: KeyFormat;
}

export function scopeOf(stage: Stage, query: AnalysedQuery): Scope {
  return {
    metastore: query.metastore,
    columns: stage.columns,
    computed: stage.computed,
    variables: new Map(),
    columnText: messageColumns(query.sources),
    typeExpression,
  };
}

export function valueReference(index: number, { name, type }: Column): ColumnReference {
  return { kind: 'column', part: 'value', index, name, type };
}

export function keyReference(index: number, { name, type }: Column): ColumnReference {
  return { kind: 'column', part: 'key', index, name, type };
}

/** Names that are each used once: the second `A` becomes `A_1`. */
export function uniqueName(name: string, taken: Set<string>): string {
  let unique = name;
  for (let i = 1; taken.has(unique); i += 1) unique = `${name}_${i}`;
  taken.add(unique);
  return unique;
}

/** What a step that writes a topic between must carry of its input for the steps after it. */
export interface Carried {
  readonly columns: Column[];
  readonly values: Expression[];
  readonly scope: Pick<Stage, 'columns' | 'computed'>;
}

/** Everything that the query uses. The record's time travels with the record; all else becomes a value column. */
export function carry(stage: Stage, used: (key: string) => boolean): Carried {
  const columns: Column[] = [];
  const values: Expression[] = [];
  const taken = new Set<string>();
  const move = (from: Expression): Expression => {
    if (from.kind === 'column' && from.part === 'rowtime') return from;
    const name = uniqueName(from.kind === 'column' ? from.name : 'KSQL_INTERNAL_COL', taken);
    const column = { name, type: from.type };
    values.push(from);
    columns.push(column);
    return valueReference(columns.length - 1, column);
  };
  const moveAll = (from: ReadonlyMap<string, Expression>): Map<string, Expression> => {
    const moved = new Map<string, Expression>();
    for (const [key, expression] of from) if (used(key)) moved.set(key, move(expression));
    return moved;
  };
  const movedColumns = moveAll(stage.columns);
  const computed = new Map<string, Expression>();
  for (const [text, expression] of stage.computed) computed.set(text, move(expression));
  return { columns, values, scope: { columns: movedColumns, computed } };
}
