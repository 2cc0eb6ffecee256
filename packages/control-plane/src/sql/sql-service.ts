import type { QueryView, SqlPlan, SqlResult, SqlSource } from '@millrace/mesh';
import { isObject, itemsOf, textOf } from '../ports/http-json.ts';
import type { KsqlClient } from '../ports/ksql-client.ts';
import { typeText } from './ksql-schema.ts';

type Entity = Readonly<Record<string, unknown>>;

/** Ends with exactly one `;`, as ksqlDB asks. */
export const terminated = (statement: string): string => `${statement.trim().replace(/;+\s*$/, '')};`;

/** What the server did with the last statement of a request, and every query that began with it. */
export function resultOf(
  statement: string,
  entities: readonly Entity[],
): { readonly result: Omit<SqlResult, 'sink'>; readonly queryIds: readonly string[] } {
  const statuses = entities.map((entity) => entity['commandStatus']).filter(isObject);
  const queryIds = statuses.flatMap(({ queryId, message }) => {
    const id = textOf(queryId) === '' ? /Created query with ID (\S+)/i.exec(textOf(message))?.[1] : textOf(queryId);
    return id === undefined || id === '' ? [] : [id];
  });
  const queryId = queryIds.at(-1);
  const message =
    statuses.length > 0
      ? statuses.map((status) => textOf(status['message'])).join('\n')
      : entities.map((entity) => JSON.stringify(withoutEnvelope(entity), undefined, 2)).join('\n');
  return { result: { statement, message, ...(queryId === undefined ? {} : { queryId }) }, queryIds };
}

function withoutEnvelope(entity: Entity): unknown {
  const { '@type': _type, statementText: _text, warnings: _warnings, ...rest } = entity;
  return rest;
}

/** The server's streams and tables with their columns. `productOf` names the product of a topic. */
export async function listSources(
  ksql: KsqlClient,
  productOf: (topic: string) => string | undefined,
): Promise<readonly SqlSource[]> {
  const lists = await ksql.execute('LIST STREAMS EXTENDED; LIST TABLES EXTENDED;');
  return lists
    .flatMap((entity) => itemsOf(entity['sourceDescriptions']))
    .filter(isObject)
    .map((source) => {
      const product = productOf(textOf(source['topic']));
      return {
        name: textOf(source['name']),
        kind: source['type'] === 'TABLE' ? 'table' : 'stream',
        topic: textOf(source['topic']),
        ...(product === undefined ? {} : { product }),
        columns: columnsOf(source),
      };
    });
}

const columnsOf = (described: Entity): SqlSource['columns'] =>
  itemsOf(described['fields'])
    .filter(isObject)
    .map((field) => ({
      name: textOf(field['name']),
      type: typeText(field['schema']),
      key: field['type'] === 'KEY',
    }));

const states = ['RUNNING', 'PAUSED', 'ERROR', 'UNRESPONSIVE'] as const;

/** The server's persistent queries; sources and sinks as topics, from what each stream and table says of its queries. */
export async function listQueries(ksql: KsqlClient): Promise<readonly QueryView[]> {
  const entities = await ksql.execute('LIST STREAMS EXTENDED; LIST TABLES EXTENDED; LIST QUERIES;');
  const described = entities.flatMap((entity) => itemsOf(entity['sourceDescriptions'])).filter(isObject);
  const topicsOf = (queryId: string, part: 'readQueries' | 'writeQueries'): readonly string[] =>
    described
      .filter((source) => itemsOf(source[part]).some((query) => isObject(query) && query['id'] === queryId))
      .map((source) => textOf(source['topic']));
  return entities
    .flatMap((entity) => itemsOf(entity['queries']))
    .filter(isObject)
    .filter((query) => query['queryType'] === 'PERSISTENT')
    .map((query) => {
      const id = textOf(query['id']);
      return {
        id,
        statement: textOf(query['queryString']),
        state: states.find((state) => state === query['state']) ?? 'UNRESPONSIVE',
        sources: topicsOf(id, 'readQueries'),
        sink: textOf(itemsOf(query['sinkKafkaTopics'])[0]) || (topicsOf(id, 'writeQueries')[0] ?? ''),
      };
    });
}

export async function explain(ksql: KsqlClient, statement: string): Promise<SqlPlan> {
  const entities = await ksql.execute(`EXPLAIN ${terminated(statement)}`);
  const described = entities.map((entity) => entity['queryDescription']).find(isObject) ?? {};
  return {
    columns: columnsOf(described),
    sources: itemsOf(described['sources']).map(textOf),
    sinks: itemsOf(described['sinks']).map(textOf),
    text: textOf(described['executionPlan']).trim() || textOf(described['topology']).trim(),
  };
}
