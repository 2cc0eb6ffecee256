import { assert } from '@millrace/base';
import { type EngineChange, execute, type NeededTopic, type ParsedStatement, type Statement } from '@millrace/sql';
import type { Entity } from '../rest/entities.ts';
import { RestError, restErrorCode } from '../rest/errors.ts';
import type { ServerState } from '../state/server-state.ts';
import type { Session, StatementContext } from './context.ts';
import { engineContext } from './engine-context.ts';
import { registerSource } from './register-source.ts';

/** A statement that changes state: decided on the present state, appended to the command topic, applied when read back. */
export async function runCommand(
  context: StatementContext,
  session: Session,
  parsed: ParsedStatement,
): Promise<Entity> {
  const { statement, text } = parsed;
  const properties = Object.fromEntries(session.properties);
  let deleteTopic: string | null = null;
  let stopped: readonly string[] = [];
  const before = context.commands.state;
  const { commandId, status, sequenceNumber } = await context.commands.run(text, properties, async (state) => {
    const execution = execute(state, parsed, await engineContext(context, statement, properties));
    assert(execution.kind === 'change', 'only statements that change state become commands');
    if (execution.topic !== null) await ensureTopic(context, execution.topic);
    for (const source of execution.change.sources) await registerSource(context, source);
    deleteTopic = execution.deleteTopic;
    stopped = execution.change.terminated.filter((queryId) => queryId !== execution.change.started?.queryId);
    return { commandId: commandIdOf(statement, execution.change, state), change: execution.change };
  });
  await cleanUp(context, before, stopped, deleteTopic);
  return {
    '@type': 'currentStatus',
    statementText: text,
    warnings: [],
    commandId,
    commandStatus: status,
    commandSequenceNumber: sequenceNumber,
  };
}

/** A source's topic has to be there unless PARTITIONS says that it may be made. */
async function ensureTopic(context: StatementContext, needed: NeededTopic): Promise<void> {
  if ((await context.kafka.topic(needed.name)) !== undefined) return;
  if (needed.partitions === null) {
    throw new RestError(restErrorCode.badStatement, `Kafka topic does not exist: ${needed.name}`);
  }
  await context.kafka.createTopic(needed.name, needed.partitions, needed.replicas ?? 1, {
    'retention.ms': String(needed.retentionMs ?? -1),
    ...(needed.cleanupPolicy === null ? {} : { 'cleanup.policy': needed.cleanupPolicy }),
  });
}

/** What a query that ended leaves behind: its internal topics and its group. */
async function cleanUp(
  context: StatementContext,
  before: ServerState,
  stopped: readonly string[],
  deleteTopic: string | null,
): Promise<void> {
  for (const queryId of stopped) {
    const applicationId = before.queries.get(queryId)?.plan.applicationId;
    await context.supervisor.stopped(queryId);
    if (applicationId === undefined) continue;
    const topics = (await context.kafka.topics()).map(({ name }) => name);
    await context.kafka.deleteTopics(topics.filter((name) => name.startsWith(`${applicationId}-`)));
    await context.kafka.deleteGroup(applicationId);
  }
  if (deleteTopic === null) return;
  await context.kafka.deleteTopics([deleteTopic]);
  for (const subject of [`${deleteTopic}-key`, `${deleteTopic}-value`]) await context.registry.deleteSubject(subject);
}

/** ``stream/`NAME`/create``, as ksqlDB names its commands. */
function commandIdOf(statement: Statement, change: EngineChange, state: ServerState): string {
  switch (statement.kind) {
    case 'createSource':
    case 'createAsSelect':
      return `${statement.sourceKind}/\`${statement.name}\`/create`;
    case 'alterSource':
      return `${statement.sourceKind}/\`${statement.name}\`/alter`;
    case 'dropSource':
      return `${statement.sourceKind}/\`${statement.name}\`/drop`;
    case 'insertSelect':
      return `stream/\`${change.started?.queryId ?? statement.target}\`/create`;
    case 'createType':
    case 'dropType':
      return `type/\`${statement.name}\`/${statement.kind === 'createType' ? 'create' : 'drop'}`;
    case 'terminate':
    case 'pause':
    case 'resume':
      return `terminate/${statement.queryId ?? 'ALL'}/execute`.replace('terminate', statement.kind);
    default:
      return `statement/${state.lastCommand + 1}/execute`;
  }
}
