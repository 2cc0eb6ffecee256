import { once } from 'node:events';
import { MillraceError } from '@millrace/base';
import type { SqlResult, SqlRow } from '@millrace/mesh';
import type { FastifyReply } from 'fastify';
import type { MeshContext } from '../../context.ts';
import { readRows } from '../../sql/rows.ts';
import { explain, resultOf, terminated } from '../../sql/sql-service.ts';
import type { Routes } from '../route.ts';
import { pageOf, ref } from '../shapes/common.ts';
import { IdParameter, SqlRequest } from '../shapes/requests.ts';

const tag = 'sql';

export function sqlRoutes(routes: Routes, context: MeshContext): void {
  const { ksql, lineage } = context;

  routes.add(
    {
      method: 'POST',
      path: '/sql',
      summary: 'Run statements on the stream processor.',
      tag,
      body: SqlRequest,
      answer: ref('SqlResult'),
    },
    ({ body, actor }) => execute(context, actor, body.statement, body.properties),
  );

  routes.add(
    {
      method: 'POST',
      path: '/sql/queries',
      summary: 'Stream the rows of a SELECT until the client closes.',
      tag,
      body: SqlRequest,
      answer: ref('SqlRow'),
      contentType: 'application/x-ndjson',
    },
    async ({ body, reply }) => {
      await streamRows(context, reply, terminated(body.statement), body.properties);
      return reply;
    },
  );

  routes.add(
    {
      method: 'POST',
      path: '/sql/explain',
      summary: 'How a statement would run.',
      tag,
      body: SqlRequest,
      answer: ref('SqlPlan'),
    },
    ({ body }) => explain(ksql, body.statement),
  );

  routes.add(
    {
      method: 'GET',
      path: '/sql/sources',
      summary: 'Streams and tables that statements may name.',
      tag,
      answer: pageOf(ref('SqlSource')),
    },
    async () => ({ items: await lineage.sources() }),
  );

  routes.add(
    {
      method: 'GET',
      path: '/sql/examples',
      summary: 'Statements to begin with.',
      tag,
      answer: pageOf(ref('SqlExample')),
    },
    () => ({ items: context.examples }),
  );

  routes.add(
    {
      method: 'GET',
      path: '/queries',
      summary: 'The persistent queries.',
      tag,
      answer: pageOf(ref('QueryView')),
    },
    async () => ({ items: await lineage.queries() }),
  );

  routes.add(
    {
      method: 'DELETE',
      path: '/queries/:id',
      summary: 'End a persistent query. What it wrote stays.',
      tag,
      params: IdParameter,
    },
    async ({ params, actor }) => {
      const queries = await lineage.queries(0);
      if (!queries.some(({ id }) => id === params.id))
        throw new MillraceError('NOT_FOUND', `There is no query "${params.id}".`);
      await execute(context, actor, `TERMINATE ${params.id};`);
    },
  );
}

/** Runs statements and records who did so. */
async function execute(
  context: MeshContext,
  actor: string,
  statement: string,
  properties: Readonly<Record<string, string>> = {},
): Promise<SqlResult> {
  const { ksql, store, lineage } = context;
  const entities = await ksql.execute(terminated(statement), properties);
  const { result, queryIds } = resultOf(statement, entities);
  if (!changes(entities)) return result;
  lineage.changed();
  const ended = /^\s*TERMINATE\s+(\S+?)\s*;?\s*$/i.exec(statement)?.[1];
  if (queryIds.length === 0) {
    await store.execute(
      ended === undefined
        ? { kind: 'record-statement', statement, message: result.message }
        : { kind: 'record-termination', queryId: ended },
      { actor },
    );
    return result;
  }
  const queries = await lineage.queries(0);
  let sink: string | undefined;
  for (const queryId of queryIds) {
    const query = queries.find(({ id }) => id === queryId);
    sink = query?.sink === '' ? undefined : query?.sink;
    const found = { sources: query?.sources ?? [], ...(sink === undefined ? {} : { sink }) };
    await store.execute({ kind: 'record-query', queryId, statement, ...found }, { actor });
  }
  return { ...result, ...(sink === undefined ? {} : { sink }) };
}

/** Only a command has a status; what merely lists or describes leaves no trace. */
const changes = (entities: readonly Readonly<Record<string, unknown>>[]): boolean =>
  entities.some((entity) => entity['@type'] === 'currentStatus');

async function streamRows(
  { ksql, logger }: MeshContext,
  reply: FastifyReply,
  sql: string,
  properties?: Readonly<Record<string, string>>,
): Promise<void> {
  const stop = new AbortController();
  reply.raw.on('close', () => stop.abort());
  const body = await ksql.stream(sql, stop.signal, properties);
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    'content-type': 'application/x-ndjson',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.flushHeaders();
  const write = async (row: SqlRow): Promise<void> => {
    if (!raw.write(`${JSON.stringify(row)}\n`)) await once(raw, 'drain', { signal: stop.signal });
  };
  try {
    for await (const row of readRows(body)) await write(row);
  } catch (error) {
    if (!stop.signal.aborted) {
      logger.warn({ error }, 'The rows of a query ended early');
      await write({ kind: 'error', message: 'The SQL server ended the query.' });
    }
  } finally {
    raw.end();
  }
}
