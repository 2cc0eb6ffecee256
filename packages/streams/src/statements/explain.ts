import { execute, type Explain, type PhysicalPlan, type Step } from '@millrace/sql';
import type { Entity, QueryDescription } from '../rest/entities.ts';
import { RestError, restErrorCode } from '../rest/errors.ts';
import type { Session, StatementContext } from './context.ts';
import { engineContext } from './engine-context.ts';
import { fieldInfos, queryState, schemaText, windowTypeOf } from './source-info.ts';

/** EXPLAIN of a running query, or of a statement that is not run. */
export async function explain(
  context: StatementContext,
  session: Session,
  statement: Explain,
  text: string,
): Promise<Entity> {
  const queryDescription =
    statement.queryId === null
      ? await explainStatement(context, session, statement)
      : explainQuery(context, statement.queryId);
  return { '@type': 'queryDescription', statementText: text, warnings: [], queryDescription };
}

function explainQuery(context: StatementContext, queryId: string): QueryDescription {
  const query = context.commands.state.queries.get(queryId);
  if (query === undefined) {
    throw new RestError(
      restErrorCode.badStatement,
      `Query with id:${queryId} does not exist, use SHOW QUERIES to view the full set of queries.`,
    );
  }
  const view = context.supervisor.view(queryId);
  const errors =
    view?.reason === undefined ? [] : [{ timestamp: view.since, errorMessage: view.reason, type: 'UNKNOWN' as const }];
  return { ...describePlan(query.plan), state: queryState(query, view), queryErrors: errors };
}

async function explainStatement(
  context: StatementContext,
  session: Session,
  { statement }: Explain,
): Promise<QueryDescription> {
  if (statement === null) throw new RestError(restErrorCode.badStatement, 'EXPLAIN needs a statement or a query id.');
  const settings = Object.fromEntries(session.properties);
  const execution = execute(
    context.commands.state,
    { statement, text: '' },
    await engineContext(context, statement, settings),
  );
  const plan =
    execution.kind === 'push' ? execution.plan : execution.kind === 'change' ? execution.change.started : null;
  if (plan === null) {
    throw new RestError(restErrorCode.badStatement, 'The provided statement does not run a ksql query');
  }
  return { ...describePlan(plan), state: null };
}

function describePlan(plan: PhysicalPlan): QueryDescription {
  return {
    id: plan.queryId,
    statementText: plan.statement,
    windowType: windowTypeOf(plan.root.window),
    // A client is shown the projection alone.
    fields: fieldInfos(plan.sink === null ? { key: [], value: plan.root.schema.value } : plan.root.schema),
    sources: plan.sources,
    sinks: plan.sink === null ? [] : [plan.sink.name],
    topology: '',
    executionPlan: executionPlan(plan),
    overriddenProperties: {},
    ksqlHostQueryStatus: {},
    queryType: plan.kind === 'push' ? 'PUSH' : 'PERSISTENT',
    queryErrors: [],
    tasksMetadata: [],
    state: null,
  };
}

/** One line a step, from the sink down to the sources, each with what it gives out. */
function executionPlan(plan: PhysicalPlan): string {
  const lines: string[] = [];
  const walk = (step: Step, depth: number): void => {
    lines.push(
      `${'\t\t'.repeat(depth)} > [ ${stepName(step)} ] | Schema: ${schemaText(step.schema)} | Logger: ${plan.queryId}.${step.context.replaceAll('/', '.')}`,
    );
    for (const input of inputsOf(step)) walk(input, depth + 1);
  };
  if (plan.sink !== null) {
    lines.push(` > [ SINK ] | Schema: ${schemaText(plan.root.schema)} | Topic: ${plan.sink.topic}`);
  }
  walk(plan.root, plan.sink === null ? 0 : 1);
  return lines.join('\n');
}

function inputsOf(step: Step): readonly Step[] {
  if (step.kind === 'source') return [];
  return 'input' in step ? [step.input] : [step.left, step.right];
}

function stepName(step: Step): string {
  const name = step.kind === 'select' ? 'PROJECT' : step.kind.replaceAll(/[A-Z]/g, (letter) => `_${letter}`);
  return name.toUpperCase();
}
