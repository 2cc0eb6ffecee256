import type { SqlRow } from '@millrace/mesh';
import { isObject, itemsOf, textOf } from '../ports/http-json.ts';
import { parseSchemaText } from './ksql-schema.ts';

/** Turns one line of ksqlDB's `/query` answer, an element of a JSON array that never ends, into rows for the API. */
export function rowOf(line: string): SqlRow | undefined {
  const element = line
    .trim()
    .replace(/^\[/, '')
    .replace(/[,\]]$/, '');
  if (element === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(element);
  } catch {
    return { kind: 'error', message: `The SQL server sent a line that is not JSON: ${element.slice(0, 200)}` };
  }
  if (!isObject(value)) return undefined;
  const { header, row, errorMessage, finalMessage } = value;
  if (isObject(header))
    return {
      kind: 'header',
      queryId: textOf(header['queryId']),
      columns: parseSchemaText(textOf(header['schema'])).map(({ name, type }) => ({ name, type })),
    };
  if (isObject(row)) return { kind: 'row', values: itemsOf(row['columns']) };
  if (isObject(errorMessage)) return { kind: 'error', message: textOf(errorMessage['message']) };
  if (typeof finalMessage === 'string') return { kind: 'end', message: finalMessage };
  return typeof value['message'] === 'string' ? { kind: 'error', message: value['message'] } : undefined;
}

/** The rows of a streamed answer as they come; a line may arrive in pieces. */
export async function* readRows(body: ReadableStream<Uint8Array>): AsyncGenerator<SqlRow> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const row = rowOf(line);
      if (row !== undefined) yield row;
    }
  }
  const row = rowOf(rest);
  if (row !== undefined) yield row;
}
