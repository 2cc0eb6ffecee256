import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { fixed, TestServer, type Method } from '../testing/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
});

const schema = JSON.stringify({ schema: fixed('One') });
const send = (payload: string | Buffer, headers: Record<string, string>) =>
  server.app.inject({ method: 'POST', url: '/subjects/a/versions', payload, headers });

describe('a request', () => {
  it('may be packed, in any character set, and under several names', async () => {
    const json = 'application/vnd.schemaregistry.v1+json';
    const utf16 = Buffer.from(schema, 'utf16le');
    expect((await send(gzipSync(schema), { 'content-encoding': 'gzip', 'content-type': json })).json()).toEqual({
      id: 1,
    });
    expect((await send(utf16, { 'content-type': `${json}; charset=utf-16` })).json()).toEqual({ id: 1 });
    for (const type of [
      'application/json',
      'application/octet-stream',
      'text/plain',
      'application/x-www-form-urlencoded',
    ]) {
      expect((await send(schema, { 'content-type': type })).json()).toEqual({ id: 1 });
    }
  });

  it('that cannot be read is refused in the form of the registry', async () => {
    const answers = [
      [await send('{"schema', {}), 400],
      [await send('not gzip', { 'content-encoding': 'gzip' }), 400],
      [await send(Buffer.of(0xff, 0xff), {}), 400],
      [await send(schema, { 'content-type': 'application/json; charset=klingon' }), 400],
      [await send(schema, { 'content-type': 'text/html' }), 415],
      [await send(schema, { accept: 'text/html' }), 406],
      [await send('[]', {}), 422],
      [await send('', {}), 422],
      [await send('{"schema":5}', {}), 400],
      [await send('{"schema":"\\"int\\"","references":[{"name":"a"}]}', {}), 400],
    ] as const;
    for (const [answer, status] of answers) {
      expect(answer.statusCode).toBe(status);
      expect(answer.headers['content-type']).toBe('application/vnd.schemaregistry.v1+json');
      expect(answer.json()).toEqual({ error_code: status, message: expect.any(String) as string });
    }
  });

  it('with members that we do not know is answered as without', async () => {
    expect((await server.register('a', fixed('One'), { newer: 1 })).body).toEqual({ id: 1 });
  });

  it('to a path that there is not, or not under the method, is told apart', async () => {
    expect(await server.call('GET', '/nowhere')).toMatchObject({
      status: 404,
      body: { error_code: 404, message: 'HTTP 404 Not Found' },
    });
    expect(await server.call('PUT', '/subjects/a/versions?x=1')).toMatchObject({
      status: 405,
      body: { error_code: 405, message: 'HTTP 405 Method Not Allowed' },
    });
    expect(await server.call('GET', '/schemas/ids/one')).toMatchObject({ status: 404 });
    expect(await server.call('GET', '/subjects/%zz/versions')).toMatchObject({ status: 400 });
  });

  it('may end in a slash, ask for the head alone, and name subjects with any character', async () => {
    await server.register('a/b c%', fixed('One'));
    expect(await server.get('/subjects/')).toEqual(['a/b c%']);
    expect(await server.get('/subjects/a%2Fb%20c%25/versions/')).toEqual([1]);
    const head = await server.app.inject({ method: 'HEAD', url: '/subjects' });
    expect(head).toMatchObject({ statusCode: 200, body: '' });
    expect(head.headers['content-type']).toBe('application/vnd.schemaregistry.v1+json');
  });
});

describe('the registry', () => {
  it('tells what it is', async () => {
    expect(await server.get('/')).toEqual({});
    expect((await server.call('POST', '/', {})).body).toEqual({});
    expect(await server.get('/v1/metadata/version')).toEqual({ version: '1.2.3', commitId: '' });
    expect(await server.get('/v1/metadata/deployment')).toEqual({ attributes: [] });
    expect(await server.get('/v1/metadata/id')).toMatchObject({
      id: '',
      scope: { clusters: { 'kafka-cluster': 'abc' } },
    });
  });

  it('has no exporters, and says so to whoever would make one', async () => {
    expect(await server.get('/exporters')).toEqual([]);
    for (const [method, url] of [
      ['POST', '/exporters'],
      ['GET', '/exporters/e'],
      ['PUT', '/exporters/e/pause'],
      ['DELETE', '/exporters/e'],
    ] as const) {
      expect(await server.call(method, url, method === 'POST' ? {} : undefined)).toMatchObject({
        status: 422,
        code: 42205,
      });
    }
  });

  it('answers any request, and never with a failure of its own', async () => {
    await server.register('a', fixed('One'));
    const segment = fc.constantFrom(
      'subjects',
      'a',
      ':.x:a',
      ':.x:',
      'versions',
      '1',
      'latest',
      'schemas',
      'ids',
      'guids',
      'config',
      'mode',
      'contexts',
      '.x',
      'compatibility',
      'associations',
      'associations:batch',
      'resources',
      'tags',
      'metadata',
      'referencedby',
      'schema',
      '%2F',
    );
    const url = fc.array(segment, { maxLength: 6 }).map((segments) => `/${segments.join('/')}`);
    const query = fc.constantFrom(
      '',
      '?deleted=true',
      '?permanent=true',
      '?normalize=true&verbose=true',
      '?subject=:.x:',
      '?format=resolved',
      '?findTags=*',
      '?offset=-1&limit=1e9',
      '?subjectPrefix=:*:',
      '?key=a',
      '?recursive=true',
      '?dryRun=true',
    );
    const member = fc.constantFrom(
      'schema',
      'schemaType',
      'references',
      'metadata',
      'ruleSet',
      'id',
      'version',
      'compatibility',
      'mode',
      'alias',
      'defaultRuleSet',
      'associations',
      'resourceName',
      'resourceNamespace',
      'resourceId',
      'requests',
      'tagsToAdd',
      'newVersion',
    );
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom('"int"', fixed('Two'), 'AVRO', 'IMPORT', 'NONE', 'a', -1, 1),
    );
    const method = fc.constantFrom<Method>('GET', 'POST', 'PUT', 'DELETE');
    await fc.assert(
      fc.asyncProperty(method, url, query, fc.dictionary(member, value), async (verb, path, search, body) => {
        const answer = await server.call(verb, path + search, verb === 'GET' ? undefined : body);
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });
});
