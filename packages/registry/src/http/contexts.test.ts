import { beforeEach, describe, expect, it } from 'vitest';
import { fixed, record, TestServer } from '../testing/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await TestServer.start();
});

describe('a context', () => {
  it('has ids of its own, and is named by the subject beside an id', async () => {
    expect((await server.register('a', fixed('One'))).body).toEqual({ id: 1 });
    expect((await server.register(':.x:a', fixed('Two'))).body).toEqual({ id: 1 });
    expect((await server.register(':.x:b', fixed('One'))).body).toEqual({ id: 2 });
    const schemaOf = async (query: string) =>
      ((await server.get(`/schemas/ids/1${query}`)) as { schema: string }).schema;
    expect(await schemaOf('')).toBe(fixed('One'));
    expect(await schemaOf('?subject=:.x:')).toBe(fixed('Two'));
    expect(await schemaOf('?subject=:.x:a')).toBe(fixed('Two'));
    expect((await server.call('GET', '/schemas/ids/2')).code).toBe(40403);
    // A name without a context is looked for in all when the default one does not have the id under it.
    expect(((await server.get('/schemas/ids/2?subject=b')) as { schema: string }).schema).toBe(fixed('One'));
    expect(await server.get('/schemas/ids/2/versions?subject=:.x:')).toEqual([{ subject: ':.x:b', version: 1 }]);
    expect(await server.get('/contexts')).toEqual(['.', '.x']);
    expect(await server.get('/contexts?contextPrefix=.x')).toEqual(['.x']);
  });

  it('is reached by a path as by a name', async () => {
    await server.call('POST', '/contexts/.x/subjects/a/versions', { schema: fixed('One') });
    expect(await server.get('/subjects')).toEqual([':.x:a']);
    expect(await server.get('/contexts/.x/subjects')).toEqual([':.x:a']);
    expect(await server.get('/contexts/.y/subjects')).toEqual([]);
    expect(await server.get('/contexts/.x/schemas/ids/1/subjects')).toEqual([':.x:a']);
    expect(await server.get('/subjects/:.x:a/versions')).toEqual([1]);
    expect(await server.get('/subjects/:.:a/versions')).toMatchObject({
      error_code: 40401,
      message: "Subject 'a' not found.",
    });
  });

  it('is listed by prefix: the default one, one, or all', async () => {
    for (const subject of ['orders', ':.x:orders', ':.x:people', ':.y:orders'])
      await server.register(subject, fixed('One'));
    expect(await server.get('/subjects')).toEqual(['orders', ':.x:orders', ':.x:people', ':.y:orders']);
    expect(await server.get('/subjects?subjectPrefix=')).toEqual(['orders']);
    expect(await server.get('/subjects?subjectPrefix=:.x:')).toEqual([':.x:orders', ':.x:people']);
    expect(await server.get('/subjects?subjectPrefix=:.x:o')).toEqual([':.x:orders']);
    expect(await server.get('/subjects?subjectPrefix=:*:o')).toEqual(['orders', ':.x:orders', ':.y:orders']);
    expect(await server.get('/schemas')).toHaveLength(1);
    expect(await server.get('/schemas?subjectPrefix=:*:')).toHaveLength(4);
  });

  it('gives a version that the default one does not have', async () => {
    await server.register(':.x:a', fixed('One'));
    expect(await server.get('/subjects/a/versions/1')).toMatchObject({ subject: ':.x:a', version: 1 });
    expect((await server.call('GET', '/subjects/:.y:a/versions/1')).code).toBe(40401);
    const found = await server.call('POST', '/subjects/a', { schema: fixed('One') });
    expect(found.body).toMatchObject({ subject: ':.x:a', version: 1 });
    expect((await server.call('POST', '/subjects/a', { schema: fixed('Two') })).code).toBe(40403);
    expect((await server.call('POST', '/subjects/b', { schema: '{' })).code).toBe(40401);
  });

  it('is where the references of its schemas lie, unless they say another', async () => {
    const money = JSON.stringify({ type: 'record', name: 'shop.Money', fields: [{ name: 'cents', type: 'long' }] });
    await server.register(':.x:money', money);
    const order = record({ name: 'price', type: 'shop.Money' });
    const references = (subject: string) => ({ references: [{ name: 'shop.Money', subject, version: 1 }] });
    expect((await server.register(':.x:order', order, references('money'))).status).toBe(200);
    expect((await server.register('order', order, references('money'))).code).toBe(42201);
    expect((await server.register('order', order, references(':.x:money'))).status).toBe(200);
    expect(await server.get('/subjects/:.x:money/versions/1/referencedby')).toEqual([1, 2]);
    const qualified = await server.get('/subjects/:.x:order/versions/1?referenceFormat=QUALIFIED');
    expect(qualified).toMatchObject(references(':.x:money'));
  });

  it('has settings that hold for its subjects, and there are some for all contexts', async () => {
    await server.call('PUT', '/config', { compatibility: 'FULL' });
    await server.call('PUT', '/config/:.x:', { compatibility: 'NONE' });
    const level = async (subject: string) =>
      ((await server.get(`/config/${subject}?defaultToGlobal=true`)) as { compatibilityLevel: string })
        .compatibilityLevel;
    expect(await Promise.all(['a', ':.x:a', ':.y:a'].map(level))).toEqual(['FULL', 'NONE', 'BACKWARD']);
    await server.call('PUT', '/config/:.__GLOBAL:', { compatibility: 'FORWARD' });
    expect(await Promise.all(['a', ':.x:a', ':.y:a'].map(level))).toEqual(['FULL', 'NONE', 'FORWARD']);
    await server.call('PUT', '/mode/:.x:', { mode: 'READONLY' });
    expect((await server.register(':.x:a', fixed('One'))).code).toBe(42205);
    expect((await server.register(':.y:a', fixed('One'))).status).toBe(200);
  });

  it('is deleted when nothing is in it, and then does not give its ids again', async () => {
    await server.register(':.x:a', fixed('One'));
    expect((await server.call('DELETE', '/contexts/.y')).code).toBe(40401);
    expect((await server.call('DELETE', '/contexts/.x')).code).toBe(42211);
    await server.call('DELETE', '/subjects/:.x:a');
    expect((await server.call('DELETE', '/contexts/.x')).code).toBe(42211);
    await server.call('DELETE', '/subjects/:.x:a?permanent=true');
    await server.call('PUT', '/config/:.x:', { compatibility: 'NONE' });
    expect(await server.get('/contexts')).toEqual(['.', '.x']);
    expect(await server.call('DELETE', '/contexts/.x')).toMatchObject({ status: 204, body: undefined });
    expect(await server.get('/contexts')).toEqual(['.']);
    expect((await server.call('GET', '/config/:.x:')).code).toBe(40408);
    expect((await server.register(':.x:a', fixed('Two'))).body).toEqual({ id: 2 });
  });

  it('is not the one for all, nor one without a name', async () => {
    for (const subject of [':.__GLOBAL:a', ':.x:', '__GLOBAL', '__EMPTY', 'a\u0007']) {
      expect((await server.register(subject, fixed('One'))).code).toBe(42208);
    }
  });

  it('has no name that could be taken for the parts of another', async () => {
    await server.register(':.x:a', fixed('One'));
    const { length } = server.log.records;
    expect((await server.call('PUT', '/config/a%00', { compatibility: 'NONE' })).code).toBe(42208);
    expect((await server.call('PUT', '/config/:.x%00a:', { compatibility: 'NONE' })).code).toBe(42208);
    for (const path of ['/subjects/:.x%00a:', '/contexts/.x%00a', '/config/:.x%00a']) {
      expect((await server.call('DELETE', path)).code).toBe(42208);
    }
    expect(server.log.records).toHaveLength(length);
  });
});
