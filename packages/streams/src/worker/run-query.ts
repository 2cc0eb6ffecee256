import {
  builtins,
  compileTopology,
  type ProcessingError,
  type ResultRow,
  type TopologyEnvironment,
} from '@millrace/sql';
import { rowJsonWriter } from '../rest/row-json.ts';
import type { RowText } from '../runtime/messages.ts';
import { runPersistentQuery } from './persistent-query.ts';
import { logRecordsMax, processingLogRecord, processingLogTopic } from './processing-log.ts';
import { runPushQuery } from './push-query.ts';
import type { HostServices, Running } from './query-host.ts';
import { resultColumns } from './result-row.ts';

/** Runs a query once, from its plan to its end. */
export async function runQuery(services: HostServices, running: Running): Promise<'limit' | 'completed' | 'stopped'> {
  const { start, abort } = running;
  const reported: ProcessingError[] = [];
  const environment: TopologyEnvironment = {
    functions: builtins,
    properties: start.properties,
    schemas: services.schemas,
    now: () => services.clock.now(),
    random: Math.random,
    emit: 'on-commit',
    report: (error) => {
      running.errors += 1;
      if (reported.length < logRecordsMax) reported.push(error);
    },
  };
  const topology = compileTopology(start.plan, environment);
  const common = {
    topology,
    offsetReset: start.offsetReset,
    signal: abort.signal,
    onRunning: (tasks: Running['tasks']) => {
      running.tasks = tasks;
      services.post({ kind: 'state', queryId: start.queryId, state: running.paused ? 'PAUSED' : 'RUNNING' });
    },
  };
  if (start.mode === 'push') {
    const write = rowJsonWriter(start.plan.root.schema.value.map((column) => column.type));
    const columnsOf = resultColumns(start.plan);
    const isTable = start.plan.root.relation === 'table';
    const textOf = (row: ResultRow): RowText => {
      const text = write(columnsOf(row));
      return isTable && row.value === null ? { tombstone: text } : text;
    };
    return runPushQuery(services, {
      ...common,
      untilEnd: start.untilEnd,
      untaken: () => running.untaken,
      onRows: (rows) => {
        running.untaken += rows.length;
        running.emitted += rows.length;
        services.post({ kind: 'rows', queryId: start.queryId, rows: rows.map(textOf) });
      },
    });
  }
  await runPersistentQuery(
    services,
    {
      ...common,
      commitIntervalMs: services.settings.commitIntervalMs,
      isPaused: () => running.paused,
      log: {
        topic: processingLogTopic(services.settings.serviceId),
        take: () => reported.splice(0).map((error) => processingLogRecord(error, services.clock.now())),
      },
    },
    running,
  );
  return 'stopped';
}
