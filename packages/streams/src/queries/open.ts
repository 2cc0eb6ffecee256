import { execute, parseScript, type PhysicalPlan, type PullPlan } from '@millrace/sql';
import { RestError, restErrorCode, restErrorOf } from '../rest/errors.ts';
import type { StatementContext } from '../statements/context.ts';
import { engineContext } from '../statements/engine-context.ts';
import type { OpenQuery, ResultColumn } from './open-query.ts';

/** Opens a SELECT for one client. */
export async function openQuery(
  context: StatementContext,
  sql: string,
  properties: Readonly<Record<string, string>>,
): Promise<OpenQuery> {
  try {
    return await open(context, sql, properties);
  } catch (error) {
    throw restErrorOf(error, sql);
  }
}

async function open(
  context: StatementContext,
  sql: string,
  properties: Readonly<Record<string, string>>,
): Promise<OpenQuery> {
  const statements = parseScript(sql);
  const [parsed] = statements;
  if (parsed === undefined || statements.length > 1) {
    throw new RestError(
      restErrorCode.badStatement,
      `Expected exactly one KSQL statement; found ${statements.length} instead.`,
    );
  }
  if (parsed.statement.kind !== 'query') {
    throw new RestError(
      restErrorCode.badStatement,
      `Statement type \`${parsed.statement.kind}\` not supported for this resource; send it to /ksql.`,
    );
  }
  const execution = execute(context.commands.state, parsed, await engineContext(context, parsed.statement, properties));
  if (execution.kind === 'push') {
    const plan = unique(execution.plan, context.random());
    // What ends with its stream is asked for what the stream holds.
    const all = execution.untilEnd ? { ...properties, 'auto.offset.reset': 'earliest' } : properties;
    return context.supervisor.openPush(plan, all, columnsOf(plan), execution.untilEnd);
  }
  if (execution.kind === 'pull') return openPull(context, execution.plan, properties);
  throw new RestError(restErrorCode.badStatement, `A ${parsed.statement.kind} statement is not a query.`);
}

function openPull(context: StatementContext, plan: PullPlan, properties: Readonly<Record<string, string>>): OpenQuery {
  const table = context.commands.state.metastore.sources.get(plan.source);
  const keys = new Set(table?.schema.key.map((column) => column.name));
  if (table !== undefined && table.window !== null) keys.add('WINDOWSTART').add('WINDOWEND');
  const columns = plan.schema.value.map(({ name, type }) => ({ name, type, key: keys.has(name) }));
  const queryId = `query_${Math.floor(context.random() * 1e15)}`;
  return context.supervisor.openPull(queryId, plan, properties, columns);
}

/** Two clients may ask the same at once: each has a query of its own. */
function unique(plan: PhysicalPlan, random: number): PhysicalPlan {
  const queryId = `${plan.queryId}_${Math.floor(random * 1e12)}`;
  return { ...plan, queryId, applicationId: `${plan.applicationId}_${queryId}` };
}

function columnsOf({ root }: PhysicalPlan): readonly ResultColumn[] {
  return root.schema.value.map(({ name, type }) => ({ name, type, key: false }));
}
