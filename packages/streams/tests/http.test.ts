import { once } from 'node:events';
import { connect } from 'node:http2';
import { silent } from '@millrace/base';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { infoRoutes } from '../src/http/info-routes.ts';
import { listen, type Listener } from '../src/http/listener.ts';
import { router } from '../src/http/router.ts';
import { statementRoutes } from '../src/http/statement-routes.ts';
import { RowQueue } from '../src/queries/row-queue.ts';
import { RestError, restErrorCode } from '../src/rest/errors.ts';
import type { KsqlService } from '../src/service.ts';

let rows = new RowQueue();
let closed = 0;
const service: KsqlService = {
  serviceId: 'default_',
  clusterId: 'abc',
  version: '8.0.0',
  execute: ({ ksql }) => {
    if (ksql.startsWith('BAD')) {
      throw new RestError(restErrorCode.badStatement, 'line 1:1: no such statement', { statement: ksql });
    }
    if (ksql.startsWith('BUG')) throw new TypeError('secret detail');
    return Promise.resolve([{ '@type': 'streams', statementText: ksql, warnings: [], streams: [] }]);
  },
  openQuery: () => {
    rows = new RowQueue();
    return Promise.resolve({
      queryId: 'transient_1',
      kind: 'push',
      columns: [
        { name: 'ID', type: { kind: 'STRING' }, key: true },
        { name: 'N', type: { kind: 'BIGINT' }, key: false },
      ],
      next: () => rows.next(),
      close: () => {
        closed += 1;
        rows.finish('end');
      },
    });
  },
  closeQuery: (queryId) => queryId === 'transient_1',
  statusOf: (commandId) =>
    commandId === 'stream/`S`/create' ? { status: 'SUCCESS', message: 'Stream created', queryId: null } : undefined,
  statuses: () => ({ 'stream/`S`/create': 'SUCCESS' }),
  queries: () => [],
  isValidProperty: (name) => name === 'auto.offset.reset',
  health: () => Promise.resolve({ kafka: true, registry: false, commands: true }),
};

let listener: Listener;
let base = '';
beforeAll(async () => {
  listener = await listen('127.0.0.1', 0, router([...infoRoutes(service), ...statementRoutes(service)], silent));
  base = `http://127.0.0.1:${listener.port}`;
});
afterAll(() => listener.close());

const post = (path: string, body: unknown, accept = '*/*', signal?: AbortSignal): Promise<Response> =>
  fetch(base + path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { accept },
    ...(signal === undefined ? {} : { signal }),
  });

test('a statement is answered with its entities, in ksqlDB’s content type', async () => {
  const answer = await post('/ksql', { ksql: 'LIST STREAMS;' });
  expect(answer.headers.get('content-type')).toBe('application/vnd.ksql.v1+json');
  expect(await answer.json()).toEqual([
    { '@type': 'streams', statementText: 'LIST STREAMS;', warnings: [], streams: [] },
  ]);
});

test('a refused statement answers 400 with its text, its message and what was done before', async () => {
  const answer = await post('/ksql', { ksql: 'BAD;' });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({
    '@type': 'statement_error',
    error_code: 40001,
    message: 'line 1:1: no such statement',
    statementText: 'BAD;',
    entities: [],
  });
});

test('a defect of the server tells nothing of its inside', async () => {
  const answer = await post('/ksql', { ksql: 'BUG;' });
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('secret');
});

test('a body that is not JSON, a missing field and an unknown path are told apart', async () => {
  const broken = await fetch(`${base}/ksql`, { method: 'POST', body: '{' });
  expect([broken.status, ((await broken.json()) as { error_code: number }).error_code]).toEqual([400, 40000]);
  expect((await post('/ksql', {})).status).toBe(400);
  const unknown = await fetch(`${base}/nothing`);
  expect(await unknown.json()).toMatchObject({ '@type': 'generic_error', error_code: 40400 });
});

test('who, health, status and properties answer as ksqlDB does', async () => {
  const get = async (path: string): Promise<unknown> => (await fetch(base + path)).json();
  expect(await get('/')).toMatchObject({ KsqlServerInfo: { kafkaClusterId: 'abc', serverStatus: 'RUNNING' } });
  expect(await get('/healthcheck')).toMatchObject({
    isHealthy: false,
    details: { kafka: { isHealthy: true }, schemaRegistry: { isHealthy: false } },
  });
  expect(await get('/status/stream/%60S%60/create')).toMatchObject({ status: 'SUCCESS' });
  expect(await get('/is_valid_property/auto.offset.reset')).toBe(true);
  expect((await fetch(`${base}/is_valid_property/colour`)).status).toBe(400);
});

test('the older query endpoint is one JSON array, a row a line, with the limit told', async () => {
  const answering = post('/query', { ksql: 'SELECT' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  rows.offer(['["a",1]', { tombstone: '["b",null]' }]);
  rows.finish('limit');
  expect(JSON.parse(await (await answering).text())).toEqual([
    { header: { queryId: 'transient_1', schema: '`ID` STRING KEY, `N` BIGINT' } },
    { row: { columns: ['a', 1] } },
    { row: { columns: ['b', null], tombstone: true } },
    { finalMessage: 'Limit Reached' },
  ]);
});

test('the newer endpoint streams a header and rows as lines while the query runs, and stops it when the client goes', async () => {
  const abort = new AbortController();
  const before = closed;
  const answer = await post('/query-stream', { sql: 'SELECT' }, '*/*', abort.signal);
  expect(answer.headers.get('content-type')).toBe('application/vnd.ksqlapi.delimited.v1');
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect(JSON.parse((await reader?.read())?.value ?? '')).toEqual({
    queryId: 'transient_1',
    columnNames: ['ID', 'N'],
    columnTypes: ['STRING', 'BIGINT'],
  });
  rows.offer(['["a",9223372036854775807]']);
  expect((await reader?.read())?.value).toBe('["a",9223372036854775807]\n');
  abort.abort();
  await expect.poll(() => closed).toBe(before + 1);
});

test('a query that fails on its way ends with its error', async () => {
  const answering = post('/query-stream', { sql: 'SELECT' }, 'application/json');
  await new Promise((resolve) => setTimeout(resolve, 50));
  rows.fail(new RestError(restErrorCode.server, 'the source topic is gone'));
  expect(JSON.parse(await (await answering).text())).toMatchObject([
    { queryId: 'transient_1' },
    { '@type': 'generic_error', error_code: 50000, message: 'the source topic is gone' },
  ]);
});

test('the same port speaks HTTP/2 to clients that know that it does', async () => {
  const session = connect(base);
  const stream = session.request({ ':method': 'POST', ':path': '/ksql' });
  stream.end(JSON.stringify({ ksql: 'LIST STREAMS;' }));
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
  expect(headers[':status']).toBe(200);
  let text = '';
  for await (const chunk of stream as AsyncIterable<Buffer>) text += chunk.toString();
  expect(JSON.parse(text)).toHaveLength(1);
  session.close();
});
