import { unreachable } from '@millrace/base';
import type { ListStatement } from '@millrace/sql';
import type { Entity, QueryListItem } from '../rest/entities.ts';
import { RestError, restErrorCode } from '../rest/errors.ts';
import { schemaInfo } from '../rest/schema-info.ts';
import type { Session, StatementContext } from './context.ts';
import { describeSource } from './describe.ts';
import { queryListItem, sourceListItem } from './source-info.ts';
import { propertyItems } from './properties.ts';

/** SHOW and LIST. */
export async function list(
  context: StatementContext,
  session: Session,
  statement: ListStatement,
  text: string,
): Promise<Entity> {
  const { metastore } = context.commands.state;
  const base = { statementText: text, warnings: [] };
  switch (statement.what) {
    case 'streams':
    case 'tables': {
      const kind = statement.what === 'streams' ? 'stream' : 'table';
      const sources = [...metastore.sources.values()].filter((source) => source.kind === kind);
      if (statement.extended) {
        const sourceDescriptions = await Promise.all(sources.map((each) => describeSource(context, each, true)));
        return { '@type': 'source_descriptions', ...base, sourceDescriptions };
      }
      const items = sources.map(sourceListItem);
      return statement.what === 'streams'
        ? { '@type': 'streams', ...base, streams: items }
        : { '@type': 'tables', ...base, tables: items };
    }
    case 'queries':
      return { '@type': 'queries', ...base, queries: listQueries(context) };
    case 'topics':
      return listTopics(context, statement, text);
    case 'functions':
      return {
        '@type': 'function_names',
        ...base,
        functions: metastore.functions.functions.map((each) => ({
          name: each.name,
          type: functionKind[each.kind],
          category: '',
        })),
      };
    case 'properties':
      return {
        '@type': 'properties',
        ...base,
        properties: propertyItems(session.properties, context.serviceId),
        overwrittenProperties: [...session.properties.keys()],
        defaultProperties: [],
      };
    case 'types':
      return {
        '@type': 'type_list',
        ...base,
        types: Object.fromEntries([...metastore.types].map(([name, type]) => [name, schemaInfo(type)])),
      };
    case 'variables':
      return {
        '@type': 'variables',
        ...base,
        variables: [...session.variables].map(([name, value]) => ({ name, value })),
      };
    case 'connectors':
    case 'connectorPlugins':
      throw new RestError(
        restErrorCode.badStatement,
        'Connectors are run by a Kafka Connect server; ask its REST API.',
      );
    default:
      return unreachable(statement.what);
  }
}

const functionKind = { scalar: 'SCALAR', aggregate: 'AGGREGATE', table: 'TABLE' } as const;

function listQueries(context: StatementContext): readonly QueryListItem[] {
  const persistent = [...context.commands.state.queries.values()].map((query) =>
    queryListItem(query, context.supervisor.view(query.plan.queryId)),
  );
  const push = context.supervisor
    .views()
    .filter((view) => view.kind === 'push')
    .map((view): QueryListItem => ({
      queryString: view.statement,
      sinks: [],
      sinkKafkaTopics: [],
      id: view.queryId,
      statusCount: { RUNNING: 1 },
      queryType: 'PUSH',
      state: 'RUNNING',
    }));
  return [...persistent, ...push];
}

async function listTopics(context: StatementContext, statement: ListStatement, text: string): Promise<Entity> {
  const topics = (await context.kafka.topics())
    .filter((topic) => statement.all || !isHidden(topic.name, topic.internal))
    .map((topic) => ({ name: topic.name, replicaInfo: topic.replicas }));
  const base = { statementText: text, warnings: [] };
  return statement.extended
    ? {
        '@type': 'kafka_topics_extended',
        ...base,
        topics: topics.map((topic) => ({ ...topic, ...consumers(context, topic.name) })),
      }
    : { '@type': 'kafka_topics', ...base, topics };
}

/** Consumers among this server's own queries; those of other programs are not asked for. */
function consumers(context: StatementContext, topic: string): { consumerCount: number; consumerGroupCount: number } {
  const { metastore, queries } = context.commands.state;
  const reading = [...queries.values()].filter((query) =>
    query.plan.sources.some((name) => metastore.sources.get(name)?.topic === topic),
  );
  return { consumerCount: reading.length, consumerGroupCount: reading.length };
}

function isHidden(name: string, internal: boolean): boolean {
  return internal || name.startsWith('_') || name.endsWith('ksql_processing_log');
}
