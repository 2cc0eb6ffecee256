import { silent } from '@millrace/base';
import type { FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, it } from 'vitest';
import { openRegistryStore } from '../registry-store.ts';
import { MemoryLog } from '../testing/memory-log.ts';
import { buildServer } from './server.ts';

const record = (...fields: object[]): string =>
  JSON.stringify({ type: 'record', name: 'Order', namespace: 'shop', fields });
const id = { name: 'id', type: 'long' };
const note = { name: 'note', type: 'string' };
const noteWithDefault = { ...note, default: '' };

let app: FastifyInstance;
let log: MemoryLog;

async function start(on: MemoryLog): Promise<FastifyInstance> {
  const store = await openRegistryStore(on.open, silent);
  return buildServer(store, { version: '1.2.3', clusterId: 'abc' }, silent);
}

async function call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown) {
  const answer = await app.inject({ method, url, ...(body === undefined ? {} : { payload: JSON.stringify(body) }) });
  return { status: answer.statusCode, body: answer.json<unknown>(), type: answer.headers['content-type'] };
}

const register = (subject: string, schema: string, more: object = {}) =>
  call('POST', `/subjects/${subject}/versions`, { schema, ...more });

beforeEach(async () => {
  log = new MemoryLog();
  app = await start(log);
});

describe('registering', () => {
  it('gives one id to one content, and a version in each subject', async () => {
    expect((await register('a', record(id))).body).toEqual({ id: 1 });
    expect((await register('a', record(id))).body).toEqual({ id: 1 });
    expect((await register('b', record(id))).body).toEqual({ id: 1 });
    expect((await register('b', record(id, noteWithDefault))).body).toEqual({ id: 2 });
    expect((await call('GET', '/subjects/b/versions')).body).toEqual([1, 2]);
    expect((await call('GET', '/schemas/ids/1/versions')).body).toEqual([
      { subject: 'a', version: 1 },
      { subject: 'b', version: 1 },
    ]);
  });

  it('keeps the text on one line in the order of the specification', async () => {
    await register('a', '{ "fields": [], "type": "record", "name": "shop.Empty" }');
    expect((await call('GET', '/schemas/ids/1')).body).toEqual({
      schema: '{"type":"record","name":"Empty","namespace":"shop","fields":[]}',
    });
  });

  it('refuses a break with what breaks, where, and against which version', async () => {
    await register('a', record(id));
    const refused = await register('a', record(id, note));
    expect(refused).toMatchObject({ status: 409, body: { error_code: 40901 } });
    const { message } = refused.body as { message: string };
    expect(message).toContain('Schema being registered is incompatible with an earlier schema for subject "a"');
    expect(message).toContain("errorType:'READER_FIELD_MISSING_DEFAULT_VALUE'");
    expect(message).toContain(
      "At path '/fields/1': Consumers that move to the new schema cannot read data written with version 1",
    );
    expect(message).toContain('{oldSchemaVersion: 1}');
  });

  it('answers 42201 for text that is no schema, for an empty one, and for a type that is not built', async () => {
    for (const body of [
      { schema: '{"type":"nothing"}' },
      { schema: '' },
      { schema: '{', schemaType: 'AVRO' },
      { schema: '<schema/>', schemaType: 'XML' },
    ]) {
      expect(await call('POST', '/subjects/a/versions', body)).toMatchObject({
        status: 422,
        body: { error_code: 42201 },
      });
    }
    expect((await call('GET', '/schemas/types')).body).toContain('AVRO');
  });

  it('resolves references, and tells who refers to a version', async () => {
    await register(
      'money',
      JSON.stringify({ type: 'record', name: 'shop.Money', fields: [{ name: 'cents', type: 'long' }] }),
    );
    const order = record(id, { name: 'price', type: 'shop.Money' });
    expect(await register('order', order)).toMatchObject({ status: 422 });
    const references = [{ name: 'shop.Money', subject: 'money', version: 1 }];
    expect((await register('order', order, { references })).body).toEqual({ id: 2 });
    expect((await call('GET', '/subjects/money/versions/1/referencedby')).body).toEqual([2]);
    expect((await call('GET', '/schemas/ids/2')).body).toMatchObject({ references });
    expect(await call('DELETE', '/subjects/money')).toMatchObject({ status: 422, body: { error_code: 42206 } });
  });

  it('takes spellings of one schema for one when asked to normalise', async () => {
    const one = '{"type":"record","name":"R","b":1,"a":{"y":1,"x":2},"fields":[]}';
    const other = '{"type":"record","name":"R","a":{"x":2,"y":1},"b":1,"fields":[]}';
    expect((await call('POST', '/subjects/a/versions?normalize=true', { schema: one })).body).toEqual({ id: 1 });
    expect((await call('POST', '/subjects/a/versions?normalize=true', { schema: other })).body).toEqual({ id: 1 });
    expect((await register('a', other)).body).toEqual({ id: 1 });
    expect((await register('a', one)).body).toEqual({ id: 2 });
  });
});

describe('reading', () => {
  it('finds a schema under a subject, and says which of both is missing', async () => {
    expect(await call('POST', '/subjects/a', { schema: record(id) })).toMatchObject({
      status: 404,
      body: { error_code: 40401, message: "Subject 'a' not found." },
    });
    await register('a', record(id));
    expect((await call('POST', '/subjects/a', { schema: record(id) })).body).toEqual({
      subject: 'a',
      version: 1,
      id: 1,
      guid: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/) as string,
      schema: record(id),
    });
    expect((await call('POST', '/subjects/a', { schema: '"int"' })).body).toEqual({
      error_code: 40403,
      message: 'Schema not found',
    });
  });

  it('answers with the codes of the protocol for what is not there', async () => {
    await register('a', record(id));
    const codes = async (path: string) => ((await call('GET', path)).body as { error_code: number }).error_code;
    expect(await codes('/subjects/b/versions')).toBe(40401);
    expect(await codes('/subjects/a/versions/2')).toBe(40402);
    expect(await codes('/subjects/a/versions/0')).toBe(42202);
    expect(await codes('/subjects/a/versions/first')).toBe(42202);
    expect(await codes('/schemas/ids/9')).toBe(40403);
    expect(await codes('/nowhere')).toBe(404);
  });

  it('gives the schema itself as the whole answer', async () => {
    await register('a', '"string"');
    expect((await call('GET', '/schemas/ids/1/schema')).body).toBe('string');
    expect((await call('GET', '/subjects/a/versions/latest/schema')).body).toBe('string');
  });

  it('finds the latest version whose metadata has all the properties asked for', async () => {
    const owned = (owner: string, team: string) => ({ metadata: { properties: { owner, team } } });
    await register('a', record(id), owned('ann', 'x'));
    await register('a', record(id, noteWithDefault), owned('bob', 'x'));
    const version = async (query: string) =>
      ((await call('GET', `/subjects/a/metadata?${query}`)).body as { version?: number }).version;
    expect(await version('key=team&value=x')).toBe(2);
    expect(await version('key=team&value=x&key=owner&value=ann')).toBe(1);
    expect(await version('key=team&value=y')).toBeUndefined();
  });

  it('takes subjects with slashes and of any length', async () => {
    const subject = `a/b:${'x'.repeat(200)}`;
    await register(encodeURIComponent(subject), '"int"');
    expect((await call('GET', '/subjects')).body).toEqual([subject]);
    expect((await call('GET', '/subjects?subjectPrefix=a/')).body).toEqual([subject]);
    expect((await call('GET', '/subjects?subjectPrefix=b')).body).toEqual([]);
  });

  it('answers in the media type that the client accepts', async () => {
    expect((await call('GET', '/subjects')).type).toBe('application/vnd.schemaregistry.v1+json');
    const answer = await app.inject({ url: '/subjects', headers: { accept: 'application/json' } });
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
  });
});

describe('deleting', () => {
  it('hides what is softly deleted and keeps its id and number', async () => {
    await register('a', record(id));
    await register('a', record(id, noteWithDefault));
    expect((await call('DELETE', '/subjects/a/versions/1')).body).toBe(1);
    expect((await call('GET', '/subjects/a/versions')).body).toEqual([2]);
    expect((await call('GET', '/subjects/a/versions?deleted=true')).body).toEqual([1, 2]);
    expect((await call('GET', '/schemas/ids/1')).status).toBe(200);
    expect((await call('DELETE', '/subjects/a')).body).toEqual([2]);
    expect((await call('GET', '/subjects')).body).toEqual([]);
    expect((await call('GET', '/subjects?deleted=true')).body).toEqual(['a']);
    expect((await call('GET', '/subjects?deletedOnly=true')).body).toEqual(['a']);
    await register('a', record(id));
    expect((await call('GET', '/subjects/a/versions/latest')).body).toMatchObject({ version: 3, id: 1 });
  });

  it('deletes for good only what was deleted softly', async () => {
    await register('a', record(id));
    const code = async (url: string) => ((await call('DELETE', url)).body as { error_code: number }).error_code;
    expect(await code('/subjects/a?permanent=true')).toBe(40405);
    expect(await code('/subjects/a/versions/1?permanent=true')).toBe(40407);
    await call('DELETE', '/subjects/a/versions/1');
    expect(await code('/subjects/a/versions/1')).toBe(40406);
    expect(await code('/subjects/a')).toBe(40404);
    expect((await call('DELETE', '/subjects/a?permanent=true')).body).toEqual([1]);
    expect(await code('/subjects/a')).toBe(40401);
    expect((await call('GET', '/schemas/ids/1')).status).toBe(404);
  });
});

describe('compatibility', () => {
  it('checks against the latest version, or all under a transitive level, and explains when asked', async () => {
    await register('a', record(id));
    const check = (version: string, schema: string) =>
      call('POST', `/compatibility/subjects/a/versions${version}?verbose=true`, { schema });
    expect((await check('/latest', record(id, noteWithDefault))).body).toEqual({ is_compatible: true, messages: [] });
    const broken = (await check('', record(id, note))).body as { is_compatible: boolean; messages: string[] };
    expect(broken.is_compatible).toBe(false);
    expect(broken.messages.at(-1)).toBe("{validateFields: 'false', compatibility: 'BACKWARD'}");
    expect((await check('/7', record(id))).body).toMatchObject({ error_code: 40402 });
    expect((await call('POST', '/compatibility/subjects/new/versions/latest', { schema: record(id) })).body).toEqual({
      is_compatible: true,
    });
    await register('a', record(id, noteWithDefault));
    expect((await check('', record(id, note))).body).toMatchObject({ is_compatible: true });
    await call('PUT', '/config/a', { compatibility: 'BACKWARD_TRANSITIVE' });
    expect((await check('', record(id, note))).body).toMatchObject({ is_compatible: false });
  });

  it('keeps a level for the registry and one for a subject', async () => {
    expect((await call('GET', '/config')).body).toEqual({ compatibilityLevel: 'BACKWARD' });
    expect((await call('GET', '/config/a')).body).toMatchObject({ error_code: 40408 });
    expect((await call('PUT', '/config/a', { compatibility: 'none' })).body).toEqual({ compatibility: 'none' });
    expect((await call('GET', '/config/a')).body).toEqual({ compatibilityLevel: 'NONE' });
    expect(await call('PUT', '/config', { compatibility: 'SOME' })).toMatchObject({
      status: 422,
      body: { error_code: 42203 },
    });
    await call('PUT', '/config', { compatibility: 'FULL' });
    expect((await call('GET', '/config/b?defaultToGlobal=true')).body).toEqual({ compatibilityLevel: 'FULL' });
    expect((await call('DELETE', '/config/a')).body).toEqual({ compatibilityLevel: 'NONE' });
    expect((await call('GET', '/config/a?defaultToGlobal=true')).body).toEqual({ compatibilityLevel: 'FULL' });
  });
});

describe('modes', () => {
  it('refuses changes while read-only', async () => {
    await call('PUT', '/mode/a', { mode: 'READONLY' });
    expect(await register('a', '"int"')).toMatchObject({ status: 422, body: { error_code: 42205 } });
    expect((await register('b', '"int"')).status).toBe(200);
    expect((await call('GET', '/mode/b')).body).toMatchObject({ error_code: 40409 });
    expect((await call('DELETE', '/mode/a')).body).toEqual({ mode: 'READONLY' });
    expect((await register('a', '"int"')).status).toBe(200);
    expect(await call('PUT', '/mode', { mode: 'SLEEPING' })).toMatchObject({
      status: 422,
      body: { error_code: 42204 },
    });
  });

  it('imports schemas with their own ids and versions', async () => {
    expect(await register('a', '"int"', { id: 77 })).toMatchObject({ status: 422, body: { error_code: 42205 } });
    await call('PUT', '/mode/a', { mode: 'IMPORT' });
    expect((await register('a', '"int"', { id: 77, version: 5 })).body).toEqual({ id: 77 });
    expect(await register('a', '"long"', { id: 77, version: 6 })).toMatchObject({
      body: { error_code: 42205, message: 'Overwrite new schema with id 77 is not permitted.' },
    });
    expect(await register('a', '"long"')).toMatchObject({
      body: { error_code: 42205, message: 'Subject a is not in read-write mode' },
    });
    expect((await register('b', '"string"')).body).toEqual({ id: 78 });
    expect((await call('GET', '/subjects/a/versions')).body).toEqual([5]);
  });
});

describe('the log', () => {
  it('is the whole state: a registry that starts on it, or on what compaction left of it, answers the same', async () => {
    await register('a', record(id));
    await register('a', record(id, noteWithDefault));
    await register('b', '"int"', { metadata: { properties: { owner: 'ann' } } });
    await call('DELETE', '/subjects/a/versions/1');
    await call('PUT', '/config/b', { compatibility: 'FULL' });
    const paths = ['/subjects?deleted=true', '/schemas?deleted=true', '/config/b', '/schemas/ids/3'];
    const before = await Promise.all(paths.map((path) => call('GET', path)));
    for (const other of [log, log.compact()]) {
      app = await start(other);
      expect(await Promise.all(paths.map((path) => call('GET', path)))).toEqual(before);
    }
  });

  it('of two registries is one: no id twice, no registration lost', async () => {
    const first = app;
    const second = await start(log);
    const schemas = Array.from({ length: 20 }, (_, index) =>
      JSON.stringify({ type: 'fixed', name: `F${index}`, size: index }),
    );
    const answers = await Promise.all(
      schemas.map((schema, index) =>
        (index % 2 === 0 ? first : second).inject({
          method: 'POST',
          url: `/subjects/s${index % 5}${index}/versions`,
          payload: JSON.stringify({ schema }),
        }),
      ),
    );
    const ids = answers.map((answer) => answer.json<{ id: number }>().id);
    expect(new Set(ids).size).toBe(20);
    const views = await Promise.all(
      [first, second, await start(log), await start(log.compact())].map((each) => each.inject('/schemas')),
    );
    for (const view of views) expect(view.json()).toEqual(views[0]?.json());
    for (const [index, schemaId] of ids.entries()) {
      const answer = await second.inject(`/schemas/ids/${schemaId}/schema`);
      expect(answer.body).toBe(schemas[index]);
    }
  });
});
