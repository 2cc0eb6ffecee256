import { AssertionError, silent } from '@millrace/base';
import * as fc from 'fast-check';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildServer } from '../http/server.ts';
import { openRegistryStore } from '../registry-store.ts';
import { dekContext } from '../testing/dek-context.ts';
import { MemoryLog } from '../testing/memory-log.ts';
import { hashToken } from './bearer.ts';
import type { Operation, Rule } from './rights.ts';
import { knownRoutes } from './route-rights.ts';
import type { RegistryAuth } from './sign-in.ts';

const toRead = (name: string, operations: readonly Operation[] = ['READ']): Rule => ({
  principal: 'User:reader',
  permission: 'allow',
  operations,
  resource: { kind: 'subject', name, pattern: 'literal' },
});
const onRegistry = (...operations: readonly Operation[]): Pick<Rule, 'operations' | 'resource'> => ({
  operations,
  resource: { kind: 'registry' },
});
const auth: RegistryAuth = {
  users: [{ name: 'admin', password: { kind: 'plain', password: 'admin' } }],
  tokens: ['admin', 'reader', 'nobody'].map((name) => ({ principal: `User:${name}`, hash: hashToken(name) })),
  superUsers: ['User:admin'],
  rules: [],
};

let log: MemoryLog;
let keyLog: MemoryLog;
let app: FastifyInstance;
let secretGuid: string;

async function start(rules: readonly Rule[]): Promise<FastifyInstance> {
  const store = await openRegistryStore(log.open, silent);
  const dek = dekContext(keyLog.open);
  return buildServer(store, { version: '1.2.3', clusterId: 'abc' }, silent, { auth: { ...auth, rules }, dek });
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
async function call(on: FastifyInstance, token: string | undefined, method: Method, url: string, body?: unknown) {
  const request: InjectOptions = {
    method,
    url,
    headers: {
      'confluent-accept-unknown-properties': 'true',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  };
  const answer = await on.inject(request);
  const content = method === 'HEAD' ? null : answer.json<unknown>();
  return { status: answer.statusCode, headers: answer.headers, body: content };
}

const keks = '/dek-registry/v1/keks';
const fixed = (name: string) => ({ schema: JSON.stringify({ type: 'fixed', name, size: 4 }) });

beforeAll(async () => {
  log = new MemoryLog();
  keyLog = new MemoryLog();
  app = await start([]);
  for (const subject of ['orders', 'secret', ':.staging:secret'])
    await call(app, 'admin', 'POST', `/subjects/${subject}/versions`, fixed(subject.replaceAll(/\W/g, '')));
  await call(app, 'admin', 'POST', keks, { name: 'secret', kmsType: 'local-kms', kmsKeyId: 'k' });
  await call(app, 'admin', 'POST', `${keks}/secret/deks/secret`, { encryptedKeyMaterial: 'AA==' });
  const { body } = await call(app, 'admin', 'GET', '/subjects/secret/versions/1');
  secretGuid = (body as { guid: string }).guid;
});

const routes = knownRoutes.map((route) => route.split(' ') as [Method, string]);
const openToAll = ['/', '/v1/metadata/id', '/v1/metadata/version', '/v1/metadata/deployment', '/schemas/types'];
const lists = [
  '/subjects',
  '/schemas',
  '/contexts',
  '/associations/resources/:resourceId',
  '/associations/resources/:resourceNamespace/:resourceName',
  keks,
];

/** The route where it is about the secret subject. */
function secretUrl(path: string): string {
  const names: Readonly<Record<string, string>> = {
    subject: 'secret',
    version: '1',
    id: '2',
    guid: secretGuid,
    name: 'secret',
  };
  return path.replaceAll(/:(\w+)/g, (_, name: string) => names[name] ?? name);
}

describe('every route', () => {
  it.each(routes)('%s %s is one, and asks who one is', async (method, path) => {
    expect(app.hasRoute({ method, url: path })).toBe(true);
    const refused = await call(app, undefined, method, secretUrl(path), {});
    expect(refused).toMatchObject({ status: 401, body: { error_code: 401, message: 'Unauthorized' } });
    expect(refused.headers['www-authenticate']).toEqual([
      'Basic realm="schema registry", charset="UTF-8"',
      'Bearer realm="schema registry"',
    ]);
  });

  const guarded = routes.filter(([, path]) => !openToAll.includes(path) && !lists.includes(path));
  it.each(guarded)('%s %s is refused to those without a right', async (method, path) => {
    const refused = await call(app, 'nobody', method, secretUrl(path), { ...fixed('X'), name: 'secret' });
    expect(refused).toMatchObject({ status: 403, body: { error_code: 40301 } });
    expect((refused.body as { message: string }).message).toMatch(
      /^User is denied operation (READ|WRITE|DELETE|COMPATIBILITY) on ((subject|kek) secret|context \S+|the registry)$/,
    );
  });

  it.each(lists)('GET %s shows those without a right nothing', async (path) => {
    expect((await call(app, 'nobody', 'GET', path)).body).toEqual(path === '/contexts' ? ['.'] : []);
  });

  it.each(openToAll)('GET %s tells nothing of a subject, and answers whoever has signed in', async (path) => {
    expect((await call(app, 'nobody', 'GET', path)).status).toBe(200);
  });

  it('must have its right, or the registry does not start', async () => {
    const grown = await start([]);
    const add = (): unknown => grown.get('/subjects/:subject/new', () => 'new');
    expect(add).toThrow(AssertionError);
    expect(add).toThrow('nobody has said what right GET /subjects/:subject/new takes');
  });

  it('asks for the same by HEAD as by GET', async () => {
    expect((await call(app, undefined, 'HEAD', '/subjects/secret/versions')).status).toBe(401);
    expect((await call(app, 'nobody', 'HEAD', '/subjects/secret/versions')).status).toBe(403);
    expect((await call(app, 'admin', 'HEAD', '/subjects/secret/versions')).status).toBe(200);
  });

  it('that does not exist is not told of to strangers', async () => {
    expect((await call(app, undefined, 'GET', '/nothing')).status).toBe(401);
    expect((await call(app, 'nobody', 'GET', '/nothing')).status).toBe(404);
  });
});

describe('a right to a KEK', () => {
  const toKek: Rule = { ...toRead(''), resource: { kind: 'kek', name: 'secret', pattern: 'literal' } };

  it('opens its DEKs for the subjects that one may read, and no others', async () => {
    const both = await start([toKek, toRead('secret')]);
    expect((await call(both, 'reader', 'GET', keks)).body).toEqual(['secret']);
    expect((await call(both, 'reader', 'GET', `${keks}/secret/deks/secret`)).status).toBe(200);
    expect((await call(both, 'reader', 'DELETE', `${keks}/secret/deks/secret`)).status).toBe(403);
    const kekOnly = await start([toKek, toRead('orders')]);
    expect((await call(kekOnly, 'reader', 'GET', `${keks}/secret/deks`)).body).toEqual([]);
    expect((await call(kekOnly, 'reader', 'GET', `${keks}/secret/deks/secret`)).status).toBe(403);
    const subjectOnly = await start([toRead('secret')]);
    expect((await call(subjectOnly, 'reader', 'GET', keks)).body).toEqual([]);
    expect((await call(subjectOnly, 'reader', 'GET', `${keks}/secret`)).status).toBe(403);
  });
});

describe('a right to one subject', () => {
  it('opens its schemas, by subject and by id, and no other', async () => {
    const own = await start([toRead('orders')]);
    const status = async (path: string): Promise<number> => (await call(own, 'reader', 'GET', path)).status;
    expect(await status('/subjects/orders/versions/latest')).toBe(200);
    expect(await status('/schemas/ids/1')).toBe(200);
    expect(await status('/subjects/secret/versions/latest')).toBe(403);
    expect(await status('/subjects/:.:secret/versions/latest')).toBe(403);
    expect(await status('/subjects/%3A.%3Asecret/versions/latest')).toBe(403);
    expect(await status('/schemas/ids/2')).toBe(403);
    expect((await call(own, 'reader', 'GET', '/subjects')).body).toEqual(['orders']);
    expect((await call(own, 'reader', 'GET', '/schemas')).body).toMatchObject([{ subject: 'orders' }]);
    expect((await call(own, 'reader', 'POST', '/subjects/orders/versions', fixed('Y'))).status).toBe(403);
  });

  it('opens a schema that another subject has as well, without telling of that one', async () => {
    await call(app, 'admin', 'POST', '/subjects/shared/versions', fixed('secret'));
    const own = await start([toRead('shared')]);
    for (const path of ['/schemas/ids/2', '/schemas/ids/2?subject=secret'])
      expect((await call(own, 'reader', 'GET', path)).body).toMatchObject({ subject: 'shared' });
    expect((await call(own, 'reader', 'GET', '/schemas/ids/2/subjects')).body).toEqual(['shared']);
    expect((await call(own, 'reader', 'GET', '/schemas/ids/2/versions')).body).toEqual([
      { subject: 'shared', version: 1 },
    ]);
    await call(app, 'admin', 'POST', '/subjects/:.hidden:secret/versions', fixed('secret'));
    const there = await start([toRead('shared')]);
    expect((await call(there, 'reader', 'GET', `/schemas/guids/${secretGuid}/ids`)).body).toEqual([
      { context: '.', id: 2 },
    ]);
  });

  it('does not open what a schema sent in refers to', async () => {
    const own = await start([toRead('orders', ['READ', 'WRITE'])]);
    const references = [{ name: 'secret', subject: 'secret', version: 1 }];
    const schema = JSON.stringify({ type: 'array', items: 'secret' });
    for (const path of ['/subjects/orders/versions', '/subjects/orders', '/compatibility/subjects/orders/versions']) {
      expect(await call(own, 'reader', 'POST', path, { schema, references })).toMatchObject({
        status: 403,
        body: { message: 'User is denied operation READ on subject secret' },
      });
    }
    const tying = await start([toRead('orders', ['READ', 'WRITE']), { ...toRead(''), ...onRegistry('WRITE') }]);
    const associations = [{ subject: 'orders', associationType: 'value', schema: { schema, references } }];
    const sent = { resourceName: 'orders', resourceNamespace: '-', resourceId: 'o', associations };
    for (const [path, body] of [
      ['/associations', sent],
      ['/associations:batch', { requests: [sent] }],
    ] as const) {
      expect(await call(tying, 'reader', 'POST', path, body)).toMatchObject({
        status: 403,
        body: { message: 'User is denied operation READ on subject secret' },
      });
    }
  });

  it('is none to untie another from a topic', async () => {
    const resource = { resourceName: 'topic', resourceNamespace: '-', resourceId: 'id' };
    const tied = { ...resource, associations: [{ subject: 'secret', associationType: 'value' }] };
    expect((await call(app, 'admin', 'POST', '/associations', tied)).status).toBe(200);
    const own = await start([toRead('topic-value', ['WRITE']), { ...toRead(''), ...onRegistry('WRITE') }]);
    const untied = { ...resource, associations: [{ opType: 'DELETE', associationType: 'value' }] };
    expect(await call(own, 'reader', 'POST', '/associations:batch', { requests: [untied] })).toMatchObject({
      status: 403,
      body: { message: 'User is denied operation WRITE on subject secret' },
    });
  });

  it('is none to the settings of the whole', async () => {
    const own = await start([toRead('*', ['READ', 'WRITE', 'DELETE', 'COMPATIBILITY'])]);
    expect((await call(own, 'reader', 'PUT', '/config/orders', { compatibility: 'NONE' })).status).toBe(200);
    expect((await call(own, 'reader', 'PUT', '/config', { compatibility: 'NONE' })).status).toBe(403);
  });
});

it('requests of any form by strangers are refused, and break nothing', async () => {
  const route = fc.constantFrom(...routes);
  const header = fc.oneof(
    fc.string(),
    fc.string().map((text) => `Bearer ${text}`),
    fc.string().map((text) => `Basic ${btoa(encodeURI(text))}`),
  );
  await fc.assert(
    fc.asyncProperty(route, header, fc.jsonValue(), async ([method, url], authorization, body) => {
      const headers = { authorization: authorization.replaceAll(/[^\x20-\x7e]/g, '?') };
      const payload = method === 'GET' ? {} : { payload: JSON.stringify(body) };
      const answer = await app.inject({ method, url: secretUrl(url), headers, ...payload });
      expect(answer.statusCode).toBe(401);
    }),
  );
});

it('bodies of any form by those without rights are refused, and break nothing', async () => {
  const guarded = routes.filter(([method]) => method !== 'GET');
  const member = fc.constantFrom('references', 'subject', 'name', 'schema', 'alias', 'associations', '__proto__');
  const body = fc.oneof(fc.jsonValue(), fc.dictionary(member, fc.jsonValue()));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...guarded), body, async ([method, url], sent) => {
      const answer = await call(app, 'nobody', method, secretUrl(url), sent);
      expect(answer.status === 403 || openToAll.includes(url)).toBe(true);
    }),
  );
});

it('a registry without sign-in lets everybody do everything', async () => {
  const store = await openRegistryStore(new MemoryLog().open, silent);
  const open = buildServer(store, { version: '1.2.3', clusterId: 'abc' }, silent);
  expect(await call(open, undefined, 'POST', '/subjects/a/versions', fixed('A'))).toMatchObject({ status: 200 });
  expect((await call(open, undefined, 'GET', '/subjects')).body).toEqual(['a']);
});
