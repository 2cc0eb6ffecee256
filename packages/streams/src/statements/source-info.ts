import { type DataSource, formatType, type RowSchema, type WindowInfo } from '@millrace/sql';
import type { FieldInfo } from '../rest/schema-info.ts';
import { schemaInfo } from '../rest/schema-info.ts';
import type { QueryListItem, SourceListItem } from '../rest/entities.ts';
import type { PersistentQuery, ServerState } from '../state/server-state.ts';
import type { QueryView } from '../runtime/supervisor.ts';

export function sourceListItem(source: DataSource): SourceListItem {
  return {
    type: source.kind === 'stream' ? 'STREAM' : 'TABLE',
    name: source.name,
    topic: source.topic,
    keyFormat: source.keySerde.format,
    valueFormat: source.valueSerde.format,
    isWindowed: source.window !== null,
  };
}

/** Columns as DESCRIBE lists them: keys first, then values. */
export function fieldInfos(schema: RowSchema): readonly FieldInfo[] {
  return [
    ...schema.key.map((column) => ({ name: column.name, schema: schemaInfo(column.type), type: 'KEY' as const })),
    ...schema.value.map((column) => ({
      name: column.name,
      schema: schemaInfo(column.type),
      ...(column.headers === undefined ? {} : { type: 'HEADER' as const }),
    })),
  ];
}

/** A schema on one line: `` `ID` STRING KEY, `N` BIGINT ``. */
export function schemaText(schema: RowSchema): string {
  return [
    ...schema.key.map((column) => `\`${column.name}\` ${formatType(column.type)} KEY`),
    ...schema.value.map((column) => `\`${column.name}\` ${formatType(column.type)}`),
  ].join(', ');
}

export function windowTypeOf(window: WindowInfo | null): string | null {
  return window === null ? null : window.type;
}

export function queryListItem(query: PersistentQuery, view: QueryView | undefined): QueryListItem {
  const { plan } = query;
  const state = queryState(query, view);
  return {
    queryString: plan.statement,
    sinks: plan.sink === null ? [] : [plan.sink.name],
    sinkKafkaTopics: plan.sink === null ? [] : [plan.sink.topic],
    id: plan.queryId,
    statusCount: { [state]: 1 },
    queryType: 'PERSISTENT',
    state,
  };
}

/** ksqlDB's word for the state: a query that starts counts as running. */
export function queryState(query: PersistentQuery, view: QueryView | undefined): string {
  if (query.paused) return 'PAUSED';
  return view?.state === 'ERROR' ? 'ERROR' : 'RUNNING';
}

export function readersOf(state: ServerState, source: string): readonly PersistentQuery[] {
  return [...state.queries.values()].filter((query) => query.plan.sources.includes(source));
}

export function writersOf(state: ServerState, source: string): readonly PersistentQuery[] {
  return [...state.queries.values()].filter((query) => query.plan.sink?.name === source);
}
