import { beforeEach, describe, expect, it } from 'vitest';
import { fixed, TestServer } from '../testing/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
});

const setMode = (mode: string, scope = '', query = '') => server.call('PUT', `/mode${scope}${query}`, { mode });
const one = fixed('One');

describe('read-only', () => {
  it.each(['READONLY', 'READONLY_OVERRIDE', 'FORWARD'])(
    'as %s refuses every change of the subject, not what it has already',
    async (mode) => {
      await server.register('a', one);
      await setMode(mode, '/a');
      const refused = { code: 42205, body: { message: 'Subject a is in read-only mode' } };
      expect(await server.register('a', fixed('Two'))).toMatchObject(refused);
      expect(await server.call('DELETE', '/subjects/a')).toMatchObject(refused);
      expect(await server.call('DELETE', '/subjects/a/versions/1')).toMatchObject(refused);
      expect(await server.call('PUT', '/config/a', { compatibility: 'FULL' })).toMatchObject(refused);
      expect((await server.register('a', one)).body).toEqual({ id: 1 });
      expect((await server.register('b', one)).status).toBe(200);
      expect((await server.call('DELETE', '/mode/a')).body).toEqual({ mode });
      expect((await server.register('a', fixed('Two'))).code).toBe(40901);
    },
  );

  it('of the registry gives way to a subject, but as an override', async () => {
    await setMode('READWRITE', '/a');
    await setMode('READONLY');
    expect((await server.register('a', one)).status).toBe(200);
    await setMode('READONLY_OVERRIDE');
    expect((await server.register('a', fixed('Two'))).code).toBe(42205);
    expect(await server.get('/mode/a')).toEqual({ mode: 'READWRITE' });
    expect(await server.get('/mode/a?defaultToGlobal=true')).toEqual({ mode: 'READONLY_OVERRIDE' });
  });
});

describe('import', () => {
  it('takes ids and versions as they come, in any order, and checks no compatibility', async () => {
    expect(await server.register('a', one, { id: 77 })).toMatchObject({
      code: 42205,
      body: { message: 'Subject a is not in import mode' },
    });
    await setMode('IMPORT', '/a');
    expect((await server.register('a', one, { id: 77, version: 5 })).body).toEqual({ id: 77 });
    expect((await server.register('a', fixed('Two'), { id: 70, version: 2 })).body).toEqual({ id: 70 });
    expect((await server.register('a', fixed('Three'), { id: 71 })).body).toEqual({ id: 71 });
    expect(await server.get('/subjects/a/versions')).toEqual([2, 5, 6]);
    expect((await server.register('b', fixed('Four'))).body).toEqual({ id: 78 });
  });

  it('needs ids, and refuses one that stands for another schema', async () => {
    await setMode('IMPORT', '/a');
    await server.register('a', one, { id: 1, version: 1 });
    expect((await server.register('a', fixed('Two'))).body).toMatchObject({
      message: 'Subject a is not in read-write mode',
    });
    expect(await server.register('a', fixed('Two'), { id: 1, version: 2 })).toMatchObject({
      code: 42205,
      body: { message: 'Overwrite new schema with id 1 is not permitted.' },
    });
  });

  it('replaces what a version was, and gives one schema several ids', async () => {
    await setMode('IMPORT', '/a');
    await server.register('a', one, { id: 1, version: 1 });
    expect((await server.register('a', fixed('Two'), { id: 2, version: 1 })).body).toEqual({ id: 2 });
    expect(await server.get('/subjects/a/versions/1/schema')).toEqual(JSON.parse(fixed('Two')));
    expect((await server.call('GET', '/schemas/ids/1')).status).toBe(404);
    await server.register('a', fixed('Two'), { id: 3, version: 4 });
    expect(await server.get('/subjects/a/versions/4')).toMatchObject({ id: 3 });
    const { guid } = (await server.call('GET', '/subjects/a/versions/4', undefined, true)).body as { guid: string };
    expect(await server.get(`/schemas/guids/${guid}/ids`)).toEqual([
      { context: '.', id: 2 },
      { context: '.', id: 3 },
    ]);
    // The state is the same for who reads the log, or what compaction leaves of it.
    for (const log of [server.log, server.log.compact()]) {
      const other = await TestServer.start(log);
      expect(await other.get('/schemas')).toEqual(await server.get('/schemas'));
    }
  });

  it('begins where nothing is, or by force; what was deleted softly is forgotten', async () => {
    await server.register('a', one);
    expect(await setMode('IMPORT')).toMatchObject({
      code: 42205,
      body: { message: 'Cannot import since found existing subjects' },
    });
    expect((await setMode('IMPORT', '/b')).status).toBe(200);
    expect((await setMode('IMPORT', '', '?force=true')).status).toBe(200);
    await setMode('READWRITE');
    await server.call('DELETE', '/subjects/a');
    expect((await setMode('IMPORT', '/a')).status).toBe(200);
    expect(await server.get('/subjects?deleted=true')).toEqual([]);
    expect((await server.register('a', one, { id: 9, version: 1 })).body).toEqual({ id: 9 });
  });
});

describe('a mode', () => {
  it('is one of those that there are', async () => {
    expect(await setMode('SLEEPING')).toMatchObject({ status: 422, code: 42204 });
    expect((await server.call('PUT', '/mode', {})).code).toBe(42204);
    expect((await setMode('readonly', '/a')).body).toEqual({ mode: 'READONLY' });
  });

  it('is taken away alone or with those of all within', async () => {
    expect((await server.call('DELETE', '/mode/a')).code).toBe(40401);
    await setMode('READONLY', '/a');
    await setMode('READONLY', '/:.x:a');
    expect((await server.call('DELETE', '/mode?recursive=true')).body).toEqual({ mode: 'READWRITE' });
    expect((await server.call('GET', '/mode/a')).code).toBe(40409);
    expect(await server.get('/mode/:.x:a')).toEqual({ mode: 'READONLY' });
    expect((await server.call('DELETE', '/mode/:.x:')).code).toBe(40401);
    expect((await server.call('DELETE', '/mode/:.x:?recursive=true')).body).toEqual({ mode: null });
    expect((await server.call('GET', '/mode/:.x:a')).code).toBe(40409);
  });
});
