import { silent } from '@millrace/base';
import * as fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildServer } from '../http/server.ts';
import { openRegistryStore } from '../registry-store.ts';
import { dekContext } from '../testing/dek-context.ts';
import { MemoryLog } from '../testing/memory-log.ts';
import { localKms } from './kms/local-kms.ts';

const keks = '/dek-registry/v1/keks';
const own = { name: 'own', kmsType: 'aws-kms', kmsKeyId: 'arn:aws:kms:key' };
const shared = { name: 'shared', kmsType: 'local-kms', kmsKeyId: 'key', shared: true };
const kmsKey = { type: 'local-kms', id: 'key' };

let app: FastifyInstance;
let keyLog: MemoryLog;

async function start(): Promise<FastifyInstance> {
  const store = await openRegistryStore(new MemoryLog().open, silent);
  return buildServer(store, { version: '1.2.3', clusterId: 'abc' }, silent, { dek: dekContext(keyLog.open) });
}

async function call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) {
  const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
  const answer = await app.inject({ method, url: keks + path, ...payload });
  return { status: answer.statusCode, body: answer.payload === '' ? undefined : answer.json<unknown>() };
}

const found = async (path: string): Promise<unknown> => (await call('GET', path)).body;
const gone = { status: 204, body: undefined };
const refused = (code: number, message?: string) => ({
  status: Math.floor(code / 100),
  body: { error_code: code, ...(message === undefined ? {} : { message }) },
});

beforeEach(async () => {
  keyLog = new MemoryLog();
  app = await start();
});

describe('a KEK', () => {
  it('is kept as it was given, and told of', async () => {
    const whole = { ...own, kmsProps: { 'encrypt.alternate.kms.key.ids': 'a,b' }, doc: 'For cards' };
    const kept = { ...whole, shared: false, ts: 1 };
    expect(await call('POST', '', whole)).toEqual({ status: 200, body: kept });
    expect(await found('/own')).toEqual(kept);
    expect(await found('')).toEqual(['own']);
    app = await start();
    expect(await found('/own')).toEqual(kept);
  });

  it('is refused a second time, and without what it needs', async () => {
    await call('POST', '', own);
    expect(await call('POST', '', own)).toMatchObject(
      refused(40971, "Key 'own' already exists; use a different value"),
    );
    const missing = (member: string) => call('POST', '', { ...own, name: 'new', [member]: undefined });
    for (const member of ['name', 'kmsType', 'kmsKeyId'])
      expect(await missing(member)).toMatchObject(refused(42271, `Invalid key: ${member} is missing`));
    for (const name of ['1st', 'a b', 'a/b', 'x'.repeat(65)])
      expect(await call('POST', '', { ...own, name })).toMatchObject(refused(42271));
  });

  it('changes in what may change', async () => {
    await call('POST', '', own);
    const changed = { ...own, kmsProps: { a: 'b' }, doc: 'Now with a text', shared: true };
    expect((await call('PUT', '/own', { kmsProps: { a: 'b' }, doc: 'Now with a text', shared: true })).body).toEqual({
      ...changed,
      ts: 2,
    });
    expect((await call('PUT', '/own', { doc: 'Now with a text' })).body).toMatchObject({ ts: 2 });
    expect(await call('PUT', '/other', {})).toMatchObject(refused(40470, "Key 'other' not found."));
  });

  it('is deleted softly, comes back, and goes for good', async () => {
    await call('POST', '', own);
    expect(await call('DELETE', '/own?permanent=true')).toMatchObject(
      refused(40471, "Key 'own' was not deleted first before being permanently deleted"),
    );
    expect(await call('DELETE', '/own')).toEqual(gone);
    expect(await call('GET', '/own')).toMatchObject(refused(40470));
    expect(await found('/own?deleted=true')).toMatchObject({ name: 'own', deleted: true });
    expect(await found('')).toEqual([]);
    expect(await found('?deleted=true')).toEqual(['own']);
    expect(await call('POST', '/own/undelete')).toEqual(gone);
    expect(await found('')).toEqual(['own']);
    await call('DELETE', '/own');
    expect(await call('POST', '', { ...own, kmsKeyId: 'another' })).toMatchObject(refused(40971));
    expect((await call('POST', '', own)).status).toBe(200);
    await call('DELETE', '/own');
    expect(await call('DELETE', '/own?permanent=true')).toEqual(gone);
    expect(await call('DELETE', '/own?permanent=true')).toMatchObject(refused(40470));
    expect(await found('?deleted=true')).toEqual([]);
  });

  it('stays while it has DEKs', async () => {
    await call('POST', '', own);
    await call('POST', '/own/deks/s', { encryptedKeyMaterial: 'AA==' });
    expect(await call('DELETE', '/own')).toMatchObject(refused(42272));
    await call('DELETE', '/own/deks/s');
    expect(await call('DELETE', '/own')).toEqual(gone);
    expect(await call('DELETE', '/own?permanent=true')).toMatchObject(refused(42272));
    expect(await call('POST', '/own/deks/s/undelete')).toMatchObject(
      refused(40472, "Key 'own' must be undeleted first"),
    );
    await call('DELETE', '/own/deks/s?permanent=true');
    expect(await call('DELETE', '/own?permanent=true')).toEqual(gone);
  });

  it('is listed by the subjects that it has DEKs for, in pages', async () => {
    for (const [name, subject] of Object.entries({ a: 'orders', b: 'orders-2', c: 'payments' })) {
      await call('POST', '', { ...own, name });
      await call('POST', `/${name}/deks/${subject}`, { encryptedKeyMaterial: 'AA==' });
    }
    expect(await found('?subjectPrefix=orders')).toEqual(['a', 'b']);
    expect(await found('?subjectPrefix=orders-&subjectPrefix=pay')).toEqual(['b', 'c']);
    expect(await found('?offset=1&limit=1')).toEqual(['b']);
  });

  it('is tried out when it is shared', async () => {
    await call('POST', '', own);
    expect((await call('POST', '?testSharing=true', shared)).status).toBe(200);
    expect((await call('POST', '/shared/test')).status).toBe(200);
    expect(await call('POST', '/own/test')).toMatchObject(refused(42271));
    const cloud = await call('POST', '?testSharing=true', { ...shared, name: 'cloud', kmsType: 'AWS-KMS' });
    expect(cloud).toMatchObject(refused(50070));
    expect((cloud.body as { message: string }).message).toContain('aws-kms are not supported by this registry');
  });
});

describe('a DEK', () => {
  beforeEach(async () => {
    await call('POST', '', own);
    await call('POST', '', shared);
  });

  it('is kept as the client encrypted it', async () => {
    const dek = { kekName: 'own', subject: 's', version: 1, algorithm: 'AES256_GCM', encryptedKeyMaterial: 'AA==' };
    const sent = { subject: 's', encryptedKeyMaterial: 'AA==' };
    expect((await call('POST', '/own/deks', sent)).body).toEqual({ ...dek, ts: 3 });
    expect(await found('/own/deks/s')).toEqual({ ...dek, ts: 3 });
    expect(await found('/own/deks')).toEqual(['s']);
    expect(await found('/own/deks/s/versions')).toEqual([1]);
    expect(await call('POST', '/own/deks/s', sent)).toMatchObject(refused(40971));
    expect(await call('POST', '/own/deks/s', { ...sent, subject: 'other' })).toMatchObject(refused(42271));
    expect(await call('POST', '/own/deks/other', {})).toMatchObject(refused(42271));
    expect(await call('POST', '/nothing/deks/s', sent)).toMatchObject(refused(40470, "Key 'nothing' not found."));
    expect(await call('GET', '/own/deks/other')).toMatchObject(refused(40470, "Key 'other' not found."));
    expect(await call('GET', '/own/deks/s?algorithm=AES256_SIV')).toMatchObject(refused(40470));
    expect(await call('GET', '/own/deks/s?algorithm=ROT13')).toMatchObject(refused(42271));
    const disguised = { subject: 's\0AES256_GCM', algorithm: 'AES256_SIV', encryptedKeyMaterial: 'm' };
    expect(await call('POST', '/own/deks', disguised)).toMatchObject(refused(42271));
    expect(await call('GET', '/nothing/deks/s/versions')).toMatchObject(refused(40470, "Key 'nothing' not found."));
  });

  it('has versions, and algorithms beside each other', async () => {
    const at = (version: number, algorithm: string) =>
      call('POST', '/own/deks/s', { version, algorithm, encryptedKeyMaterial: `${version}` });
    await at(1, 'AES256_GCM');
    await at(2, 'AES256_GCM');
    await at(7, 'AES256_SIV');
    expect(await found('/own/deks/s/versions')).toEqual([1, 2]);
    expect(await found('/own/deks/s/versions?algorithm=AES256_SIV')).toEqual([7]);
    for (const latest of ['latest', '-1', '2'])
      expect(await found(`/own/deks/s/versions/${latest}`)).toMatchObject({ version: 2, encryptedKeyMaterial: '2' });
    expect(await found('/own/deks/s')).toMatchObject({ version: 1 });
    expect(await call('GET', '/own/deks/s/versions/3')).toMatchObject(refused(40470));
    expect(await call('GET', '/own/deks/s/versions/x')).toMatchObject(refused(42202));
    expect(await call('POST', '/own/deks/s', { version: 0, encryptedKeyMaterial: 'm' })).toMatchObject(refused(42271));
  });

  it('is deleted by version or whole, and comes back', async () => {
    for (const version of [1, 2]) await call('POST', '/own/deks/s', { version, encryptedKeyMaterial: `${version}` });
    expect(await call('DELETE', '/own/deks/s/versions/2?permanent=true')).toMatchObject(refused(40471));
    expect(await call('DELETE', '/own/deks/s/versions/2')).toEqual(gone);
    expect(await found('/own/deks/s/versions')).toEqual([1]);
    expect(await found('/own/deks/s/versions/latest')).toMatchObject({ version: 1 });
    expect(await found('/own/deks/s/versions?deleted=true')).toEqual([1, 2]);
    expect(await found('/own/deks/s/versions/2?deleted=true')).toMatchObject({ deleted: true });
    expect(await call('POST', '/own/deks/s/versions/2/undelete')).toEqual(gone);
    expect(await found('/own/deks/s/versions')).toEqual([1, 2]);
    expect(await call('DELETE', '/own/deks/s')).toEqual(gone);
    expect(await call('GET', '/own/deks/s/versions')).toMatchObject(refused(40470));
    expect(await found('/own/deks?deleted=true')).toEqual(['s']);
    expect(await call('POST', '/own/deks/s', { encryptedKeyMaterial: 'another' })).toMatchObject(refused(40971));
    expect((await call('POST', '/own/deks/s', { encryptedKeyMaterial: '1' })).status).toBe(200);
    expect(await call('POST', '/own/deks/s/undelete')).toEqual(gone);
    await call('DELETE', '/own/deks/s');
    expect(await call('DELETE', '/own/deks/s?permanent=true')).toEqual(gone);
    expect(await call('GET', '/own/deks/s/versions?deleted=true')).toMatchObject(refused(40470));
  });

  it('of a shared KEK is made here, and its key told to those who may see it', async () => {
    const bytes = { AES128_GCM: 2 + 16, AES256_GCM: 2 + 32, AES256_SIV: 2 + 64 };
    for (const [algorithm, length] of Object.entries(bytes)) {
      const made = (await call('POST', '/shared/deks/s', { algorithm })).body as Record<string, string>;
      const raw = Buffer.from(made['keyMaterial'] ?? '', 'base64');
      expect(raw.length).toBe(length);
      const encrypted = Buffer.from(made['encryptedKeyMaterial'] ?? '', 'base64');
      expect(Buffer.from(await localKms('secret').decrypt(kmsKey, encrypted))).toEqual(raw);
      expect(await found(`/shared/deks/s?algorithm=${algorithm}`)).toEqual(made);
    }
    expect(keyLog.records.map(({ value }) => String(value)).join()).not.toContain('keyMaterial":');
  });

  it('of a shared KEK may come from a client that used the same key, and no other', async () => {
    const wrapped = Buffer.from(await localKms('secret').encrypt(kmsKey, Buffer.from('a data key'))).toString('base64');
    expect((await call('POST', '/shared/deks/s', { encryptedKeyMaterial: wrapped })).body).toMatchObject({
      keyMaterial: Buffer.from('a data key').toString('base64'),
    });
    const other = { encryptedKeyMaterial: 'AA==' };
    expect(await call('POST', '/shared/deks/t', other)).toMatchObject(refused(42271));
  });

  it('is encrypted anew and stays the same key', async () => {
    await call('POST', '/own/deks/s', { encryptedKeyMaterial: 'first' });
    const rewrapped = await call('POST', '/own/deks/s?rewrap=true', { encryptedKeyMaterial: 'second' });
    expect(rewrapped.body).toMatchObject({ version: 1, encryptedKeyMaterial: 'second' });
    const before = (await call('POST', '/shared/deks/s', {})).body as Record<string, string>;
    const after = (await call('POST', '/shared/deks/s?rewrap=true', {})).body as Record<string, string>;
    expect(after['keyMaterial']).toBe(before['keyMaterial']);
    expect(after['encryptedKeyMaterial']).not.toBe(before['encryptedKeyMaterial']);
  });

  it('of a service that this registry does not reach is refused with the reason', async () => {
    await call('POST', '', { ...own, name: 'cloud', shared: true });
    const made = await call('POST', '/cloud/deks/s', {});
    expect(made).toMatchObject(refused(50070));
    expect((made.body as { message: string }).message).toMatch(/^Could not generate encrypted dek for s: .*aws-kms/);
  });
});

it('bodies of any form are answered as what they are', async () => {
  for (const kek of [own, shared]) await call('POST', '', kek);
  await call('POST', '/own/deks/s', { encryptedKeyMaterial: 'AA==' });
  const words = ['name', 'kmsType', 'kmsKeyId', 'kmsProps', 'doc', 'shared', 'deleted', 'subject', 'version'];
  const member = fc.constantFrom(...words, 'algorithm', 'encryptedKeyMaterial', '__proto__');
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom('own', 'shared', 'local-kms', 'AES256_SIV', 1, 2 ** 31, true));
  const body = fc.oneof(fc.jsonValue(), fc.dictionary(member, value));
  const path = fc
    .array(fc.constantFrom('own', 'shared', 'deks', 's', 'versions', '1', 'latest', 'undelete', 'test', '%00', '%2F'), {
      maxLength: 6,
    })
    .map((parts) => parts.map((part) => `/${part}`).join(''));
  const query = fc.constantFrom(
    '',
    '?deleted=true',
    '?permanent=true',
    '?rewrap=true',
    '?offset=-1&limit=x',
    '?algorithm=x',
  );
  const method = fc.constantFrom('GET' as const, 'POST' as const, 'PUT' as const, 'DELETE' as const);
  await fc.assert(
    fc.asyncProperty(method, path, query, body, async (...[verb, to, asked, sent]) => {
      const answer = await call(verb, to + asked, verb === 'GET' || verb === 'DELETE' ? undefined : sent);
      const isKms = (answer.body as { error_code?: number } | undefined)?.error_code === 50070;
      expect(isKms || answer.status < 500, JSON.stringify(answer)).toBe(true);
      if (answer.status >= 400) expect(answer.body).toHaveProperty('error_code');
    }),
    { numRuns: 300 },
  );
});
