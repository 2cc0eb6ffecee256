import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '@millrace/broker';
import { hashToken, startRegistry, type RunningRegistry } from '@millrace/registry';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { isSilence, parseRegistered, RegistryClient } from '../src/index.ts';

let dataDir: string;
let broker: Awaited<ReturnType<typeof startBroker>>;
let server: RunningRegistry;
let registry: RegistryClient;

const bearer = (name: string): string => `Bearer ${name}`;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'millrace-registry-client-'));
  broker = await startBroker({ dataDir, host: '127.0.0.1', port: 0 });
  const tokens = ['admin', 'guest'].map((name) => ({ principal: `User:${name}`, hash: hashToken(name) }));
  const auth = { users: [], tokens, superUsers: ['User:admin'], rules: [] };
  server = await startRegistry({ kafka: { bootstrap: broker.address }, host: '127.0.0.1', port: 0, auth });
  registry = new RegistryClient({ url: `${server.url}/`, authorization: bearer('admin') });
});
afterAll(async () => {
  await server.close();
  await broker.close();
  await rm(dataDir, { recursive: true });
});

/** For what the client itself does not do. */
async function call(method: string, path: string, body?: object): Promise<void> {
  const answer = await fetch(server.url + path, {
    method,
    headers: { authorization: bearer('admin') },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.status, await answer.text()).toBe(200);
}

const register = (subject: string, schema: object, more: object = {}): Promise<void> =>
  call('POST', `/subjects/${subject}/versions`, { schema: JSON.stringify(schema), ...more });

const fixed = (name: string, size = 4): string => JSON.stringify({ type: 'fixed', name, size });
const record = (name: string, ...types: string[]) => ({
  type: 'record',
  name,
  fields: types.map((type, index) => ({ name: `f${index}`, type })),
});
const uses = (...names: string[]) => ({
  references: names.map((name) => ({ name, subject: name, version: 1 })),
});

async function found(subject: string) {
  const version = await registry.version(subject);
  if (version === undefined) throw new Error(`${subject} is not registered`);
  return version;
}

describe('a subject', () => {
  it('is registered once, and found by version, id and GUID until it is deleted', async () => {
    const id = await registry.register('plain/a', fixed('Plain'));
    expect(await registry.register('plain/a', fixed('Plain'))).toBe(id);
    expect(await registry.subjects()).toContain('plain/a');
    const latest = await registry.version('plain/a');
    expect(latest).toMatchObject({ subject: 'plain/a', version: 1, id, schema: fixed('Plain') });
    expect(await registry.version('plain/a', 1)).toEqual(latest);
    expect(await registry.version('plain/a', 2)).toBeUndefined();
    const guid = (latest as unknown as { guid: string }).guid;
    for (const identity of [{ kind: 'id', id } as const, { kind: 'guid', guid } as const])
      expect(await registry.identified(identity)).toMatchObject({ schema: fixed('Plain') });
    expect(await registry.idOf(guid)).toBe(id);
    await registry.deleteSubject('plain/a');
    await registry.deleteSubject('never');
    expect(await registry.version('plain/a')).toBeUndefined();
  });

  it('is among those that have its schema', async () => {
    const id = await registry.register('one', fixed('Shared'));
    await registry.register('two', fixed('Shared'));
    expect(await registry.versionsOf(id, { subject: 'two' })).toEqual([{ subject: 'two', version: 1 }]);
    expect(await registry.versionsOf(id, { limit: 1 })).toHaveLength(1);
    expect(await registry.versionsOf(4711, { limit: 1 })).toBeUndefined();
    expect(await registry.identified({ kind: 'id', id: 4711 })).toBeUndefined();
    expect(await registry.idOf('00000000-0000-0000-0000-000000000000')).toBeUndefined();
  });
});

describe('a registered schema is parsed', () => {
  it('with what two of its references share, also when all of them are deleted softly', async () => {
    await register('Bottom', JSON.parse(fixed('Bottom')) as object);
    await register('Left', record('Left', 'Bottom'), uses('Bottom'));
    await register('Right', record('Right', 'Bottom'), uses('Bottom'));
    await register('Top', record('Top', 'Left', 'Right'), uses('Left', 'Right'));
    const top = await found('Top');
    // Avro takes a name that is not defined yet, or is defined twice, for a mistake.
    expect(await parseRegistered(registry, top)).toMatchObject({ type: 'AVRO', root: { name: 'Top' } });
    for (const subject of ['Top', 'Left', 'Right', 'Bottom']) await registry.deleteSubject(subject);
    const kept = await registry.identified({ kind: 'id', id: top.id });
    expect(kept && (await parseRegistered(registry, kept))).toMatchObject({ root: { name: 'Top' } });
  });

  it('though its references lead in a circle', async () => {
    const json = (subject: string, schema: object, more: object = {}) =>
      register(subject, schema, { schemaType: 'JSON', ...more });
    await json('a.json', { title: 'a' });
    await json('b.json', { title: 'b', properties: { a: { $ref: 'a.json' } } }, uses('a.json'));
    await registry.deleteSubject('b.json');
    await call('PUT', '/mode/a.json?force=true', { mode: 'IMPORT' });
    const circle = { title: 'a', properties: { b: { $ref: 'b.json' } } };
    await json('a.json', circle, { ...uses('b.json'), id: 9000, version: 1 });
    const a = await found('a.json');
    expect(a).toMatchObject({ version: 1, id: 9000 });
    expect(await parseRegistered(registry, a)).toMatchObject({ type: 'JSON' });
  });

  it('with the names that its metadata reserves', async () => {
    const metadata = { properties: { 'confluent:reserved': 'gone' } };
    await register('reserving', { type: 'object' }, { schemaType: 'JSON', metadata });
    expect(await parseRegistered(registry, await found('reserving'))).toMatchObject({ reserved: ['gone'] });
  });

  it('unless it leads to more than 200 others, to nothing, or is of no known language', async () => {
    await register('leaf', {}, { schemaType: 'JSON' });
    const leads = (count: number, version = 1) => ({
      schema: '{}',
      schemaType: 'JSON',
      references: Array.from({ length: count }, (_, index) => ({ name: `${index}.json`, subject: 'leaf', version })),
    });
    expect(await parseRegistered(registry, leads(200))).toMatchObject({ type: 'JSON' });
    await expect(parseRegistered(registry, leads(201))).rejects.toMatchObject({
      code: 'SCHEMA_INVALID',
      message: 'It leads to more than 200 other schemas.',
    });
    await expect(parseRegistered(registry, leads(1, 7))).rejects.toMatchObject({
      code: 'SCHEMA_INVALID',
      message: 'It leads to version 7 of "leaf", which is not there.',
    });
    const foreign = { schema: '<a/>', schemaType: 'XML' };
    await expect(parseRegistered(registry, foreign)).rejects.toMatchObject({ code: 'SCHEMA_INVALID' });
  });
});

async function failure(asked: Promise<unknown>): Promise<object> {
  return asked.then(
    () => expect.fail('there was an answer'),
    (error: object) => error,
  );
}

async function listening(listener: RequestListener): Promise<string> {
  const hostile = createServer(listener);
  await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    hostile.closeAllConnections();
    hostile.close();
  });
  return `http://127.0.0.1:${(hostile.address() as AddressInfo).port}`;
}

describe('a failure', () => {
  it('tells what is not allowed from what is wrong', async () => {
    const { url } = server;
    const question = `The schema registry at ${url} answered`;
    const path = '/subjects/kept/versions';
    const stranger = await failure(new RegistryClient({ url }).version('kept'));
    expect(stranger).toMatchObject({
      code: 'FORBIDDEN',
      message: `${question} 401 to GET ${path}/latest: Unauthorized.`,
      details: { status: 401 },
    });
    const guest = new RegistryClient({ url, authorization: bearer('guest') });
    expect(await failure(guest.register('kept', fixed('Kept')))).toMatchObject({
      code: 'FORBIDDEN',
      message: `${question} 403 to POST ${path}: User is denied operation WRITE on subject kept.`,
    });
    await registry.register('kept', fixed('Kept'));
    for (const [schema, status] of [
      ['"nonsense"', 422],
      [fixed('Kept', 5), 409],
    ] as const) {
      const refused = await failure(registry.register('kept', schema));
      expect(refused).toMatchObject({ code: 'INVALID_REQUEST', details: { status } });
      expect(isSilence(refused)).toBe(false);
    }
  });

  it('of a registry that is not there, or keeps silent, is silence', async () => {
    const gone = await startRegistry({ kafka: { bootstrap: broker.address }, host: '127.0.0.1', port: 0 });
    await gone.close();
    const absent = await failure(new RegistryClient(gone).subjects());
    const message = `The schema registry at ${gone.url} cannot be reached.`;
    expect(absent).toMatchObject({ code: 'UNREACHABLE', message });
    const url = await listening(() => undefined);
    const late = await failure(new RegistryClient({ url, timeoutMs: 20 }).version('any'));
    expect(late).toMatchObject({ message: `The schema registry at ${url} gave no answer in 20 ms.` });
    expect([absent, late].map(isSilence)).toEqual([true, true]);
  });

  it('of something that is no registry, or is broken, shows what it says', async () => {
    let answer = { status: 200, text: '<p>Hello</p>' };
    const url = await listening((_request, response) => response.writeHead(answer.status).end(answer.text));
    const client = new RegistryClient({ url });
    const told = async (): Promise<object> => failure(client.identified({ kind: 'id', id: 1 }));
    const path = 'GET /schemas/ids/1';
    expect(await told()).toMatchObject({
      code: 'UNREACHABLE',
      message: `The schema registry at ${url} answered 200 to ${path}: <p>Hello</p>.`,
      details: { status: 200 },
    });
    answer = { status: 503, text: '' };
    expect(await told()).toMatchObject({
      code: 'UNREACHABLE',
      message: `The schema registry at ${url} answered 503 to ${path}.`,
    });
    answer = { status: 200, text: '{"schema":"{}","references":[{"name":"a"}]}' };
    expect(await told()).toMatchObject({ code: 'UNREACHABLE' });
    answer = { status: 404, text: '' };
    expect(await failure(client.register('any', '{}'))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await failure(client.subjects())).toMatchObject({ code: 'NOT_FOUND' });
  });
});
