import type { SqlRow } from '@millrace/mesh';
import { isObject, itemsOf, textOf } from '../ports/http-json.ts';
import { parseSchemaText } from './ksql-schema.ts';

/** The rows of ksqlDB's `/query` answer as they come: elements of a JSON array that never ends, one a line. */
export async function* readRows(body: AsyncIterable<Uint8Array>): AsyncGenerator<SqlRow> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield* rowsOf(line);
    // A server that writes the separator with the next row would hold back every row until another comes.
    if (parseElement(rest) !== undefined) {
      yield* rowsOf(rest);
      rest = '';
    }
  }
  yield* rowsOf(rest);
}

/** What stands on a line beside the array's own brackets and commas. */
const elementOf = (line: string): string =>
  line
    .trim()
    .replace(/^[[,]/, '')
    .replace(/[,\]]$/, '');

function parseElement(line: string): unknown {
  try {
    return JSON.parse(elementOf(line));
  } catch {
    return undefined;
  }
}

function rowsOf(line: string): readonly SqlRow[] {
  if (elementOf(line) === '') return [];
  const value = parseElement(line);
  if (!isObject(value))
    return [{ kind: 'error', message: `The SQL server sent a line that is no row: ${line.slice(0, 200)}` }];
  const { header, row, errorMessage, finalMessage, message } = value;
  if (isObject(header))
    return [
      {
        kind: 'header',
        queryId: textOf(header['queryId']),
        columns: parseSchemaText(textOf(header['schema'])).map(({ name, type }) => ({ name, type })),
      },
    ];
  if (isObject(row)) {
    const values = itemsOf(row['columns']);
    return [row['tombstone'] === true ? { kind: 'row', values, tombstone: true } : { kind: 'row', values }];
  }
  if (isObject(errorMessage)) return [{ kind: 'error', message: textOf(errorMessage['message']) }];
  if (typeof finalMessage === 'string') return [{ kind: 'end', message: finalMessage }];
  return typeof message === 'string' ? [{ kind: 'error', message }] : [];
}
