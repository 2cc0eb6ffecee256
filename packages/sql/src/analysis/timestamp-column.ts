import type { RowSchema, TimestampColumn } from '../plan/physical-plan.ts';
import { sqlError } from '../syntax/sql-error.ts';
import type { WithProperties } from './with-properties.ts';

/** The column that WITH names as the event time; null when it names none. */
export function timestampColumn(schema: RowSchema, properties: WithProperties): TimestampColumn | null {
  const { timestamp, timestampFormat } = properties;
  if (timestamp === undefined) return null;
  const column = [...schema.key, ...schema.value].find((each) => each.name === timestamp);
  if (column === undefined) {
    throw sqlError('plan', `The TIMESTAMP column set in the WITH clause does not exist in the schema: '${timestamp}'`);
  }
  const { kind } = column.type;
  if (kind === 'STRING' ? timestampFormat === undefined : kind !== 'BIGINT' && kind !== 'TIMESTAMP') {
    throw sqlError(
      'plan',
      `Timestamp column, \`${timestamp}\`, should be LONG(INT64), TIMESTAMP, or a String with a timestamp_format specified`,
    );
  }
  return { column: timestamp, format: timestampFormat ?? null };
}
