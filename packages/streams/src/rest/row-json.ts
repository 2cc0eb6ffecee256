import { unreachable } from '@millrace/base';
import type { SqlType } from '@millrace/sql';

type JsonWriter = (value: unknown) => string;

/**
 * Compiles the writer of one result row: a JSON array, one value a column. Whole numbers of 64 bits and decimals keep
 * every digit; bytes are base64; moments are text as ksqlDB prints them (`2001-01-01T00:00:00.000`).
 */
export function rowJsonWriter(columns: readonly SqlType[]): (row: readonly unknown[]) => string {
  const writers = columns.map(jsonWriter);
  return (row) => {
    let text = '[';
    for (let index = 0; index < writers.length; index += 1) {
      if (index > 0) text += ',';
      text += writers[index]?.(row[index]) ?? 'null';
    }
    return `${text}]`;
  };
}

function jsonWriter(type: SqlType): JsonWriter {
  const write = presentWriter(type);
  return (value) => (value === null || value === undefined ? 'null' : write(value));
}

function presentWriter(type: SqlType): JsonWriter {
  switch (type.kind) {
    case 'BOOLEAN':
    case 'INTEGER':
    case 'BIGINT':
    case 'DECIMAL':
      return String;
    case 'DOUBLE':
      return (value) => (Number.isFinite(value) ? String(value) : `"${String(value)}"`);
    case 'STRING':
      return (value) => JSON.stringify(value);
    case 'BYTES':
      return (value) => `"${Buffer.from(value as Uint8Array).toString('base64')}"`;
    case 'DATE':
      return (value) => `"${new Date((value as number) * 86_400_000).toISOString().slice(0, 10)}"`;
    case 'TIME':
      return (value) => `"${timeText(value as number)}"`;
    case 'TIMESTAMP':
      return (value) => `"${new Date(value as number).toISOString().slice(0, -1)}"`;
    case 'ARRAY': {
      const element = jsonWriter(type.element);
      return (value) => `[${(value as unknown[]).map(element).join(',')}]`;
    }
    case 'MAP': {
      const member = jsonWriter(type.value);
      return (value) =>
        `{${[...(value as Map<unknown, unknown>)]
          .map(([key, item]) => `${JSON.stringify(String(key))}:${member(item)}`)
          .join(',')}}`;
    }
    case 'STRUCT': {
      const fields = type.fields.map((field) => [JSON.stringify(field.name), jsonWriter(field.type)] as const);
      return (value) =>
        `{${fields.map(([name, write], index) => `${name}:${write((value as unknown[])[index])}`).join(',')}}`;
    }
    default:
      return unreachable(type);
  }
}

function timeText(msOfDay: number): string {
  const text = new Date(msOfDay).toISOString().slice(11, -1);
  return text.endsWith('.000') ? text.slice(0, -4) : text;
}
