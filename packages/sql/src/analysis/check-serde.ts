import type { Column, Format, SerdeInfo } from '../plan/physical-plan.ts';
import { formatColumns } from '../syntax/format-columns.ts';
import { sqlError } from '../syntax/sql-error.ts';
import { formatType } from '../types/format-type.ts';
import type { SqlKind, SqlType } from '../types/sql-type.ts';

const KAFKA_KINDS: ReadonlySet<SqlKind> = new Set(['INTEGER', 'BIGINT', 'DOUBLE', 'STRING', 'BYTES']);
const NESTED_KINDS: ReadonlySet<SqlKind> = new Set(['ARRAY', 'MAP', 'STRUCT']);

/** Refuses columns that a format cannot carry, and keys that would not be written the same way each time. */
export function checkColumns(side: 'key' | 'value', serde: SerdeInfo, columns: readonly Column[]): void {
  if (side === 'key') columns.forEach(refuseMapKey);
  const carried = columns.filter((column) => column.headers === undefined);
  const reason = problemOf(serde.format, side, carried);
  if (reason === null) return;
  const name = side === 'key' ? 'Key' : 'Value';
  const schema = `Persistence{columns=[${formatColumns(carried, side)}], features=[${serde.features.join(', ')}]}`;
  throw sqlError(
    'plan',
    `${name} format does not support schema.\nformat: ${serde.format}\nschema: ${schema}\nreason: ${reason}`,
  );
}

/** Two maps that are equal may be written in two orders, and would go to two partitions. */
export function refuseMapKey(column: Column): void {
  if (!containsMap(column.type)) return;
  throw sqlError(
    'plan',
    'Map keys, including types that contain maps, are not supported as they may lead to unexpected behavior due to inconsistent serialization. ' +
      `Key column name: \`${column.name}\`. Column type: ${formatType(column.type)}. ` +
      'See https://github.com/confluentinc/ksql/issues/6621 for more.',
  );
}

function containsMap(type: SqlType): boolean {
  if (type.kind === 'MAP') return true;
  if (type.kind === 'ARRAY') return containsMap(type.element);
  return type.kind === 'STRUCT' && type.fields.some((field) => containsMap(field.type));
}

function problemOf(format: Format, side: 'key' | 'value', columns: readonly Column[]): string | null {
  switch (format) {
    case 'NONE':
      if (columns.length === 0) return null;
      return `The 'NONE' format can only be used when no columns are defined. Got: [${formatColumns(columns, side)}]`;
    case 'KAFKA': {
      if (columns.length > 1)
        return `The 'KAFKA' format only supports a single field. Got: [${formatColumns(columns, side)}]`;
      const odd = columns.find((column) => !KAFKA_KINDS.has(column.type.kind));
      return odd === undefined ? null : `The 'KAFKA' format does not support type '${odd.type.kind}'`;
    }
    case 'DELIMITED': {
      const odd = columns.find((column) => NESTED_KINDS.has(column.type.kind));
      return odd === undefined
        ? null
        : `The 'DELIMITED' format does not support type '${odd.type.kind}', column: \`${odd.name}\``;
    }
    case 'AVRO':
      return avroProblem(columns);
    case 'JSON':
    case 'JSON_SR':
      return columns.some((column) => hasOddMapKey(column.type))
        ? 'JSON only supports MAP types with STRING keys'
        : null;
    case 'PROTOBUF':
    case 'PROTOBUF_NOSR':
      if (!columns.some((column) => hasOddMapKey(column.type))) return null;
      return 'PROTOBUF format only supports MAP types with STRING keys';
  }
}

function avroProblem(columns: readonly Column[]): string | null {
  if (columns.some((column) => hasOddMapKey(column.type))) return 'Avro only supports MAPs with STRING keys';
  for (const { name, type } of columns) {
    const bad = [name, ...fieldNames(type)].find((each) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(each));
    if (bad === undefined) continue;
    const problem = /^[A-Za-z_]/.test(bad) ? 'Illegal character in' : 'Illegal initial character';
    return `Schema is not compatible with Avro: ${problem}: ${bad}`;
  }
  return null;
}

function fieldNames(type: SqlType): string[] {
  if (type.kind === 'ARRAY') return fieldNames(type.element);
  if (type.kind === 'MAP') return fieldNames(type.value);
  if (type.kind !== 'STRUCT') return [];
  return type.fields.flatMap((field) => [field.name, ...fieldNames(field.type)]);
}

function hasOddMapKey(type: SqlType): boolean {
  if (type.kind === 'ARRAY') return hasOddMapKey(type.element);
  if (type.kind === 'MAP') return type.key.kind !== 'STRING' || hasOddMapKey(type.value);
  return type.kind === 'STRUCT' && type.fields.some((field) => hasOddMapKey(field.type));
}
