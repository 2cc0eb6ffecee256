import { beforeEach, describe, expect, it } from 'vitest';
import { fixed, record, TestServer } from '../testing/test-server.ts';

const id = { name: 'id', type: 'long' };
const note = { name: 'note', type: 'string', default: '' };

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
  for (const subject of ['b', 'a', 'a-key', 'c']) {
    await server.register(subject, record(id));
    await server.register(subject, record(id, note));
  }
  await server.call('DELETE', '/subjects/c');
  await server.call('DELETE', '/subjects/b/versions/2');
});

const placesIn = async (url: string) =>
  ((await server.get(url)) as { subject: string; version: number }[]).map(
    ({ subject, version }) => `${subject}/${version}`,
  );

describe('lists', () => {
  it('are in order, and have deleted things only when asked', async () => {
    expect(await server.get('/subjects')).toEqual(['a', 'a-key', 'b']);
    expect(await server.get('/subjects?deleted=true')).toEqual(['a', 'a-key', 'b', 'c']);
    expect(await server.get('/subjects?deletedOnly=true')).toEqual(['c']);
    expect(await server.get('/subjects/b/versions?deleted=true')).toEqual([1, 2]);
    expect(await server.get('/subjects/b/versions?deletedOnly=true')).toEqual([2]);
    expect((await server.call('GET', '/subjects/c/versions')).code).toBe(40401);
    expect((await server.call('GET', '/subjects/a/versions?deletedOnly=true')).code).toBe(40401);
    expect(await placesIn('/schemas')).toEqual(['a/1', 'a/2', 'a-key/1', 'a-key/2', 'b/1']);
    expect(await placesIn('/schemas?deleted=true&subjectPrefix=c')).toEqual(['c/1', 'c/2']);
  });

  it('hold the latest of each subject when asked', async () => {
    expect(await placesIn('/schemas?latestOnly=true')).toEqual(['a/2', 'a-key/2', 'b/1']);
    expect(await placesIn('/schemas?latestOnly=true&deleted=true&subjectPrefix=b')).toEqual(['b/2']);
  });

  it('are given in pages', async () => {
    expect(await server.get('/subjects?offset=1&limit=1')).toEqual(['a-key']);
    expect(await server.get('/subjects?offset=2')).toEqual(['b']);
    expect(await server.get('/subjects?limit=-5')).toHaveLength(3);
    expect(await server.get('/subjects?limit=0')).toEqual([]);
    expect(await server.get('/subjects?offset=x&limit=y')).toHaveLength(3);
    expect(await server.get('/schemas/ids/1/subjects?offset=1&limit=1')).toEqual(['a-key']);
    expect(await server.get('/schemas/ids/2/versions?deleted=true&offset=2')).toEqual([
      { subject: 'b', version: 2 },
      { subject: 'c', version: 2 },
    ]);
    expect(await server.get('/schemas/ids/2/versions?subject=b')).toEqual([]);
  });

  it('hold what has rules of a type when asked', async () => {
    const ruleSet = { domainRules: [{ name: 'r', kind: 'TRANSFORM', mode: 'WRITEREAD', type: 'ENCRYPT' }] };
    await server.register('d', fixed('D'), { ruleSet });
    expect(await placesIn('/schemas?ruleType=ENCRYPT')).toEqual(['d/1']);
    expect(await placesIn('/schemas?ruleType=CEL')).toEqual([]);
  });
});

describe('an alias', () => {
  beforeEach(() => server.call('PUT', '/config/old', { alias: 'a' }));

  it('stands for its subject wherever one is read, written or compared', async () => {
    expect(await server.get('/subjects/old/versions')).toEqual([1, 2]);
    expect(await server.get('/subjects/old/versions/1')).toMatchObject({ subject: 'a', version: 1 });
    expect((await server.call('POST', '/subjects/old', { schema: record(id) })).body).toMatchObject({ subject: 'a' });
    expect((await server.call('POST', '/compatibility/subjects/old/versions', { schema: fixed('X') })).body).toEqual({
      is_compatible: false,
    });
    expect((await server.register('old', record(id, { ...note, name: 'more' }))).body).toEqual({ id: 3 });
    expect(await server.get('/subjects/a/versions')).toEqual([1, 2, 3]);
    expect(await server.get('/schemas/ids/1/versions?subject=old')).toEqual([{ subject: 'a', version: 1 }]);
  });

  it('is itself where it is set, and is not followed twice', async () => {
    expect(await server.get('/config/old')).toEqual({ alias: 'a' });
    await server.call('PUT', '/config/older', { alias: 'old' });
    expect((await server.call('GET', '/subjects/older/versions')).code).toBe(40401);
    await server.call('DELETE', '/config/old');
    expect((await server.call('GET', '/subjects/old/versions')).code).toBe(40401);
  });

  it('is told with its subject, and finds it, when a list is asked for aliases', async () => {
    expect(await server.get('/schemas?subjectPrefix=a&latestOnly=true&aliases=true')).toMatchObject([
      { subject: 'a', aliases: ['old'] },
      { subject: 'a-key' },
    ]);
    expect(await placesIn('/schemas?subjectPrefix=ol&aliases=true')).toEqual(['a/1', 'a/2']);
    expect(await placesIn('/schemas?subjectPrefix=ol')).toEqual([]);
  });

  it('is not what a subject inherits from its context', async () => {
    await server.call('PUT', '/config/:.x:', { alias: 'a', compatibility: 'NONE' });
    expect(await server.get('/config/:.x:b?defaultToGlobal=true')).toEqual({ compatibilityLevel: 'NONE' });
  });
});

describe('by GUID', () => {
  it('a schema and its ids in every context are found', async () => {
    await server.register(':.x:a', record(id));
    const { guid } = (await server.call('GET', '/subjects/a/versions/1', undefined, true)).body as { guid: string };
    expect(await server.get(`/schemas/guids/${guid}`)).toEqual({ schema: record(id) });
    expect(await server.get(`/schemas/guids/${guid}/ids`)).toEqual([
      { context: '.', id: 1 },
      { context: '.x', id: 1 },
    ]);
    const unknown = '00000000-0000-0000-0000-000000000000';
    expect((await server.call('GET', `/schemas/guids/${unknown}`)).code).toBe(40403);
    expect((await server.call('GET', `/schemas/guids/${unknown}/ids`)).code).toBe(40403);
  });
});

describe('newer clients', () => {
  it('are told what older ones would refuse', async () => {
    const full = async (url: string) => (await server.call('GET', url, undefined, true)).body;
    const guid = expect.stringMatching(/^[\da-f-]{36}$/) as string;
    const ts = expect.any(Number) as number;
    expect(await full('/subjects/b/versions/2?deleted=true')).toMatchObject({
      guid,
      ts,
      schemaType: 'AVRO',
      deleted: true,
    });
    expect(await full('/schemas/ids/1?subject=b')).toMatchObject({
      subject: 'b',
      version: 1,
      guid,
      ts,
      schemaType: 'AVRO',
    });
    const registered = await server.call('POST', '/subjects/e/versions', { schema: record(id) }, true);
    expect(registered.body).toEqual({ id: 1, version: 1, guid, ts, schemaType: 'AVRO', schema: record(id) });
    expect(await server.get('/schemas/ids/1?fetchMaxId=true')).toEqual({ schema: record(id), maxId: 2 });
  });
});
