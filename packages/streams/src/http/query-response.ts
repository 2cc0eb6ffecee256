import { errorBody, restErrorOf } from '../rest/errors.ts';
import type { OpenQuery } from '../queries/open-query.ts';
import type { FinishReason, RowText } from '../runtime/messages.ts';
import { formatType } from '@millrace/sql';
import type { HttpResponse } from './listener.ts';

/** How one query's header, rows and end are written. */
export interface QueryFormat {
  readonly contentType: string;
  header(query: OpenQuery): string;
  rows(rows: readonly RowText[]): string;
  /** What is told when the query is over, before `end`. */
  finished(reason: FinishReason): string;
  failed(error: unknown): string;
  end(): string;
}

const errorText = (error: unknown): string => JSON.stringify(errorBody(restErrorOf(error)));

const finalMessages = { limit: 'Limit Reached', completed: 'Query Completed', end: 'Query Completed' };

/** The older `POST /query`: one JSON array of objects, one a line. */
export function queryEndpointFormat({ kind }: OpenQuery): QueryFormat {
  return kind === 'push' ? pushFormat : pullFormat;
}

const olderContentType = 'application/vnd.ksql.v1+json';

/** Each line is whole as soon as it is written: who reads lines must not wait for the next row to see this one. */
const pushFormat: QueryFormat = {
  contentType: olderContentType,
  header: (query) => `[${olderHeader(query)},\n`,
  rows: (rows) => rows.map((row) => `${olderRow(row)},\n`).join(''),
  finished: (reason) => `{"finalMessage":"${finalMessages[reason]}"}`,
  failed: (error) => `{"errorMessage":${errorText(error)}}`,
  end: () => ']\n',
};

const pullFormat: QueryFormat = {
  contentType: olderContentType,
  header: (query) => `[${olderHeader(query)}`,
  rows: (rows) => rows.map((row) => `,\n${olderRow(row)}`).join(''),
  finished: () => '',
  failed: (error) => `,\n{"errorMessage":${errorText(error)}}`,
  end: () => ']\n',
};

const olderHeader = (query: OpenQuery): string =>
  JSON.stringify({ header: { queryId: query.queryId, schema: schemaText(query) } });

const olderRow = (row: RowText): string =>
  typeof row === 'string' ? `{"row":{"columns":${row}}}` : `{"row":{"columns":${row.tombstone},"tombstone":true}}`;

const columnsText = (row: RowText): string => (typeof row === 'string' ? row : row.tombstone);

/** `POST /query-stream` as lines: an object with the columns, then one array a row. */
export const delimitedFormat: QueryFormat = {
  contentType: 'application/vnd.ksqlapi.delimited.v1',
  header: (query) => `${streamHeader(query)}\n`,
  rows: (rows) => rows.map((row) => `${columnsText(row)}\n`).join(''),
  finished: () => '',
  failed: (error) => `${errorText(error)}\n`,
  end: () => '',
};

/** `POST /query-stream` as one JSON array. */
export const jsonArrayFormat: QueryFormat = {
  contentType: 'application/json',
  header: (query) => `[${streamHeader(query)}`,
  rows: (rows) => rows.map((row) => `,\n${columnsText(row)}`).join(''),
  finished: () => '',
  failed: (error) => `,\n${errorText(error)}`,
  end: () => ']\n',
};

/**
 * Streams a query until its limit, its end, a failure, or until the client has gone; in each case the query is closed.
 * Rows are taken from the query only as fast as the client reads them.
 */
export async function streamQuery(response: HttpResponse, query: OpenQuery, format: QueryFormat): Promise<void> {
  const gone = new Promise<'gone'>((resolve) => response.once('close', () => resolve('gone')));
  response.writeHead(200, { 'content-type': format.contentType });
  try {
    let open = await write(response, format.header(query), gone);
    while (open) {
      const step = await Promise.race([query.next(), gone]);
      if (step === 'gone') return;
      if (step.kind === 'rows') open = await write(response, format.rows(step.rows), gone);
      else {
        response.end(format.finished(step.reason) + format.end());
        return;
      }
    }
  } catch (error) {
    response.end(format.failed(error) + format.end());
    throw error;
  } finally {
    query.close();
  }
}

async function write(response: HttpResponse, text: string, gone: Promise<'gone'>): Promise<boolean> {
  if (response.write(text)) return true;
  const drained = new Promise<'drained'>((resolve) => response.once('drain', () => resolve('drained')));
  return (await Promise.race([drained, gone])) === 'drained';
}

function streamHeader(query: OpenQuery): string {
  return JSON.stringify({
    queryId: query.queryId,
    columnNames: query.columns.map((column) => column.name),
    columnTypes: query.columns.map((column) => formatType(column.type)),
  });
}

function schemaText(query: OpenQuery): string {
  return query.columns
    .map((column) => `\`${column.name}\` ${formatType(column.type)}${column.key ? ' KEY' : ''}`)
    .join(', ');
}
