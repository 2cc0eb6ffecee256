import type { DataSource } from '../analysis/metastore.ts';
import { castTo } from '../analysis/coerce.ts';
import { commonNumeric } from '../analysis/numeric-types.ts';
import { sourceHint } from '../analysis/query-sources.ts';
import { readProperties } from '../analysis/with-properties.ts';
import type { InsertSelect } from '../syntax/ast.ts';
import { formatSchema } from '../syntax/format-columns.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { sameType } from '../types/format-type.ts';
import type { SqlType } from '../types/sql-type.ts';
import { changed, type EngineContext, type EngineState, type Execution } from './engine-types.ts';
import { sinkOf } from './execute-create-as.ts';
import type { RowSchema, Step } from './physical-plan.ts';
import { planQuery } from './plan-query.ts';
import { planContext } from './query-identity.ts';
import { valueReference } from './stage.ts';

/** INSERT INTO stream SELECT …: another query that fills it. */
export function insertSelect(
  state: EngineState,
  statement: InsertSelect,
  text: string,
  context: EngineContext,
): Execution {
  const { target, targetAt } = statement;
  const sink = state.metastore.sources.get(target);
  if (sink === undefined) {
    const place = `Line: ${targetAt.line}, Col: ${targetAt.column}`;
    throw sqlError(
      'plan',
      `${place}: Source \`${target}\` does not exist.${sourceHint(target, state.metastore)}`,
      targetAt,
    );
  }
  if (sink.kind === 'table') {
    throw sqlError('plan', `INSERT INTO can only be used to insert into a stream. ${target} is a table.`, targetAt);
  }
  if (sink.readOnly) throw sqlError('plan', `Cannot insert into read-only stream: ${target}`, targetAt);
  const properties = readProperties(statement.properties, 'asSelect');
  const queryId = properties.queryId ?? `INSERTQUERY_${context.queryNumber}`;
  const format = { format: sink.keySerde.format, properties: sink.keySerde.properties };
  const plan = {
    ...planContext(queryId, context, properties, false),
    sinkKeyFormat: format.format === 'NONE' ? null : format,
  };
  const { stage, analysed } = planQuery(statement.query, state.metastore, target, plan);
  if (stage.step.relation === 'table') {
    throw sqlError(
      'plan',
      'INSERT INTO can only be used to insert into a stream, but the SELECT query produces a TABLE.',
      statement.at,
    );
  }
  const root = matchSink(stage.step, sink);
  const topic = context.topic(sink.topic) ?? { partitions: 1, replicas: 1 };
  const started = {
    queryId,
    kind: 'persistent' as const,
    applicationId: plan.applicationId,
    root,
    sink: sinkOf(sink, topic),
    limit: statement.query.limit,
    statement: text,
    sources: analysed.sources.map(({ source }) => source.name),
  };
  return changed({ started, message: `Created query with ID ${queryId}` });
}

/** The result must have the sink's columns; numbers are widened to its types. */
function matchSink(step: Step, sink: DataSource): Step {
  const schema = payloadOf(sink.schema);
  if (sameColumns(step.schema, schema)) return step;
  if (!fits(step.schema, schema)) {
    throw sqlError(
      'plan',
      `Incompatible schema between results and sink.\nResult schema is ${formatSchema(step.schema)}\nSink schema is ${formatSchema(sink.schema)}`,
    );
  }
  return {
    kind: 'select',
    context: 'Project',
    relation: step.relation,
    schema: { key: step.schema.key, value: schema.value },
    window: step.window,
    input: step,
    values: schema.value.map((column, i) => {
      const own = step.schema.value[i] ?? column;
      return castTo(valueReference(i, own), column.type);
    }),
  };
}

function payloadOf({ key, value }: RowSchema): RowSchema {
  return { key, value: value.filter((column) => column.headers === undefined) };
}

function sameColumns(one: RowSchema, other: RowSchema): boolean {
  return (['key', 'value'] as const).every(
    (part) =>
      one[part].length === other[part].length &&
      one[part].every(
        (column, i) => column.name === other[part][i]?.name && sameType(column.type, other[part][i].type),
      ),
  );
}

function fits(result: RowSchema, sink: RowSchema): boolean {
  if (result.key.length !== sink.key.length || result.value.length !== sink.value.length) return false;
  const keys = result.key.every(
    (column, i) => column.name === sink.key[i]?.name && sameType(column.type, sink.key[i].type),
  );
  return (
    keys &&
    result.value.every((column, i) => {
      const other = sink.value[i];
      return other !== undefined && column.name === other.name && widens(column.type, other.type);
    })
  );
}

function widens(from: SqlType, to: SqlType): boolean {
  if (sameType(from, to)) return true;
  const common = commonNumeric(from, to);
  return common !== null && sameType(common, to);
}
