import { refuseIncompatibleSchema } from '../analysis/sink-schema.ts';
import type { DataSource } from '../analysis/metastore.ts';
import { readProperties, type WithProperties } from '../analysis/with-properties.ts';
import type { CreateAsSelect } from '../syntax/ast.ts';
import { type AnalysedQuery, boundQuery } from '../analysis/analyse-query.ts';
import { formatStatement } from '../syntax/format-statement.ts';
import { aboutStatement, isSqlError, sqlError } from '../syntax/sql-error.ts';
import { changed, type EngineContext, type EngineState, type Execution, type NeededTopic } from './engine-types.ts';
import { existsMessage, refuseReplacement } from './execute-create.ts';
import type { PhysicalPlan, Sink } from './physical-plan.ts';
import { planQuery } from './plan-query.ts';
import { planSink } from './plan-sink.ts';
import { planContext } from './query-identity.ts';

/** CREATE STREAM or TABLE … AS SELECT: a sink and the query that fills it. */
export function createAsSelect(
  state: EngineState,
  statement: CreateAsSelect,
  text: string,
  context: EngineContext,
): Execution {
  const { name, sourceKind } = statement;
  const existing = state.metastore.sources.get(name);
  if (existing !== undefined) {
    if (statement.ifNotExists) return changed({ message: existsMessage(existing) });
    if (!statement.orReplace) {
      throw sqlError(
        'plan',
        `Cannot add ${sourceKind} '${name}': A ${existing.kind} with the same name already exists`,
        statement.at,
      );
    }
    refuseReplacement(existing, sourceKind, statement);
  }
  if (statement.query.limit !== null) {
    throw sqlError(
      'plan',
      `CREATE ${sourceKind.toUpperCase()} AS SELECT statements don't support LIMIT clause.`,
      statement.query.at,
    );
  }
  const properties = readProperties(statement.properties, 'asSelect');
  const replaced = existing === undefined ? undefined : writerOf(state, name);
  const queryId = replaced?.queryId ?? properties.queryId ?? newQueryId(statement, context);
  const plan = planContext(queryId, context, properties, false);
  const { stage, analysed } = planQuery(statement.query, state.metastore, name, plan);
  refuseKind(statement, stage.step.relation);
  const sink = aboutRewritten(statement, analysed, () => {
    const made = planSink(name, stage, properties, context.settings, text);
    refuseIncompatibleSchema(made, context.schemas);
    return made;
  });
  const [first] = analysed.sources;
  const topic = sinkTopic(sink, first?.source.topic ?? '', properties, context);
  const started: PhysicalPlan = {
    queryId,
    kind: 'persistent',
    applicationId: plan.applicationId,
    root: stage.step,
    sink: sinkOf(sink, topic),
    limit: null,
    statement: text,
    sources: analysed.sources.map(({ source }) => source.name),
  };
  const terminated = replaced === undefined ? [] : [replaced.queryId];
  return changed({ sources: [sink], started, terminated, message: `Created query with ID ${queryId}` }, topic);
}

/** ksqlDB reports what is wrong with a sink beside the statement as it understood it: names bound, stars expanded. */
function aboutRewritten<T>(statement: CreateAsSelect, analysed: AnalysedQuery, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!isSqlError(error)) throw error;
    throw aboutStatement(error, formatStatement({ ...statement, query: boundQuery(analysed) }, ''));
  }
}

function newQueryId({ sourceKind, name }: CreateAsSelect, context: EngineContext): string {
  return `${sourceKind === 'stream' ? 'CSAS' : 'CTAS'}_${name}_${context.queryNumber}`;
}

function writerOf(state: EngineState, name: string): PhysicalPlan | undefined {
  for (const { plan } of state.queries.values()) {
    if (plan.sink?.name === name && !plan.queryId.startsWith('INSERTQUERY')) return plan;
  }
  return undefined;
}

function refuseKind({ sourceKind, at }: CreateAsSelect, made: 'stream' | 'table'): void {
  if (sourceKind === made) return;
  const upper = made.toUpperCase();
  throw sqlError(
    'plan',
    `Invalid result type. Your SELECT query produces a ${upper}. Please use CREATE ${upper} AS SELECT statement instead.`,
    at,
  );
}

/** The layout that WITH gives, else that of the topic if it is there, else that of the first source. */
function sinkTopic(
  sink: DataSource,
  sourceTopic: string,
  properties: WithProperties,
  context: EngineContext,
): NeededTopic {
  const known = context.topic(sink.topic) ?? context.topic(sourceTopic);
  const { settings } = context;
  const configured = (name: string): number | undefined =>
    settings[name] === undefined ? undefined : Number(settings[name]);
  return {
    name: sink.topic,
    partitions: properties.partitions ?? configured('ksql.sink.partitions') ?? known?.partitions ?? 1,
    replicas: properties.replicas ?? configured('ksql.sink.replicas') ?? known?.replicas ?? 1,
    cleanupPolicy: properties.cleanupPolicy ?? (sink.kind === 'table' ? tablePolicy(sink) : null),
    retentionMs: properties.retentionMs ?? null,
  };
}

function tablePolicy({ window }: DataSource): string {
  return window === null ? 'compact' : 'compact,delete';
}

export function sinkOf(source: DataSource, topic: Pick<NeededTopic, 'partitions' | 'replicas'>): Sink {
  return {
    name: source.name,
    relation: source.kind,
    topic: source.topic,
    partitions: topic.partitions ?? 1,
    replicas: topic.replicas ?? 1,
    keySerde: source.keySerde,
    valueSerde: source.valueSerde,
    timestamp: source.timestamp,
  };
}
