import type { Column, RowSchema } from '../plan/physical-plan.ts';
import { formatType } from '../types/format-type.ts';

/** `` `ID` BIGINT KEY, `NAME` STRING KEY`` */
export function formatColumns(columns: readonly Column[], side: 'key' | 'value'): string {
  return columns
    .map((column) => `\`${column.name}\` ${formatType(column.type)}${side === 'key' ? ' KEY' : headersOf(column)}`)
    .join(', ');
}

/** Keys, then values. */
export function formatSchema(schema: RowSchema): string {
  return [formatColumns(schema.key, 'key'), formatColumns(schema.value, 'value')]
    .filter((part) => part !== '')
    .join(', ');
}

function headersOf({ headers }: Column): string {
  if (headers === undefined) return '';
  return headers.key === null ? ' HEADERS' : ` HEADER('${headers.key}')`;
}
