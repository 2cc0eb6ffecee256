import type { Logger } from '@millrace/base';
import { RegistryClient, type RegistryPlace } from '@millrace/registry-client';
import { builtins } from '@millrace/sql';
import { openCommandLog } from './commands/command-log.ts';
import { connectServerKafka } from './kafka/server-kafka.ts';
import { openQuery } from './queries/open.ts';
import { schemaCache } from './registry/schema-cache.ts';
import { Supervisor } from './runtime/supervisor.ts';
import type { KsqlService } from './service.ts';
import { CommandRunner } from './state/command-runner.ts';
import { runtimeActions } from './state/reconcile.ts';
import { initialState, type PersistentQuery } from './state/server-state.ts';
import type { StatementContext } from './statements/context.ts';
import { executeScript } from './statements/execute.ts';
import { isKnownProperty } from './statements/properties.ts';

export interface ServiceOptions {
  readonly bootstrap: string;
  readonly registry: RegistryPlace;
  readonly serviceId: string;
  readonly commitIntervalMs: number;
  readonly logger: Logger;
  now(): number;
  random(): number;
}

/** The version of ksqlDB whose REST API and dialect this server follows. */
const ksqlVersion = '8.0.0';

/** Reads the command topic, starts the queries that it leaves running, and serves statements from then on. */
export async function openKsqlService(options: ServiceOptions): Promise<KsqlService & { close(): Promise<void> }> {
  const { bootstrap, serviceId, commitIntervalMs, logger } = options;
  const kafka = await connectServerKafka(bootstrap, serviceId, logger);
  const supervisor = new Supervisor({ bootstrap, registry: options.registry, serviceId, commitIntervalMs }, logger);
  let running: ReadonlyMap<string, PersistentQuery> = new Map();
  let isReplayed = false;
  const settle = (queries: ReadonlyMap<string, PersistentQuery>): void => {
    if (!isReplayed) return;
    const before = running;
    running = queries;
    for (const action of runtimeActions(before, queries)) {
      if (action.kind === 'start') {
        const { plan, properties, paused } = action.query;
        supervisor.start(plan, properties, paused);
      } else if (action.kind === 'stop') supervisor.stop(action.queryId);
      else supervisor.setPaused(action.queryId, action.kind === 'pause');
    }
  };
  const commands = new CommandRunner(initialState(builtins), logger, (state) => settle(state.queries));
  const log = await openCommandLog(kafka.client, serviceId, (record) => commands.apply(record)).catch(
    async (error: unknown) => {
      await kafka.close();
      throw error;
    },
  );
  commands.attach(log);
  isReplayed = true;
  settle(commands.state.queries);
  const registry = new RegistryClient(options.registry);
  const context: StatementContext = {
    commands,
    supervisor,
    kafka,
    registry,
    schemas: schemaCache(registry),
    serviceId,
    now: () => options.now(),
    random: () => options.random(),
  };
  return {
    serviceId,
    clusterId: kafka.clusterId,
    version: ksqlVersion,
    async execute(request) {
      if (request.commandSequenceNumber !== undefined) await log.readTo(request.commandSequenceNumber);
      return executeScript(context, request);
    },
    openQuery: (sql, properties) => openQuery(context, sql, properties),
    closeQuery: (queryId) => supervisor.closePush(queryId),
    statusOf: (commandId) => commands.state.statuses.get(commandId),
    statuses: () =>
      Object.fromEntries([...commands.state.statuses].map(([commandId, { status }]) => [commandId, status])),
    queries: () => supervisor.views(),
    isValidProperty: isKnownProperty,
    async health() {
      const answers = (asked: Promise<unknown>): Promise<boolean> =>
        asked.then(
          () => true,
          () => false,
        );
      const [isKafkaWell, isRegistryWell] = await Promise.all([
        answers(kafka.topics()),
        answers(registry.version('_')),
      ]);
      return { kafka: isKafkaWell, registry: isRegistryWell, commands: true };
    },
    async close() {
      await log.close();
      await supervisor.close();
      await kafka.close();
    },
  };
}
