import type { DataSource, DescribeFunction, DescribeSource, SqlFunction } from '@millrace/sql';
import type { Entity, FunctionDescription, OffsetSummary, SourceDescription } from '../rest/entities.ts';
import { RestError, restErrorCode } from '../rest/errors.ts';
import type { StatementContext } from './context.ts';
import { fieldInfos, queryListItem, readersOf, windowTypeOf, writersOf } from './source-info.ts';

/** DESCRIBE name, DESCRIBE STREAMS, DESCRIBE TABLES. */
export async function describe(context: StatementContext, statement: DescribeSource, text: string): Promise<Entity> {
  const { sources } = context.commands.state.metastore;
  const base = { statementText: text, warnings: [] };
  if (statement.name !== null) {
    const source = sources.get(statement.name);
    if (source === undefined) {
      throw new RestError(
        restErrorCode.badStatement,
        `Could not find STREAM/TABLE '${statement.name}' in the Metastore`,
      );
    }
    const sourceDescription = await describeSource(context, source, statement.extended);
    return { '@type': 'sourceDescription', ...base, sourceDescription };
  }
  const all = [...sources.values()].filter((source) => source.kind === statement.sourceKind);
  const sourceDescriptions = await Promise.all(all.map((each) => describeSource(context, each, statement.extended)));
  return { '@type': 'source_descriptions', ...base, sourceDescriptions };
}

/** `extended` asks the broker for partitions and for how far each query has read. */
export async function describeSource(
  context: StatementContext,
  source: DataSource,
  extended: boolean,
): Promise<SourceDescription> {
  const { state } = context.commands;
  const topic = extended ? await context.kafka.topic(source.topic) : undefined;
  const writers = writersOf(state, source.name);
  const view = (queryId: string) => context.supervisor.view(queryId);
  const stats = writers.map((query) => view(query.plan.queryId));
  return {
    name: source.name,
    windowType: windowTypeOf(source.window),
    readQueries: readersOf(state, source.name).map((query) => queryListItem(query, view(query.plan.queryId))),
    writeQueries: writers.map((query) => queryListItem(query, view(query.plan.queryId))),
    fields: fieldInfos(source.schema),
    type: source.kind === 'stream' ? 'STREAM' : 'TABLE',
    timestamp: source.timestamp?.column ?? '',
    statistics: stats.map((each) => `total-messages: ${each?.emitted ?? 0}`).join('\n'),
    errorStats: stats.map((each) => `total-errors: ${each?.errors ?? 0}`).join('\n'),
    extended,
    keyFormat: source.keySerde.format,
    valueFormat: source.valueSerde.format,
    topic: source.topic,
    partitions: topic?.replicas.length ?? 0,
    replication: topic?.replicas[0] ?? 0,
    statement: source.statement,
    queryOffsetSummaries: extended ? await offsetSummaries(context, source) : [],
    sourceConstraints: [],
    clusterStatistics: [],
    clusterErrorStats: [],
  };
}

async function offsetSummaries(context: StatementContext, source: DataSource): Promise<readonly OffsetSummary[]> {
  const { state } = context.commands;
  const writers = writersOf(state, source.name);
  return Promise.all(
    writers.map(async ({ plan }) => {
      const topics = plan.sources
        .map((name) => state.metastore.sources.get(name)?.topic)
        .filter((t) => t !== undefined);
      const topicSummaries = await Promise.all(
        [...new Set(topics)].map(async (kafkaTopic) => ({
          kafkaTopic,
          offsets: await context.kafka.offsets(kafkaTopic, plan.applicationId),
        })),
      );
      return { groupId: plan.applicationId, topicSummaries };
    }),
  );
}

/** DESCRIBE FUNCTION name. */
export function describeFunction(context: StatementContext, statement: DescribeFunction, text: string): Entity {
  const found = context.commands.state.metastore.functions.find(statement.name);
  if (found === undefined) {
    throw new RestError(
      restErrorCode.badStatement,
      `Can't find any functions with the name '${statement.name.toUpperCase()}'`,
    );
  }
  return { '@type': 'describe_function', statementText: text, warnings: [], ...functionDescription(found) };
}

const functionType = { scalar: 'SCALAR', aggregate: 'AGGREGATE', table: 'TABLE' } as const;

function functionDescription(found: SqlFunction): FunctionDescription {
  return {
    name: found.name,
    description: found.description,
    author: '',
    version: '',
    path: 'internal',
    type: functionType[found.kind],
    functions: found.variants.map((variant) => ({
      arguments: variant.parameters
        .split(',')
        .map((type) => type.trim())
        .filter((type) => type !== '')
        .map((type) => ({ name: '', type, description: '', isVariadic: type.endsWith('...') })),
      returnType: typeof variant.returns === 'string' ? variant.returns : '',
      description: '',
    })),
  };
}
