import { builtins, compilePull } from '@millrace/sql';
import { rowJsonWriter } from '../rest/row-json.ts';
import type { Pull } from '../runtime/messages.ts';
import type { HostServices } from './query-host.ts';
import type { QueryTasks } from './query-tasks.ts';

/** The rows of a pull query, each a JSON array as text, from all partitions of the table. */
export function pullRows(services: HostServices, { plan, properties }: Pull, tasks: QueryTasks): readonly string[] {
  const answer = compilePull(plan, {
    functions: builtins,
    properties,
    schemas: services.schemas,
    now: () => services.clock.now(),
    random: Math.random,
    emit: 'on-commit',
    report: ({ message }) => services.logger.debug({ message }, 'a row of a pull query failed'),
  });
  const write = rowJsonWriter(plan.schema.value.map((column) => column.type));
  const rows: string[] = [];
  for (const { task } of tasks.tasks) {
    if (task.result === null) continue;
    for (const row of answer(task.result)) {
      if (plan.limit !== null && rows.length >= plan.limit) return rows;
      rows.push(write(row));
    }
  }
  return rows;
}
